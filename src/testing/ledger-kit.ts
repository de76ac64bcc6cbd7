import assert from "node:assert/strict";
import type { AttemptEvent } from "../attempt.ts";
import { usdText } from "../cost/decimal.ts";
import type { Ledger, LedgerGroup } from "../ledger.ts";
import type { Cost, Usage } from "../usage.ts";
import type { ContractCase } from "./contract-case.ts";

/** A ledger to be tried, and how to get at the same place anew. */
export interface LedgerUnderTest {
  readonly ledger: Ledger;
  /** Opens what `ledger` kept a second time; left out by a ledger that forgets. */
  reopen?(): Ledger | Promise<Ledger>;
  /** Removes what the case left behind. */
  dispose?(): void | Promise<void>;
}

export interface LedgerContractOptions {
  /** A new, empty ledger with room for 200 attempts at least, made for each case. */
  make(): LedgerUnderTest | Promise<LedgerUnderTest>;
  /** Cases that do not apply, by name, each with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** What every ledger must do, as cases for any test runner: `for (const { name, run } of cases) it(name, run)`. */
export function ledgerContract({ make, skip = {} }: LedgerContractOptions): ContractCase[] {
  return Object.entries(CASES).map(([name, check]) => ({
    name,
    async run() {
      const tried = await make();
      try {
        await check(tried);
      } finally {
        await tried.ledger.close();
        await tried.dispose?.();
      }
    },
    ...(Object.hasOwn(skip, name) ? { skip: skip[name] ?? "" } : {}),
  }));
}

const CASES: Record<string, (tried: LedgerUnderTest) => Promise<void>> = {
  "a new ledger is empty": async ({ ledger }) => {
    assert.deepEqual(await ledger.attempts(), []);
    for (const by of GROUPS) assert.deepEqual(await ledger.totals(by), []);
  },

  "what was recorded is read back with every field, newest first": async (tried) => {
    const [first, second] = [attempt(1), attempt(2, { caller: "anna", tags: ["a", "b"], cost: usd(7n), usage })];
    tried.ledger.record(first);
    tried.ledger.record(second);
    await tried.ledger.flush();
    assert.deepEqual(await tried.ledger.attempts(), [second, first]);
    const again = await tried.reopen?.();
    if (again === undefined) return;
    try {
      assert.deepEqual(await again.attempts(), [second, first]);
    } finally {
      await again.close();
    }
  },

  "the same attempt twice is one": async ({ ledger }) => {
    ledger.record(attempt(1));
    ledger.record(attempt(1, { outcome: "failed" }));
    assert.equal((await ledger.attempts()).length, 1);
    assert.equal((await ledger.totals("route"))[0]?.attempts, 1);
  },

  "100 attempts are read where no other number is asked for, and none where none is": async ({ ledger }) => {
    for (let number = 1; number <= 150; number++) ledger.record(attempt(number));
    const found = await ledger.attempts();
    assert.equal(found.length, 100);
    assert.equal(found[0]?.id, "a-150");
    assert.deepEqual((await ledger.attempts({ limit: 2 })).map(idOf), ["a-150", "a-149"]);
    assert.deepEqual(await ledger.attempts({ limit: 0 }), []);
    assert.equal((await ledger.totals("route", { limit: 2 }))[0]?.attempts, 150);
  },

  "every condition of a query must hold": async ({ ledger }) => {
    const odd = { route: "writer", target: "b/two", caller: "anna", tags: ["x"], outcome: "failed" } as const;
    ledger.record(attempt(1, odd));
    ledger.record(attempt(2));
    for (const [name, value] of Object.entries({ ...odd, tags: undefined, tag: "x" }))
      if (value !== undefined) assert.deepEqual((await ledger.attempts({ [name]: value })).map(idOf), ["a-1"], name);
    assert.deepEqual(await ledger.attempts({ route: "writer", outcome: "ok" }), []);
    assert.deepEqual(await ledger.attempts({ caller: "nobody" }), []);
    assert.deepEqual((await ledger.totals("route", { tag: "x" })).map(groupOf), ["writer"]);
  },

  "a time begins with its first moment and ends before its last": async ({ ledger }) => {
    for (const number of [1, 2, 3]) ledger.record(attempt(number));
    const [since, until] = [new Date(timeOf(2)), new Date(timeOf(3))];
    assert.deepEqual((await ledger.attempts({ since })).map(idOf), ["a-3", "a-2"]);
    assert.deepEqual((await ledger.attempts({ until })).map(idOf), ["a-2", "a-1"]);
    assert.deepEqual((await ledger.attempts({ since, until })).map(idOf), ["a-2"]);
  },

  "totals are exact, and what is unknown is counted, not added": async ({ ledger }) => {
    // Sums that floating point gets wrong, and prices beyond its digits.
    for (const [place, pico] of [100_000_000_000n, 200_000_000_000n, 10n ** 18n + 1n].entries())
      ledger.record(attempt(place + 1, { cost: usd(pico), usage }));
    ledger.record(attempt(4, { cost: { usd: null, reason: "no price" }, usage }));
    ledger.record(attempt(5, { outcome: "failed" }));
    ledger.record(attempt(6, { outcome: "aborted" }));
    const [total] = await ledger.totals("route");
    assert.deepEqual(total, {
      group: "assistant",
      attempts: 6,
      failed: 1,
      input: 4 * usage.totalInput,
      output: 4 * usage.totalOutput,
      cost: "1000000.300000000001",
      unpriced: 1,
      estimated: 0,
    });
  },

  "totals are grouped as asked, in the order of the groups' names": async ({ ledger }) => {
    ledger.record(attempt(1, { route: "writer", target: "z/one", backend: "z", caller: "ben", tags: ["x", "y"] }));
    ledger.record(attempt(2, { caller: "anna", tags: ["y"], startedAt: "2026-02-02T00:00:00.000Z" }));
    ledger.record(attempt(3, { startedAt: "2026-02-01T23:59:59.999Z" }));
    const groups = async (by: LedgerGroup) =>
      (await ledger.totals(by)).map(({ group, attempts }) => `${group}: ${attempts}`);
    assert.deepEqual(await groups("route"), ["assistant: 2", "writer: 1"]);
    assert.deepEqual(await groups("target"), ["a/one: 2", "z/one: 1"]);
    assert.deepEqual(await groups("backend"), ["a: 2", "z: 1"]);
    assert.deepEqual(await groups("caller"), [": 1", "anna: 1", "ben: 1"]);
    assert.deepEqual(await groups("tag"), [": 1", "x: 1", "y: 2"]);
    assert.deepEqual(await groups("day"), ["2026-01-02: 1", "2026-02-01: 1", "2026-02-02: 1"]);
  },

  "what is done to the lists that came out does not change what is kept": async ({ ledger }) => {
    ledger.record(attempt(1));
    ((await ledger.attempts()) as AttemptEvent[]).pop();
    assert.equal((await ledger.attempts()).length, 1);
  },

  "recording after the end throws nothing, and a second end is none": async ({ ledger }) => {
    ledger.record(attempt(1));
    await ledger.close();
    ledger.record(attempt(2));
    await ledger.close();
  },
};

const GROUPS: readonly LedgerGroup[] = ["route", "target", "backend", "caller", "tag", "day"];

const usage: Usage = {
  input: 90,
  output: 15,
  cacheRead: 10,
  cacheWrite: 0,
  cacheWrite1h: 0,
  reasoning: 5,
  audioInput: 0,
  audioOutput: 0,
  audioCacheRead: 0,
  imageInput: 0,
  imageOutput: 0,
  totalInput: 100,
  totalOutput: 20,
};

function attempt(number: number, fields: Partial<AttemptEvent> = {}): AttemptEvent {
  return {
    id: `a-${number}`,
    call: `c-${number}`,
    number: 1,
    kind: "generate",
    reason: "first",
    asked: "assistant",
    route: "assistant",
    strategy: "manual",
    backend: "a",
    provider: "openai",
    model: "one",
    target: "a/one",
    tags: [],
    isFinal: true,
    startedAt: timeOf(number),
    durationMs: 12.5,
    outcome: "ok",
    ...fields,
  };
}

/** Seconds of one day. */
function timeOf(number: number): string {
  return new Date(Date.UTC(2026, 0, 2, 3, 0, number)).toISOString();
}

function usd(picoUsd: bigint): Cost {
  return { usd: usdText(picoUsd), picoUsd, basis: "computed", parts: [] };
}

function idOf({ id }: AttemptEvent): string {
  return id;
}

function groupOf({ group }: { group: string }): string {
  return group;
}
