import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pricing } from "../../../src/pricing.ts";
import { type ExpectedUse, expectedCost, plainPicoUsd } from "../../../src/router/choice/expected-cost.ts";
import { plainPricesOf } from "../../../src/router/choice/target-prices.ts";

const AT = new Date(Date.UTC(2026, 4, 1, 12));
const PRICING = { input: 2, output: 10, cacheRead: 0.5 };

it("prices input, output and what is read from a cache, each once", () => {
  expect(expectedCost({ pricing: PRICING }, { input: 1_000_000, output: 100_000, cached: 400_000 }, AT)).toMatchObject({
    usd: "2.4",
  });
});

it("pays the tier the whole input falls into", () => {
  const pricing = { ...PRICING, tiers: [{ aboveTokens: 200_000, input: 4 }] };
  expect(expectedCost({ pricing }, { input: 200_001, output: 0 }, AT)).toMatchObject({ usd: "0.800004" });
});

it("takes the prices of the hour", () => {
  const pricing = { ...PRICING, windows: [{ fromUtc: "11:00", untilUtc: "13:00", input: 1 }] };
  expect(expectedCost({ pricing }, { input: 1_000_000, output: 0 }, AT)).toMatchObject({ usd: "1" });
});

it("is unknown, never zero, without a price", () => {
  expect(expectedCost({}, { input: 1, output: 1 }, AT)).toEqual({
    usd: null,
    reason: "no price is known for the target",
  });
});

it("reads no more from a cache than there is input, and rounds parts of a token", () => {
  expect(expectedCost({ pricing: PRICING }, { input: 10.4, output: 0.2, cached: 99 }, AT)).toMatchObject({
    parts: [{ rate: "cacheRead", count: 10 }],
  });
});

describe("the number alone", () => {
  const plain = (pricing: Pricing, use: Required<ExpectedUse>) => {
    const prices = plainPricesOf(pricing);
    return prices && plainPicoUsd(prices, use);
  };
  const price = fc.oneof(
    fc.constantFrom(undefined, null, 0, 0.15, 2.5, 1e-7, -1),
    fc.double({ min: 0, max: 1_000, noNaN: true }),
    fc.integer({ min: 0, max: 10_000_000 }).map((millionths) => millionths / 1_000_000),
  );
  const tokens = fc.integer({ min: 0, max: 2_000_000 });

  it("is that of the exact cost, or none where prices are not plain", () => {
    fc.assert(
      fc.property(
        fc.record({
          input: price,
          output: price,
          cacheRead: price,
          request: fc.constantFrom(undefined, null, 0, 0.01),
        }),
        fc.record({ input: tokens, output: tokens, cached: tokens }),
        (pricing, use) => {
          const told = plain(pricing, use);
          const { picoUsd } = { picoUsd: undefined, ...expectedCost({ pricing }, use, new Date(0)) };
          if (told !== undefined) expect(BigInt(told)).toBe(picoUsd);
        },
      ),
    );
  });

  it("is there for usual prices", () => {
    const use = { input: 1_000, output: 500, cached: 400 };
    expect(plain({ input: 2.5, output: 10, cacheRead: 1.25 }, use)).toBe(7_000_000_000);
    expect(plain({ input: 2.5, output: 10 }, use)).toBe(7_500_000_000);
    expect(plain({ input: 2.5, output: 10, tiers: [{ aboveTokens: 100, input: 5 }] }, use)).toBeUndefined();
  });
});
