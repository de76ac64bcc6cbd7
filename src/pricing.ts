import { amount, type Check, count, fields, listOf, orNull, recordOf, text } from "./util/shape.ts";

/** Prices of token classes, in USD per million tokens. */
export const TOKEN_RATES = [
  "input",
  "output",
  "cacheRead",
  "cacheWrite",
  "cacheWrite1h",
  "reasoning",
  "audioInput",
  "audioOutput",
  "audioCacheRead",
  "imageInput",
  "imageOutput",
  "imageCacheRead",
  "videoInput",
  "videoOutput",
] as const;

/** Prices of counted things, in USD for each one. */
export const UNIT_RATES = ["request", "image", "webSearch", "page", "audioHour"] as const;

type Price = number | null | undefined;

/** Prices by class: USD per million tokens, or USD each. Absent is unknown, never free; `null` does not apply to the model. */
export interface Rates extends Partial<Record<(typeof TOKEN_RATES)[number] | (typeof UNIT_RATES)[number], Price>> {
  /** Prices of anything else, under the name and in the unit their origin uses. */
  other?: Record<string, number> | undefined;
  [unknown: string]: unknown;
}

/** The prices of one way of being served, which has tiers of its own. */
export interface ModeRates extends Rates {
  /** Prices of a whole request whose total input exceeds `aboveTokens`, as in `PricePeriod`. */
  tiers?: (Rates & { aboveTokens: number })[] | undefined;
}

/** The prices of one stretch of time. */
export interface PricePeriod extends Rates {
  /** Prices in a batch or asynchronous mode. */
  batch?: ModeRates | undefined;
  /** Prices of calls that may wait (OpenAI's service tier `flex`). */
  flex?: ModeRates | undefined;
  /** Prices of calls that go first (service tier `priority`). */
  priority?: ModeRates | undefined;
  /**
   * Prices of a whole request whose total input exceeds `aboveTokens` (a cliff: every token of it pays them).
   * The highest tier that is exceeded holds; what it leaves out keeps its price.
   */
  tiers?: (Rates & { aboveTokens: number })[] | undefined;
  /** Prices between two times of day (HH:MM, UTC); a window may span midnight; what it leaves out keeps its price. */
  windows?: (Rates & { fromUtc: string; untilUtc: string })[] | undefined;
  /** The first day on which these prices hold (YYYY-MM-DD); absent: since ever, as far as is known. */
  from?: string | undefined;
}

/** What a model costs: USD per million tokens, or USD each; absent means unknown, `null` means not applicable. */
export interface Pricing extends PricePeriod {
  /** The prices of other periods, past and announced. */
  dated?: PricePeriod[] | undefined;
}

const clock = text({ form: (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value), what: "a time of day as HH:MM (UTC)" });
const day = text({ form: (value) => /^\d{4}-\d{2}-\d{2}/.test(value), what: "a date as YYYY-MM-DD" });
const rates: Record<string, Check> = {
  ...Object.fromEntries([...TOKEN_RATES, ...UNIT_RATES].map((name) => [name, orNull(amount)])),
  other: recordOf(amount),
};
const tiered: Record<string, Check> = {
  ...rates,
  tiers: listOf(fields({ ...rates, aboveTokens: count }, ["aboveTokens"])),
};
const period: Record<string, Check> = {
  ...tiered,
  batch: fields(tiered),
  flex: fields(tiered),
  priority: fields(tiered),
  windows: listOf(fields({ ...rates, fromUtc: clock, untilUtc: clock }, ["fromUtc", "untilUtc"])),
  from: day,
};

/** Reports what is wrong with prices. */
export const checkPricing: Check = fields({ ...period, dated: listOf(fields(period)) });

/** The prices that hold at a time: of the period that began last, and of the time of day; empty before the first period. */
export function pricingAt(pricing: Pricing, at: Date): Pricing {
  if (pricing.from === undefined && pricing.dated === undefined && pricing.windows === undefined) return pricing;
  const { windows = [], ...prices } = periodAt(pricing, at.toISOString().slice(0, 10));
  const open = windows.find((window) => isWithin(window, at.toISOString().slice(11, 16)));
  if (open === undefined) return prices;
  const { fromUtc, untilUtc, ...windowPrices } = open;
  return { ...prices, ...windowPrices };
}

function periodAt({ dated = [], ...current }: Pricing, today: string): Pricing {
  const begun = [current, ...dated].filter((candidate) => firstDay(candidate) <= today);
  return begun.reduce<Pricing>(
    (chosen, candidate) => (firstDay(candidate) > firstDay(chosen) ? candidate : chosen),
    begun[0] ?? {},
  );
}

function firstDay(candidate: { from?: string | undefined }): string {
  return candidate.from?.slice(0, 10) ?? "";
}

function isWithin({ fromUtc, untilUtc }: { fromUtc: string; untilUtc: string }, time: string): boolean {
  return fromUtc <= untilUtc ? fromUtc <= time && time < untilUtc : fromUtc <= time || time < untilUtc;
}

/** USD per million tokens from USD per token as decimal text; exact, `undefined` for what is no price (OpenRouter's `-1`). */
export function perMillionFromText(perToken: string): number | undefined {
  return shiftDecimal(perToken, 6);
}

/** USD per million tokens from USD per token as a number (LiteLLM's unit), by its shortest decimal text. */
export function perMillionFromNumber(perToken: number): number | undefined {
  return shiftDecimal(String(perToken), 6);
}

/** USD per million tokens from USD per thousand tokens, by its shortest decimal text. */
export function perMillionFromThousand(perThousand: number): number | undefined {
  return shiftDecimal(String(perThousand), 3);
}

/** USD each from decimal text; `undefined` for what is no price. */
export function priceFromText(price: string): number | undefined {
  return shiftDecimal(price, 0);
}

/** USD each from USD per thousand (genai-prices' `kcount` and `kpages`), by its shortest decimal text. */
export function eachFromThousand(perThousand: number): number | undefined {
  return shiftDecimal(String(perThousand), -3);
}

// Shifting the exponent in the text keeps the decimal digits; multiplying the parsed number would round a second time.
function shiftDecimal(text: string, places: number): number | undefined {
  const match = /^\+?(\d+(?:\.\d+)?)(?:e([+-]?\d{1,3}))?$/i.exec(text.trim());
  if (match === null) return undefined;
  const value = Number(`${match[1]}e${Number(match[2] ?? 0) + places}`);
  return Number.isFinite(value) ? value : undefined;
}
