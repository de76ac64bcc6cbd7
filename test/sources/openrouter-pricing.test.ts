import { describe, expect, it } from "vitest";
import { translatePricing } from "../../src/sources/openrouter/pricing.ts";

const prices = (said: Record<string, unknown>) => translatePricing(said).pricing;

describe("translatePricing", () => {
  it("gives every class its name and unit", () => {
    expect(
      prices({
        prompt: "0.000002",
        completion: "0.000012",
        input_cache_read: "0.0000002",
        input_cache_write: "0.000000375",
        input_cache_write_1h: "0.000006",
        internal_reasoning: "0.000012",
        audio: "0.000032",
        audio_output: "0.000064",
        input_audio_cache: "0.0000004",
        image_output: "0.00003",
        image_token: "0.00001",
        request: "0.01",
        web_search: "0.014",
        hologram: "0.5",
      }),
    ).toEqual({
      input: 2,
      output: 12,
      cacheRead: 0.2,
      cacheWrite: 0.375,
      cacheWrite1h: 6,
      reasoning: 12,
      audioInput: 32,
      audioOutput: 64,
      audioCacheRead: 0.4,
      imageOutput: 30,
      imageInput: 10,
      request: 0.01,
      webSearch: 0.014,
      other: { hologram: 0.5 },
    });
  });

  it("takes the price of an image for that of a token where it equals the prompt's, else for that of an image", () => {
    expect(prices({ prompt: "0.000002", image: "0.000002" })).toEqual({ input: 2, imageInput: 2 });
    expect(prices({ prompt: "0.0000025", image: "0.003613" })).toEqual({ input: 2.5, image: 0.003613 });
    expect(prices({ image_output: "0.04" })).toEqual({ other: { image_output: 0.04 } });
  });

  it("knows that 0 is a price, and that -1 and what is no number are none", () => {
    expect(prices({ prompt: "0", completion: "0" })).toEqual({ input: 0, output: 0 });
    expect(prices({ prompt: "-1", completion: "-1" })).toEqual({});
    expect(prices({ prompt: "", completion: "free", image: null, request: 0.5, web_search: "NaN" })).toEqual({});
  });

  it("makes whole tiers of prices for long prompts, each over the ones below it", () => {
    const overrides = [
      { min_prompt_tokens: 256_000, prompt: "0.0000002", completion: "0.0000008" },
      { min_prompt_tokens: 32_000, prompt: "0.0000001", input_cache_read: "0.00000002" },
    ];
    expect(
      prices({ prompt: "0.00000003", completion: "0.00000013", input_cache_read: "0.000000006", overrides }),
    ).toEqual({
      input: 0.03,
      output: 0.13,
      cacheRead: 0.006,
      tiers: [
        { aboveTokens: 32_000, input: 0.1, output: 0.13, cacheRead: 0.02 },
        // Both apply above 256,000, and the later entry wins.
        { aboveTokens: 256_000, input: 0.1, output: 0.8, cacheRead: 0.02 },
      ],
    });
  });

  it("makes windows of prices for a time of day, also over midnight", () => {
    const overrides = [
      { utc_start: 1030, utc_end: 100, prompt: "0.000001" },
      { utc_start: 0, utc_end: 2400, completion: "0.000003" },
    ];
    expect(prices({ prompt: "0.000002", completion: "0.000004", overrides })).toMatchObject({
      windows: [
        { fromUtc: "10:30", untilUtc: "01:00", input: 1, output: 4 },
        { fromUtc: "00:00", untilUtc: "00:00", input: 2, output: 3 },
      ],
    });
  });

  it.each([
    ["on two conditions at once", { min_prompt_tokens: 1000, utc_start: 0, utc_end: 100, prompt: "0.1" }],
    ["on days of the week", { utc_days: ["monday"], utc_start: 0, utc_end: 100, prompt: "0.1" }],
    ["at a time that is none", { utc_start: 1075, utc_end: 1200, prompt: "0.1" }],
    ["from a time without end", { utc_start: 1000, prompt: "0.1" }],
    ["on no condition", { prompt: "0.1" }],
    ["with an unknown price", { min_prompt_tokens: 1000, prompt: "-1" }],
    ["that is no object", 7],
  ])("keeps an override %s as it is, instead of reading it wrongly", (_name, override) => {
    expect(translatePricing({ prompt: "0.000002", overrides: [override] })).toEqual({
      pricing: { input: 2 },
      otherOverrides: [override],
    });
  });
});
