import { describe, expect, it } from "vitest";
import { addCosts, type CostOptions, costOf } from "../src/cost.ts";
import { type UsageParts, usageOf } from "../src/dialect/usage.ts";
import type { Pricing } from "../src/pricing.ts";
import type { Cost } from "../src/usage.ts";

const at = new Date("2026-09-01T12:00:00Z");
const sonnet: Pricing = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6 };

function cost(usage: UsageParts, pricing: Pricing | undefined, options: Partial<CostOptions> = {}): Cost {
  return costOf(usageOf(usage), pricing, { at, ...options });
}

function usd(...asked: Parameters<typeof cost>): string | null {
  return cost(...asked).usd;
}

function reason(...asked: Parameters<typeof cost>): string {
  const result = cost(...asked);
  if (result.usd !== null) throw new Error(`it costs ${result.usd}`);
  return result.reason;
}

describe("results that others got wrong", () => {
  it("a cache write costs its own price and not the input's too (LiteLLM #9812: 0.091311)", () => {
    expect(usd({ input: 3, cacheWrite: 12_304, output: 550 }, sonnet)).toBe("0.054399");
  });

  it("the price of a cache write is not an extra (LiteLLM #6575: 0.00675)", () => {
    expect(usd({ cacheWrite: 1_000 }, sonnet)).toBe("0.00375");
  });

  it("of 1,000 tokens that were written to and read from a cache, 100 pay the full price (LiteLLM 31282, 40016)", () => {
    const result = cost({ totalInput: 1_000, cacheWrite: 700, cacheRead: 200 }, sonnet);
    expect(result.usd).toBe("0.002985"); // 100 × 3 + 700 × 3.75 + 200 × 0.3
    expect(result).toMatchObject({
      parts: [{ rate: "input", count: 100 }, { rate: "cacheRead" }, { rate: "cacheWrite" }],
    });
  });

  it("a prompt that is nearly all cached is split by class (LiteLLM #11364: 0.047080)", () => {
    const usage = { totalInput: 98_805, cacheRead: 66_360, cacheWrite: 32_435 };
    expect(usd(usage, sonnet)).toBe("0.14156925"); // 10 × 3 + 66,360 × 0.3 + 32,435 × 3.75
  });

  it.each([
    [2_060, 1_939, "0.0099975"],
    [104, 989, "0.0027325"],
  ])("Gemini's thoughts are output too: %i and %i (vercel/ai #6082, llm-gemini #75)", (output, reasoning, expected) => {
    expect(usd({ output, reasoning }, { input: 0.3, output: 2.5 })).toBe(expected);
  });

  it("250,000 tokens of gemini-3.1-pro pay the higher price, all of them (hermes #93469: 0.50)", () => {
    const pricing = {
      input: 2,
      output: 12,
      cacheRead: 0.2,
      tiers: [{ aboveTokens: 200_000, input: 4, output: 18, cacheRead: 0.4 }],
    };
    expect(usd({ input: 250_000 }, pricing)).toBe("1");
    expect(usd({ input: 250_000, output: 1_000 }, pricing)).toBe("1.018");
    expect(usd({ totalInput: 250_000, cacheRead: 100_000 }, pricing)).toBe("0.64");
  });

  it("a tier is a cliff and no slope (vibe-bar 29), and begins above its threshold", () => {
    const pricing = { input: 1.25, output: 10, tiers: [{ aboveTokens: 200_000, input: 2.5, output: 15 }] };
    expect(usd({ input: 199_999 }, pricing)).toBe("0.24999875");
    expect(usd({ input: 200_000 }, pricing)).toBe("0.25");
    expect(usd({ input: 200_001 }, pricing)).toBe("0.5000025");
    expect(usd({ input: 1_000_000, output: 1_000_000 }, pricing)).toBe("17.5");
  });

  it("GPT-5.6 doubles above 272,000 tokens, its answer by half (dust 31666)", () => {
    const tier = { aboveTokens: 272_000, input: 2.5, cacheRead: 0.25, cacheWrite: 3.125, output: 15 };
    const pricing = { input: 1.25, cacheRead: 0.125, cacheWrite: 1.5625, output: 10, tiers: [tier] };
    expect(usd({ totalInput: 272_000, cacheRead: 200_000, output: 1_000 }, pricing)).toBe("0.125");
    expect(usd({ totalInput: 272_001, cacheRead: 200_000, output: 1_000 }, pricing)).toBe("0.2450025");
  });

  it("flex costs what flex costs, and nobody knows it where no price says so (LiteLLM #13810: twice too much)", () => {
    const pricing = { input: 2, output: 8, flex: { input: 1, output: 4 } };
    expect(usd({ input: 1_000_000, output: 1_000_000, serviceTier: "flex" }, pricing)).toBe("5");
    expect(reason({ input: 1, serviceTier: "flex" }, { input: 2, output: 8 })).toContain("flex");
  });

  it("a batch costs the batch's price (LiteLLM 37219: 0), and what is free stays free", () => {
    const usage = { input: 1_800, output: 1_000, serviceTier: "batch" };
    expect(usd(usage, { input: 3, output: 15, batch: { input: 1.5, output: 7.5 } })).toBe("0.0102");
    expect(usd(usage, { input: 0, output: 0, batch: { input: 0, output: 0 } })).toBe("0");
    expect(usd(usage, { input: 3, output: 15 })).toBeNull();
  });

  it("a call costs by the model that served it (pi #8285, bifrost 5387: 0.01732)", () => {
    expect(usd({ input: 412, output: 264 }, { input: 5, output: 25 })).toBe("0.00866");
  });

  it("usage nobody told is no cost of zero (otari #256, ferro #281, LiteLLM #6633)", () => {
    expect(costOf(undefined, sonnet, { at })).toMatchObject({
      usd: null,
      reason: expect.stringContaining("did not say"),
    });
  });

  it("what was used before a client left is priced like anything else (LiteLLM #14457)", () => {
    expect(usd({ input: 1_000, output: 17 }, sonnet)).toBe("0.003255");
  });
});

describe("costOf", () => {
  it("lets the provider's own word win", () => {
    const result = cost({ input: 5, reportedCost: 0.000_472_5 }, sonnet);
    expect(result).toEqual({ usd: "0.0004725", picoUsd: 472_500_000n, basis: "reported", parts: [] });
    expect(usd({ reportedCost: "1.5e-7" }, undefined)).toBe("0.00000015");
    expect(usd({ reportedCost: 0 }, sonnet)).toBe("0");
  });

  it("does not know what a call costs that is computed in one place alone, unless the provider says so", () => {
    expect(reason({ input: 1, inferenceGeo: "us" }, sonnet)).toContain("computed in us");
    expect(usd({ input: 1_000, inferenceGeo: "global" }, sonnet)).toBe("0.003");
    expect(usd({ input: 1_000, inferenceGeo: "us", reportedCost: "0.0033" }, sonnet)).toBe("0.0033");
  });

  it("does not know what nobody told it a price of", () => {
    expect(reason({ input: 1 }, undefined)).toContain("no price is known for the target");
    expect(reason({ input: 1 }, {})).toContain("input");
    expect(reason({ input: 1, output: 1 }, { input: 1 })).toContain("output");
    expect(reason({ input: 1, webSearches: 2 }, { input: 1 })).toContain("webSearch");
  });

  it("does not need the price of what was not used", () => {
    expect(usd({ input: 1_000_000 }, { input: 0.02 })).toBe("0.02");
  });

  it("does not price what cannot apply to the model", () => {
    expect(reason({ input: 1, output: 1 }, { input: 1, output: null })).toContain("output does not apply");
    expect(reason({ input: 1, cacheRead: 1 }, { input: 1, cacheRead: null })).toContain("cacheRead does not apply");
  });

  it.each([
    ["cacheRead", "input"],
    ["cacheWrite", "input"],
    ["audioInput", "input"],
    ["imageInput", "input"],
    ["audioCacheRead", "input"],
    ["cacheWrite1h", "input"],
    ["reasoning", "output"],
    ["audioOutput", "output"],
    ["imageOutput", "output"],
  ])("a class without a price of its own pays that of its parent, and says so: %s pays %s", (name, parent) => {
    expect(cost({ [name]: 1_000_000 }, { input: 2, output: 5 })).toMatchObject({
      usd: parent === "input" ? "2" : "5",
      parts: [{ rate: parent, for: name, count: 1_000_000 }],
    });
  });

  it("an hour in the cache pays the usual time's price before the input's", () => {
    expect(usd({ cacheWrite1h: 1_000_000 }, { input: 2, cacheWrite: 2.5 })).toBe("2.5");
  });

  it("audio from a cache has two parents: it pays the one with a price, and nobody knows which of two", () => {
    expect(usd({ audioCacheRead: 1_000_000 }, { input: 2, cacheRead: 0.5 })).toBe("0.5");
    expect(usd({ audioCacheRead: 1_000_000 }, { input: 2, audioInput: 10 })).toBe("10");
    expect(reason({ audioCacheRead: 1 }, { input: 2, audioInput: 10, cacheRead: 0.5 })).toContain("audioCacheRead");
    expect(usd({ audioCacheRead: 1_000_000 }, { input: 2, audioInput: 10, cacheRead: 0.5, audioCacheRead: 1 })).toBe(
      "1",
    );
  });

  it("in batch mode a class with a price of its own needs one there too", () => {
    const pricing = { input: 3, output: 15, cacheRead: 0.3, batch: { input: 1.5, output: 7.5 } };
    expect(reason({ input: 1, cacheRead: 1 }, pricing, { mode: "batch" })).toContain("cacheRead");
    expect(usd({ reasoning: 1_000_000 }, pricing, { mode: "batch" })).toBe("7.5");
  });

  it("a mode with tiers of its own has prices above them, and only those it was told", () => {
    const pricing = {
      input: 5,
      output: 30,
      cacheRead: 0.5,
      request: 0.1,
      flex: { input: 2.5, output: 15, cacheRead: 0.25, tiers: [{ aboveTokens: 272_000, input: 5, cacheRead: 0.5 }] },
      tiers: [{ aboveTokens: 272_000, input: 10, output: 45, cacheRead: 1 }],
    };
    const flex = { mode: "flex" } as const;
    expect(usd({ input: 200_000 }, pricing, flex)).toBe("0.6");
    expect(usd({ input: 200_000, cacheRead: 100_000 }, pricing, flex)).toBe("1.15");
    // What changes in the standard mode is not known to stay in this one.
    expect(reason({ input: 300_000, output: 1 }, pricing, flex)).toContain("output");
    const higher = { ...pricing, tiers: [...pricing.tiers, { aboveTokens: 500_000, input: 20 }] };
    expect(reason({ input: 500_001 }, higher, flex)).toContain("above 500000 tokens");
    expect(usd({ input: 300_000 }, { flex: pricing.flex }, flex)).toBe("1.5");
  });

  it("nobody knows a batch's price above a tier, nor that of a tier nobody has heard of", () => {
    const pricing = { input: 1, batch: { input: 0.5 }, tiers: [{ aboveTokens: 10, input: 2 }] };
    expect(usd({ input: 10 }, pricing, { mode: "batch" })).toBe("0.000005");
    expect(reason({ input: 11 }, pricing, { mode: "batch" })).toContain("above 10 tokens");
    expect(reason({ input: 1, serviceTier: "scale" }, pricing)).toContain("service tier scale");
  });

  it.each(["standard", "default", "auto", "on_demand", "ON_DEMAND", ""])(
    "service tier %j has the standard price",
    (tier) => {
      expect(usd({ input: 1_000_000, serviceTier: tier }, { input: 2 })).toBe("2");
    },
  );

  it("takes the highest tier that is exceeded, wherever it stands, and what it leaves out keeps its price", () => {
    const pricing = {
      input: 1,
      output: 5,
      tiers: [
        { aboveTokens: 200, input: 4 },
        { aboveTokens: 100, input: 2, output: 9 },
      ],
    };
    expect(usd({ input: 1_000_000, output: 1_000_000 }, pricing)).toBe("9");
    expect(usd({ input: 150, output: 1_000_000 }, pricing)).toBe("9.0003");
  });

  it("knows the price of the day and of the hour", () => {
    const pricing = { input: 1, from: "2026-06-01", dated: [{ input: 9, from: "2025-01-01" }] };
    expect(usd({ input: 1_000_000 }, pricing)).toBe("1");
    expect(usd({ input: 1_000_000 }, pricing, { at: new Date("2026-05-31T23:59:59Z") })).toBe("9");
    expect(usd({ input: 1_000_000 }, pricing, { at: new Date("2024-01-01T00:00:00Z") })).toBeNull();
    const night = { input: 2, windows: [{ fromUtc: "16:30", untilUtc: "00:30", input: 0.5 }] };
    expect(usd({ input: 1_000_000 }, night, { at: new Date("2026-09-01T16:30:00Z") })).toBe("0.5");
    expect(usd({ input: 1_000_000 }, night, { at: new Date("2026-09-01T00:30:00Z") })).toBe("2");
  });

  it("adds what is priced one by one", () => {
    const pricing = { input: 1, request: 0.005, webSearch: 0.01, image: 0.04, page: 0.001, audioHour: 0.36 };
    expect(usd({ input: 1_000_000, webSearches: 3 }, pricing)).toBe("1.035");
    expect(usd({}, pricing, { counted: { images: 2, pages: 10 } })).toBe("0.095");
    expect(usd({}, { audioHour: 0.36 }, { counted: { audioSeconds: 12.5 } })).toBe("0.00125");
    expect(costOf(undefined, { image: 0.04 }, { at, counted: { images: 1 } }).usd).toBe("0.04");
  });

  it("needs no price for an image that was sold by its tokens", () => {
    expect(
      usd(
        { input: 1_000_000, imageOutput: 1_000_000 },
        { input: 5, output: 10, imageOutput: 40 },
        { counted: { images: 1 } },
      ),
    ).toBe("45");
    expect(reason({}, { input: 5 }, { counted: { images: 1 } })).toContain("image");
  });

  it("prices what another model used in the same call as that model's", () => {
    const usage = {
      ...usageOf({ input: 1_000_000 }),
      otherModels: [{ model: "advisor", usage: usageOf({ output: 1_000_000 }) }],
    };
    const pricingOf = (model: string): Pricing | undefined => (model === "advisor" ? { output: 25 } : undefined);
    expect(costOf(usage, sonnet, { at, pricingOf })).toMatchObject({ usd: "28", basis: "computed" });
    expect(costOf(usage, sonnet, { at })).toMatchObject({ usd: null, reason: expect.stringContaining("advisor") });
  });

  it("is exact where floats are not", () => {
    expect(usd({ input: 1, output: 1 }, { input: 0.1, output: 0.2 })).toBe("0.0000003");
    expect(usd({ input: 999_999_999_999 }, { input: 0.000_001 })).toBe("0.999999999999");
    expect(usd({ input: 1 }, { input: 1e-7 })).toBe("0");
    expect(usd({ input: 5 }, { input: 1e-7 })).toBe("0.000000000001");
  });

  it("never throws over prices or counts that are none", () => {
    for (const input of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(usd({ input: 1 }, { input })).toBeNull();
    expect(costOf({ ...usageOf({}), input: 0.5 }, sonnet, { at }).usd).toBeNull();
  });
});

describe("addCosts", () => {
  it("adds a million of them exactly", () => {
    const one = cost({ input: 1, output: 1 }, { input: 0.1, output: 0.2 });
    const sum = addCosts(Array.from({ length: 1_000_000 }, () => one));
    expect(sum).toMatchObject({ usd: "0.3", basis: "computed", parts: [{ count: 1_000_000 }, { count: 1_000_000 }] });
  });

  it("does not know a sum of which it does not know a part", () => {
    expect(addCosts([cost({ input: 1 }, sonnet), cost({ input: 1 }, undefined)])).toMatchObject({ usd: null });
  });

  it("is reported only where all of it is, and nothing costs nothing", () => {
    expect(addCosts([cost({ reportedCost: "1" }, sonnet), cost({ input: 1_000_000 }, sonnet)])).toMatchObject({
      usd: "4",
      basis: "computed",
    });
    expect(addCosts([cost({ reportedCost: "1" }, sonnet), cost({ reportedCost: "0.5" }, sonnet)])).toMatchObject({
      usd: "1.5",
      basis: "reported",
    });
    expect(addCosts([])).toMatchObject({ usd: "0", parts: [] });
  });
});
