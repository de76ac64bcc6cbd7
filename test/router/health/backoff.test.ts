import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { waitBefore } from "../../../src/router/health/backoff.ts";

const CLIENTS = Array.from({ length: 1_000 }, (_, index) => index / 1_000);

/** The most waits that end within 100 ms of each other, in slots. */
function fullestSlot(waits: readonly number[]): number {
  const slots = new Map<number, number>();
  for (const wait of waits) slots.set(Math.floor(wait / 100), (slots.get(Math.floor(wait / 100)) ?? 0) + 1);
  return Math.max(...slots.values());
}

describe("the wait before a retry", () => {
  it("doubles its ceiling with each retry, up to the longest", () => {
    const almostOne = 1 - 1e-9;
    const ceilings = [1, 2, 3, 4, 5, 100].map((retry) => Math.round(waitBefore(retry, {}, undefined, almostOne) ?? -1));
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    expect(waitBefore(3, {}, undefined, 0)).toBe(0);
  });

  it("is on average what the config says for the first retry", () => {
    const waits = CLIENTS.map((random) => waitBefore(1, { backoffMs: 250 }, undefined, random) ?? -1);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeCloseTo(250, -1);
  });

  it("spreads a thousand clients so that no 100 ms hold more than 15 % of them", () => {
    const waits = CLIENTS.map((random) => waitBefore(1, {}, undefined, random) ?? -1);
    expect(fullestSlot(waits)).toBeLessThanOrEqual(150);
  });

  it("lets nobody come before the provider's word, nor all of them at it", () => {
    const waits = CLIENTS.map((random) => waitBefore(1, {}, 3_000, random) ?? -1);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(3_000);
    expect(fullestSlot(waits)).toBeLessThanOrEqual(150);
  });

  it("does not wait for what is more than a minute away", () => {
    expect(waitBefore(1, {}, 60_000, 0)).toBe(60_000);
    expect(waitBefore(1, {}, 60_001, 0)).toBeUndefined();
    expect(waitBefore(1, {}, 1e12, 0)).toBeUndefined();
  });

  it("takes a hint that makes no sense for none", () => {
    for (const hint of [Number.NaN, -1, 0]) expect(waitBefore(1, {}, hint, 0.5)).toBe(500);
  });

  it("is a time a timer can wait, whatever the figures", () => {
    const wait = fc.record({
      retry: fc.nat(10_000),
      hint: fc.option(fc.double(), { nil: undefined }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(wait, ({ retry, hint, random }) => {
        const ms = waitBefore(retry, {}, hint, random);
        expect(ms === undefined || (ms >= 0 && ms <= 68_000)).toBe(true);
      }),
    );
  });
});
