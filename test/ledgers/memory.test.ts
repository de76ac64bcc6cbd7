import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptEvent } from "../../src/attempt.ts";
import { memoryLedger } from "../../src/ledgers/memory.ts";
import { ledgerContract } from "../../src/testing/ledger-kit.ts";

describe("the contract of ledgers", () => {
  for (const { name, run } of ledgerContract({ make: () => ({ ledger: memoryLedger() }) })) it(name, run);
});

function attempt(id: string, fields: Partial<AttemptEvent> = {}): AttemptEvent {
  const route = {
    asked: "m",
    route: "m",
    strategy: "manual",
    backend: "a",
    provider: "openai",
    model: "x",
    target: "a/x",
  };
  const place = { id, call: id, number: 1, kind: "generate", reason: "first", tags: [], isFinal: true } as const;
  return { ...route, ...place, startedAt: "2026-01-02T00:00:00.000Z", durationMs: 1, outcome: "ok", ...fields };
}

describe("memoryLedger", () => {
  it("keeps no more than its size, and totals of what it keeps", async () => {
    const ledger = memoryLedger({ size: 3 });
    for (const id of ["1", "2", "3", "4", "5"]) ledger.record(attempt(id));
    expect((await ledger.attempts()).map(({ id }) => id)).toEqual(["5", "4", "3"]);
    expect((await ledger.totals("route"))[0]?.attempts).toBe(3);
  });

  it("forgets the ids of what it no longer keeps", async () => {
    const ledger = memoryLedger({ size: 2 });
    for (const id of ["1", "2", "3", "1", "3"]) ledger.record(attempt(id));
    expect((await ledger.attempts()).map(({ id }) => id)).toEqual(["3", "1"]);
  });

  it("refuses a size that is no whole number from 1", () => {
    for (const size of [0, -1, 1.5, Number.NaN]) expect(() => memoryLedger({ size })).toThrow(/size.*whole number/);
  });

  it("finds and adds up what a plain list of the newest would, of each id the first", async () => {
    const names = fc.constantFrom("a", "b", "constructor", "");
    const event = fc
      .record({
        id: fc.integer({ min: 0, max: 30 }).map(String),
        route: names,
        tags: fc.array(names, { maxLength: 3 }),
        outcome: fc.constantFrom("ok", "failed", "aborted"),
        pico: fc.option(fc.bigInt({ min: 0n, max: 10n ** 24n })),
      })
      .map(({ id, pico, ...fields }) =>
        attempt(id, {
          ...fields,
          cost: pico === null ? { usd: null, reason: "?" } : { usd: "?", picoUsd: pico, basis: "computed", parts: [] },
        }),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        names,
        async (events, size, tag) => {
          const ledger = memoryLedger({ size });
          for (const given of events) ledger.record(given);
          const kept = events.slice(-size);
          const firsts = kept.filter(({ id }, place) => kept.findIndex((other) => other.id === id) === place);
          const fitting = firsts.reverse().filter(({ tags }) => tags.includes(tag));
          expect(await ledger.attempts({ tag })).toEqual(fitting);
          const sum = fitting.reduce((total, { cost }) => total + (cost?.usd == null ? 0n : cost.picoUsd), 0n);
          const totals = await ledger.totals("day", { tag });
          expect(totals.map(({ attempts }) => attempts)).toEqual(fitting.length === 0 ? [] : [fitting.length]);
          const [whole = "0", fraction = ""] = (totals[0]?.cost ?? "0").split(".");
          expect(BigInt(whole + fraction.padEnd(12, "0"))).toBe(sum);
          expect(totals[0]?.unpriced ?? 0).toBe(fitting.filter(({ cost }) => cost?.usd == null).length);
        },
      ),
    );
  });
});
