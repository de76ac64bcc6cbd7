import type { Model } from "../model.ts";
import { type Pricing, pricingAt } from "../pricing.ts";

/** A stretch of numbers, from `from` up to where the next begins. */
interface Band {
  name: string;
  from: number;
}

/** What nobody said. */
const UNKNOWN = "unknown";
const FREE = "free";

/** By the input price in USD per million tokens. */
export const PRICE_BANDS: readonly Band[] = [
  { name: "budget", from: 0 },
  { name: "standard", from: 1 },
  { name: "premium", from: 5 },
];

/** By the context window in tokens. */
export const CONTEXT_BANDS: readonly Band[] = [
  { name: "under-8k", from: 0 },
  { name: "8k", from: 8_000 },
  { name: "32k", from: 32_000 },
  { name: "128k", from: 128_000 },
  { name: "200k", from: 200_000 },
  { name: "1M", from: 1_000_000 },
];

export const PRICE_KEYS = [FREE, ...PRICE_BANDS.map(({ name }) => name), UNKNOWN];
export const CONTEXT_KEYS = [...CONTEXT_BANDS.map(({ name }) => name), UNKNOWN];

/**
 * The price band of a model on a day: `free` only where it is known to cost nothing at all, `unknown` where the input
 * price is, none where it has no input price.
 */
export function priceBand({ pricing }: Model, today: Date): string | undefined {
  const prices = pricingAt(withoutWindows(pricing), today);
  if (prices.input === 0 && Object.values(prices).every((price) => typeof price !== "number" || price === 0)) {
    return FREE;
  }
  return bandOf(prices.input, PRICE_BANDS);
}

/** The band of a model's context window; `unknown` where that is, none where it does not apply. */
export function contextBand({ contextWindow }: Model): string | undefined {
  return bandOf(contextWindow, CONTEXT_BANDS);
}

/** The prices of whole days: a view that changed by the hour would be stale by the minute. */
function withoutWindows({ windows: _timesOfDay, dated, ...period }: Pricing): Pricing {
  return dated === undefined ? period : { ...period, dated: dated.map(withoutWindows) };
}

function bandOf(value: number | null | undefined, bands: readonly Band[]): string | undefined {
  if (value === undefined) return UNKNOWN;
  if (value === null) return undefined;
  return bands.findLast(({ from }) => value >= from)?.name;
}
