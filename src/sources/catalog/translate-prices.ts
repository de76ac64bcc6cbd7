import type { ConditionalPrice, ModelInfo, ModelPrice, TieredPrices } from "@pydantic/genai-prices";
import { eachFromThousand, type Pricing } from "../../pricing.ts";

const PER_MILLION = new Map([
  ["input_mtok", "input"],
  ["output_mtok", "output"],
  ["cache_read_mtok", "cacheRead"],
  ["cache_write_mtok", "cacheWrite"],
  ["cache_write_1h_mtok", "cacheWrite1h"],
  ["output_reasoning_mtok", "reasoning"],
  ["input_audio_mtok", "audioInput"],
  ["output_audio_mtok", "audioOutput"],
  ["cache_audio_read_mtok", "audioCacheRead"],
  ["input_image_mtok", "imageInput"],
  ["output_image_mtok", "imageOutput"],
  ["cache_image_read_mtok", "imageCacheRead"],
  ["input_video_mtok", "videoInput"],
  ["output_video_mtok", "videoOutput"],
  ["audio_hours", "audioHour"],
  ["input_audio_hours", "audioHour"],
]);

const PER_THOUSAND = new Map([
  ["requests_kcount", "request"],
  ["web_searches_kcount", "webSearch"],
  ["input_document_kpages", "page"],
]);

/**
 * Our form of the prices genai-prices holds for a model; what holds `today` (YYYY-MM-DD) stands at the top.
 * @see https://github.com/pydantic/genai-prices: the last entry whose constraint is met holds, alone
 * @throws {Error} for a form that has no place in ours, rather than lose a price.
 */
export function translatePrices(prices: ModelInfo["prices"], today: string): Pricing {
  const periods = toPeriods(Array.isArray(prices) ? prices : [{ prices }]);
  const begun = periods.filter(({ from = "" }) => from <= today);
  const current = begun.at(-1) ?? periods[0] ?? {};
  const dated = periods.filter((period) => period !== current);
  return dated.length === 0 ? current : { ...current, dated };
}

function toPeriods(entries: readonly ConditionalPrice[]): Pricing[] {
  let periods: Pricing[] = [];
  for (const { constraint, prices } of entries) {
    if (constraint === undefined) periods = [toRates(prices)];
    else if ("start_date" in constraint) periods.push({ from: constraint.start_date, ...toRates(prices) });
    else {
      const window = {
        fromUtc: toClock(constraint.start_time),
        untilUtc: toClock(constraint.end_time),
        ...toRates(prices),
      };
      if ("tiers" in window) throw new Error("a price by time of day and by context size at once");
      periods = periods.map((period) => ({ ...period, windows: [...(period.windows ?? []), window] }));
    }
  }
  return periods;
}

function toRates(prices: ModelPrice): Pricing {
  const rates = new Map<string, number>();
  const other = new Map<string, number>();
  const tiered = new Map<string, TieredPrices>();
  for (const [unit, price] of Object.entries(prices)) {
    if (price === undefined) continue;
    const name = PER_MILLION.get(unit) ?? PER_THOUSAND.get(unit);
    if (name === undefined) {
      if (typeof price !== "number") throw new Error(`${unit} priced by context size`);
      other.set(unit, price);
      continue;
    }
    const base = convert(unit, typeof price === "number" ? price : price.base);
    if (rates.has(name) && rates.get(name) !== base) throw new Error(`two prices for ${name}`);
    rates.set(name, base);
    if (typeof price !== "number") {
      if (PER_THOUSAND.has(unit)) throw new Error(`${unit} priced by context size`);
      tiered.set(name, price);
    }
  }
  return {
    ...Object.fromEntries(rates),
    ...(other.size === 0 ? {} : { other: Object.fromEntries(other) }),
    ...(tiered.size === 0 ? {} : { tiers: toTiers(tiered) }),
  };
}

function convert(unit: string, price: number): number {
  const converted = PER_THOUSAND.has(unit) ? eachFromThousand(price) : price;
  if (converted === undefined) throw new Error(`${unit}: ${price} is no price`);
  return converted;
}

function toTiers(tiered: ReadonlyMap<string, TieredPrices>): NonNullable<Pricing["tiers"]> {
  const starts = new Set([...tiered.values()].flatMap(({ tiers }) => tiers.map(({ start }) => start)));
  return [...starts]
    .sort((a, b) => a - b)
    .map((aboveTokens) => {
      const rates = [...tiered].map(([name, price]) => [name, priceAbove(price, aboveTokens)] as const);
      return { aboveTokens, ...Object.fromEntries(rates) };
    });
}

function priceAbove({ base, tiers }: TieredPrices, tokens: number): number {
  return tiers.reduce((price, tier) => (tier.start <= tokens ? tier.price : price), base);
}

function toClock(time: string): string {
  const match = /^(\d\d:\d\d):00Z$/.exec(time);
  if (match?.[1] === undefined) throw new Error(`time of day ${time} is not in whole minutes UTC`);
  return match[1];
}
