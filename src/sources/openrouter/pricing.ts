import { type Pricing, perMillionFromText, priceFromText } from "../../pricing.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";

/** Their names of prices per token, and ours. */
const TOKEN_PRICES = new Map<string, keyof Pricing & string>([
  ["prompt", "input"],
  ["completion", "output"],
  ["input_cache_read", "cacheRead"],
  ["input_cache_write", "cacheWrite"],
  ["input_cache_write_1h", "cacheWrite1h"],
  ["internal_reasoning", "reasoning"],
  ["audio", "audioInput"],
  ["audio_output", "audioOutput"],
  ["input_audio_cache", "audioCacheRead"],
  ["image_token", "imageInput"],
]);

/** Their names of prices for each one of something, and ours. */
const UNIT_PRICES = new Map<string, keyof Pricing & string>([
  ["request", "request"],
  ["web_search", "webSearch"],
]);

// No image has ever been this cheap, and no token this dear.
const DEAREST_TOKEN = 0.001;

const CONDITIONS = new Set(["min_prompt_tokens", "utc_start", "utc_end"]);

type Rates = Record<string, number | Record<string, number>>;

/** Prices as OpenRouter states them, and the overrides whose conditions cannot be expressed by tiers and windows. */
export interface TranslatedPricing {
  pricing: Pricing;
  otherOverrides: unknown[];
}

/**
 * OpenRouter's prices (decimal text, USD per token or each) in ours; `-1` and what is no price are unknown.
 * @see https://openrouter.ai/openapi.json, schemas PublicPricing and PricingOverride
 */
export function translatePricing(said: UnknownRecord): TranslatedPricing {
  const { overrides, discount: _kept, ...stated } = said;
  const base = translateRates(stated);
  const tiers: { aboveTokens: number; rates: Rates }[] = [];
  const windows: { fromUtc: string; untilUtc: string; rates: Rates }[] = [];
  const otherOverrides: unknown[] = [];
  for (const override of Array.isArray(overrides) ? overrides : []) {
    const condition = isRecord(override) ? readCondition(override) : undefined;
    if (condition === undefined) {
      otherOverrides.push(override);
      continue;
    }
    const { min_prompt_tokens: _tokens, utc_start: _start, utc_end: _end, ...changed } = override;
    const rates = translateRates({ ...stated, ...changed }, changed);
    if ("aboveTokens" in condition) tiers.push({ ...condition, rates });
    else windows.push({ ...condition, rates });
  }
  const pricing = {
    ...base,
    ...(tiers.length === 0 ? {} : { tiers: cumulativeTiers(base, tiers) }),
    ...(windows.length === 0 ? {} : { windows: windows.map(({ rates, ...when }) => ({ ...base, ...rates, ...when })) }),
  };
  return { pricing: pricing as Pricing, otherOverrides };
}

/** Translates `stated`, or only the prices in `wanted` where the others are needed just to understand them. */
function translateRates(stated: UnknownRecord, wanted: UnknownRecord = stated): Rates {
  const rates: Rates = {};
  const other: Record<string, number> = {};
  for (const name of Object.keys(wanted)) {
    const text = stated[name];
    if (typeof text !== "string") continue;
    const [ours, unit] = nameOf(name, text, stated);
    const price = unit === "token" ? perMillionFromText(text) : priceFromText(text);
    if (price === undefined) continue;
    if (ours === undefined) other[name] = price;
    else rates[ours] = price;
  }
  return Object.keys(other).length === 0 ? rates : { ...rates, other };
}

function nameOf(name: string, text: string, stated: UnknownRecord): [string | undefined, "token" | "each"] {
  const token = TOKEN_PRICES.get(name);
  if (token !== undefined) return [token, "token"];
  // Documented as "per input image", but where it is the price of a prompt token (in every row seen), it is one.
  if (name === "image") return text === stated.prompt ? ["imageInput", "token"] : ["image", "each"];
  // Documented as "per output image", but the prices seen are those that Google and OpenAI ask for a token of one.
  if (name === "image_output") return Number(text) <= DEAREST_TOKEN ? ["imageOutput", "token"] : [undefined, "each"];
  return [UNIT_PRICES.get(name), "each"];
}

type Condition = { aboveTokens: number } | { fromUtc: string; untilUtc: string };

function readCondition(override: UnknownRecord): Condition | undefined {
  const priced = (name: string) => typeof override[name] === "string" && priceFromText(override[name]) !== undefined;
  if (Object.keys(override).some((name) => !CONDITIONS.has(name) && !priced(name))) return undefined;
  const { min_prompt_tokens: tokens, utc_start: start, utc_end: end } = override;
  const timed = start !== undefined || end !== undefined;
  // "Strictly greater than this threshold", which is what `aboveTokens` means.
  if (!timed && Number.isSafeInteger(tokens) && Number(tokens) >= 0) return { aboveTokens: Number(tokens) };
  const fromUtc = clockText(start);
  const untilUtc = clockText(end);
  return tokens === undefined && fromUtc !== undefined && untilUtc !== undefined ? { fromUtc, untilUtc } : undefined;
}

/** HH:MM from a clock number as in 1030; 2400 is midnight. */
function clockText(clock: unknown): string | undefined {
  if (typeof clock !== "number" || !Number.isInteger(clock) || clock < 0 || clock > 2400 || clock % 100 > 59)
    return undefined;
  const hours = Math.floor(clock / 100) % 24;
  return `${String(hours).padStart(2, "0")}:${String(clock % 100).padStart(2, "0")}`;
}

/** Whole tiers in the order of their thresholds: a price an override leaves out is that of the overrides that also apply. */
function cumulativeTiers(base: Rates, overrides: readonly { aboveTokens: number; rates: Rates }[]) {
  const thresholds = [...new Set(overrides.map(({ aboveTokens }) => aboveTokens))].sort((a, b) => a - b);
  return thresholds.map((aboveTokens) => {
    const applying = overrides.filter((override) => override.aboveTokens <= aboveTokens);
    return { ...Object.assign({}, base, ...applying.map(({ rates }) => rates)), aboveTokens };
  });
}
