import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptEvent } from "../../../src/attempt.ts";
import { CallError } from "../../../src/call-error.ts";
import { AttemptRing } from "../../../src/ledgers/memory/attempt-ring.ts";
import type { Cost, CostPart, Usage } from "../../../src/usage.ts";

const USAGE: Required<Usage> = {
  input: 1,
  output: 2,
  cacheRead: 3,
  cacheWrite: 4,
  cacheWrite1h: 5,
  reasoning: 6,
  audioInput: 7,
  audioOutput: 8,
  audioCacheRead: 9,
  imageInput: 10,
  imageOutput: 11,
  totalInput: 39,
  totalOutput: 27,
  webSearches: 12,
  reportedCost: "0.5",
  serviceTier: "flex",
  inferenceGeo: "us",
  otherModels: [],
  estimated: true,
  suspect: "no whole number",
};
const PART: Required<CostPart> = { rate: "input", for: "cacheRead", count: 3, price: 2.5, picoUsd: 7_500_000n };
const COST = { usd: "0.0000075", picoUsd: 7_500_000n, basis: "computed", parts: [PART] } as const satisfies Cost;
const EVENT: Required<AttemptEvent> = {
  id: "call-1",
  call: "call",
  number: 1,
  kind: "generate",
  reason: "first",
  isFinal: true,
  asked: "fast",
  route: "fast",
  strategy: "cost",
  target: "a/x",
  backend: "a",
  provider: "openai",
  model: "x",
  modelServed: "x-2026",
  finishReason: "stop",
  caller: "ada",
  tags: ["blue"],
  startedAt: "2026-01-02T00:00:00.000Z",
  durationMs: 12.5,
  outcome: "ok",
  code: "total_timeout",
  status: 200,
  usage: USAGE,
  cost: COST,
  firstContentMs: 3.25,
  key: "key 1 of 2",
  overspent: ["day"],
  error: new CallError("total_timeout", "too late", { fault: "target", retryable: true, target: "a/x" }),
};
const OTHER: Required<AttemptEvent> = {
  id: "other-1",
  call: "other",
  number: 2,
  kind: "stream",
  reason: "retry",
  isFinal: false,
  asked: "best",
  route: "best",
  strategy: "manual",
  target: "b/y",
  backend: "b",
  provider: "mistral",
  model: "y",
  modelServed: "y-2026",
  finishReason: "length",
  caller: "bob",
  tags: ["blue", "green"],
  startedAt: "2026-01-02T00:00:00.001Z",
  durationMs: 13,
  outcome: "failed",
  code: "overloaded",
  status: 503,
  usage: { ...USAGE, output: 3 },
  cost: { usd: null, reason: "no price is known for the target" },
  firstContentMs: 4,
  key: "key 2 of 2",
  overspent: ["month"],
  error: new CallError("overloaded", "later", { fault: "target", retryable: true, target: "b/y" }),
};
const OPTIONAL = [
  "modelServed",
  "finishReason",
  "caller",
  "code",
  "status",
  "usage",
  "cost",
  "firstContentMs",
  "key",
  "overspent",
  "error",
] as const;

/** What a ring of that size has of these, oldest first. */
function keptOf(events: readonly AttemptEvent[], size = 100): readonly (AttemptEvent | undefined)[] {
  const ring = new AttemptRing(size);
  for (const event of events) ring.add(event);
  return Array.from({ length: ring.length }, (_, after) => ring.newest(after)).reverse();
}

function expectKept(events: readonly AttemptEvent[]): void {
  expect(keptOf(events)).toEqual(events);
}

describe("what comes back is what was added", () => {
  it.each(Object.keys(OTHER) as (keyof AttemptEvent)[])("when two differ in %s", (field) => {
    expectKept([EVENT, EVENT, { ...EVENT, [field]: OTHER[field] }, EVENT]);
  });

  it.each(OPTIONAL)("when one of them has no %s", (field) => {
    const { [field]: _, ...without } = EVENT;
    expectKept([EVENT, EVENT, without, EVENT, without]);
  });

  it.each(Object.keys(USAGE) as (keyof Usage)[])("when they differ in the %s that was used", (field) => {
    const other = typeof USAGE[field] === "number" ? 99 : undefined;
    expectKept([EVENT, EVENT, { ...EVENT, usage: { ...USAGE, [field]: other } as Usage }, EVENT]);
  });

  it("when they cost what their provider says, each another sum", () => {
    const cost = (usd: string, picoUsd: bigint): Cost => ({ usd, picoUsd, basis: "reported", parts: [] });
    const reported = (usd: string, picoUsd: bigint): AttemptEvent => ({
      ...EVENT,
      usage: { ...USAGE, reportedCost: usd },
      cost: cost(usd, picoUsd),
    });
    expectKept([reported("0.5", 5n), reported("0.5", 5n), reported("0.25", 25n)]);
  });

  it.each<[string, Cost]>([
    ["reason", { usd: null, reason: "another" }],
    ["basis", { ...COST, basis: "reported" }],
    ["amount", { ...COST, usd: "1", picoUsd: 10n ** 12n }],
    ["amount beyond what a double holds", { ...COST, picoUsd: 2n ** 53n + 1n }],
    ["amount of a part beyond what a double holds", { ...COST, parts: [{ ...PART, picoUsd: 2n ** 53n + 1n }] }],
    ["number of parts", { ...COST, parts: [PART, { ...PART, count: 4 }] }],
    [
      "number of parts, which are many",
      { ...COST, parts: Array.from({ length: 9 }, (_, count) => ({ ...PART, count })) },
    ],
    ["price", { ...COST, parts: [{ ...PART, price: 3 }] }],
    ["rate", { ...COST, parts: [{ ...PART, rate: "output" }] }],
    ["class", { ...COST, parts: [{ ...PART, for: "audioInput" }] }],
  ])("when their costs differ in %s", (_, cost) => {
    expectKept([EVENT, EVENT, { ...EVENT, cost }, { ...EVENT, cost }, EVENT]);
  });

  it("of any that come, alike or not, and the newest as many as fit", () => {
    const amount = fc.constantFrom(0n, 1n, 7_500_000n, 2n ** 53n, 10n ** 30n);
    const count = fc.constantFrom(0, 1, 1_000, 0.5);
    const parts = fc.array(
      fc.record({ rate: fc.constantFrom("input", "output"), count, price: count, picoUsd: amount }),
    );
    const cost = fc.oneof(
      fc.record({ usd: fc.constantFrom("0", "1.5"), picoUsd: amount, basis: fc.constant("computed" as const), parts }),
      fc.record({ usd: fc.constant(null), reason: fc.constantFrom("a", "b") }),
    );
    const event = fc.record({
      number: fc.constantFrom(1, 2, 10),
      call: fc.constantFrom("c-1", "c-2"),
      durationMs: fc.double(),
      route: fc.constantFrom("fast", "best"),
      rest: fc.record({ cost, firstContentMs: fc.double(), tags: fc.subarray(["x", "y"]) }, { requiredKeys: [] }),
      usage: fc.option(fc.record({ input: count, totalInput: count })),
    });
    const events = fc.array(event).map((all) =>
      all.map(({ rest, usage, call, number, ...fields }): AttemptEvent => {
        const { error, usage: _, cost: __, firstContentMs: ___, ...plain } = EVENT;
        const used = usage === null ? {} : { usage: { ...USAGE, ...usage } };
        return { ...plain, ...fields, ...rest, ...used, call, number, id: `${call}-${number}` };
      }),
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 300 }), (all, size) => {
        expect(keptOf(all, size)).toEqual(all.slice(-size));
      }),
    );
  });
});

it("keeps the first of those that are alike, and of the others what is their own", () => {
  const { error, ...event } = EVENT;
  const [first, second] = keptOf([event, { ...event, id: "d-1", call: "d" }]);
  expect(first).toBe(event);
  expect(second).toEqual({ ...event, id: "d-1", call: "d" });
  expect(keptOf([event, event])[1]).not.toBe(event);
});

it("knows the name of each without putting it together again", () => {
  const ring = new AttemptRing(2);
  for (const call of ["a", "b", "c"]) ring.add({ ...EVENT, call, id: `${call}-1` });
  ring.add({ ...EVENT, id: "named otherwise" });
  expect([ring.idOfNewest(0), ring.idOfNewest(1), ring.length]).toEqual(["named otherwise", "c-1", 2]);
});
