import type { ConditionalPrice, ModelPrice } from "@pydantic/genai-prices";
import { waitForUpdate } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { pricingAt } from "../../../src/pricing.ts";
import { translatePrices } from "../../../src/sources/catalog/translate-prices.ts";

const TODAY = "2026-11-21";

describe("translatePrices", () => {
  it("keeps prices per million and divides prices per thousand exactly", () => {
    const prices = { input_mtok: 0.1, output_mtok: 0.7, requests_kcount: 0.3, web_searches_kcount: 14 };
    expect(translatePrices(prices, TODAY)).toEqual({ input: 0.1, output: 0.7, request: 0.0003, webSearch: 0.014 });
  });

  it("keeps the price of a class it has no place for under its own name", () => {
    expect(translatePrices({ storage_searches_kcount: 2.5 }, TODAY)).toEqual({
      other: { storage_searches_kcount: 2.5 },
    });
  });

  it("reads a base price and the prices above a number of tokens as one tier for each bound", () => {
    const prices = {
      input_mtok: { base: 1, tiers: [{ start: 100, price: 2 }] },
      output_mtok: { base: 5, tiers: [{ start: 200, price: 9 }] },
      web_searches_kcount: 10,
    };
    expect(translatePrices(prices, TODAY)).toEqual({
      input: 1,
      output: 5,
      webSearch: 0.01,
      tiers: [
        { aboveTokens: 100, input: 2, output: 5 },
        { aboveTokens: 200, input: 2, output: 9 },
      ],
    });
  });

  it("puts what holds today at the top, and the periods before and after under `dated`", () => {
    const prices = [
      { prices: { input_mtok: 10 } },
      { constraint: { type: "start_date" as const, start_date: "2025-06-10" }, prices: { input_mtok: 2 } },
      { constraint: { type: "start_date" as const, start_date: "2027-01-01" }, prices: { input_mtok: 3 } },
    ];
    expect(translatePrices(prices, "2025-06-09")).toMatchObject({ input: 10, dated: [{ input: 2 }, { input: 3 }] });
    expect(translatePrices(prices, "2025-06-10")).toEqual({
      input: 2,
      from: "2025-06-10",
      dated: [{ input: 10 }, { input: 3, from: "2027-01-01" }],
    });
    expect(translatePrices(prices, "2027-01-01")).toMatchObject({ input: 3, from: "2027-01-01" });
  });

  it("reads prices by time of day as windows of the periods they stand after", () => {
    const window = { type: "time_of_date" as const, start_time: "16:30:00Z", end_time: "00:30:00Z" };
    const prices = [{ prices: { input_mtok: 2 } }, { constraint: window, prices: { input_mtok: 1 } }];
    expect(translatePrices(prices, TODAY)).toEqual({
      input: 2,
      windows: [{ fromUtc: "16:30", untilUtc: "00:30", input: 1 }],
    });
  });

  it("takes two names of one class for one where they agree, and refuses them where they do not", () => {
    expect(translatePrices({ audio_hours: 0.36, input_audio_hours: 0.36 }, TODAY)).toEqual({ audioHour: 0.36 });
    expect(() => translatePrices({ audio_hours: 0.36, input_audio_hours: 0.5 }, TODAY)).toThrow(
      "two prices for audioHour",
    );
  });

  it.each([
    [
      "an unknown class priced by context size",
      { magic_mtok: { base: 1, tiers: [] } },
      "magic_mtok priced by context size",
    ],
    [
      "a counted class priced by context size",
      { requests_kcount: { base: 1, tiers: [] } },
      "requests_kcount priced by",
    ],
    ["a negative price of a counted thing", { requests_kcount: -1 }, "requests_kcount: -1 is no price"],
  ])("refuses %s rather than lose it", (_what, prices, message) => {
    expect(() => translatePrices(prices, TODAY)).toThrow(message);
  });

  it("keeps classes named like properties of every object, and changes no other object", () => {
    const prices = JSON.parse('{"input_mtok": 1, "__proto__": 5, "constructor": 7}') as ModelPrice;
    const pricing = translatePrices(prices, TODAY);
    expect(Object.entries(pricing.other ?? {})).toEqual([
      ["__proto__", 5],
      ["constructor", 7],
    ]);
    expect(({} as Record<string, unknown>).input_mtok).toBeUndefined();
  });
});

describe("the prices of every model of genai-prices", async () => {
  const providers = (await waitForUpdate()) ?? [];
  const cases = providers.flatMap(({ id, models }) => models.map((model) => ({ label: `${id}/${model.id}`, model })));
  const times = [
    "2024-01-01T12:00Z",
    "2026-03-13T00:00Z",
    "2026-08-16T23:59Z",
    "2026-08-17T02:00Z",
    "2026-11-21T07:00Z",
  ];

  it.each(times)("are the same in every class and tier as they hold there at %s", (time) => {
    const at = new Date(time);
    for (const { label, model } of cases) {
      const expected = activePrices(model.prices, at);
      const actual = pricingAt(translatePrices(model.prices, TODAY), at);
      for (const [unit, price] of Object.entries(expected)) {
        if (price === undefined) continue;
        const bounds = typeof price === "number" ? [] : price.tiers.map(({ start }) => start);
        for (const tokens of [0, ...bounds, ...bounds.map((bound) => bound + 1)]) {
          expect(ours(actual, unit, tokens), `${label} ${unit} at ${tokens} tokens`).toBeCloseTo(
            theirs(price, unit, tokens),
            15,
          );
        }
      }
    }
  });
});

// genai-prices, engine.ts: of all entries whose constraint is met the last one holds.
function activePrices(prices: ModelPrice | ConditionalPrice[], at: Date): ModelPrice {
  if (!Array.isArray(prices)) return prices;
  const clock = `${at.toISOString().slice(11, 19)}Z`;
  const active = prices.filter(({ constraint }) => {
    if (constraint === undefined) return true;
    if ("start_date" in constraint) return constraint.start_date <= at.toISOString().slice(0, 10);
    return constraint.start_time <= clock && clock < constraint.end_time;
  });
  return active.at(-1)?.prices ?? {};
}

function theirs(price: NonNullable<ModelPrice[string]>, unit: string, tokens: number): number {
  const each =
    typeof price === "number" ? price : (price.tiers.findLast(({ start }) => tokens > start)?.price ?? price.base);
  return /^(requests_kcount|web_searches_kcount|input_document_kpages)$/.test(unit) ? each / 1000 : each;
}

const NAMES: Record<string, string> = {
  input_mtok: "input",
  output_mtok: "output",
  cache_read_mtok: "cacheRead",
  cache_write_mtok: "cacheWrite",
  cache_write_1h_mtok: "cacheWrite1h",
  output_reasoning_mtok: "reasoning",
  input_audio_mtok: "audioInput",
  output_audio_mtok: "audioOutput",
  cache_audio_read_mtok: "audioCacheRead",
  input_image_mtok: "imageInput",
  output_image_mtok: "imageOutput",
  cache_image_read_mtok: "imageCacheRead",
  input_video_mtok: "videoInput",
  output_video_mtok: "videoOutput",
  audio_hours: "audioHour",
  input_audio_hours: "audioHour",
  requests_kcount: "request",
  web_searches_kcount: "webSearch",
  input_document_kpages: "page",
};

function ours(pricing: ReturnType<typeof pricingAt>, unit: string, tokens: number): number {
  const name = NAMES[unit];
  if (name === undefined) return pricing.other?.[unit] ?? Number.NaN;
  const tier = pricing.tiers?.findLast(({ aboveTokens }) => tokens > aboveTokens) ?? {};
  return Number({ ...pricing, ...tier }[name]);
}
