import { type Pricing, perMillionFromNumber } from "../../pricing.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

/** Their names of prices per token, and ours; where two are the same price, the one that counts comes first. */
const TOKEN_PRICES = new Map<string, keyof Pricing & string>([
  ["input_cost_per_token", "input"],
  ["output_cost_per_token", "output"],
  ["cache_read_input_token_cost", "cacheRead"],
  ["input_cost_per_token_cache_hit", "cacheRead"],
  ["cache_creation_input_token_cost", "cacheWrite"],
  ["cache_creation_input_token_cost_above_1hr", "cacheWrite1h"],
  ["output_cost_per_reasoning_token", "reasoning"],
  ["input_cost_per_audio_token", "audioInput"],
  ["output_cost_per_audio_token", "audioOutput"],
  ["cache_read_input_audio_token_cost", "audioCacheRead"],
  ["input_cost_per_image_token", "imageInput"],
  ["output_cost_per_image_token", "imageOutput"],
  ["output_cost_per_video_token", "videoOutput"],
]);

/** Their names of prices each, and ours. */
const UNIT_PRICES = new Map<string, keyof Pricing & string>([
  ["input_cost_per_request", "request"],
  ["ocr_cost_per_page", "page"],
]);

/** What stands after a name for a way of being served, and ours; the standard one has no word. */
const MODES = new Map<string, "batch" | "flex" | "priority">([
  ["_batches", "batch"],
  ["_flex", "flex"],
  ["_priority", "priority"],
]);

/** Kinds of model whose output is not sold, which LiteLLM writes as a price of 0. */
const WITHOUT_OUTPUT = new Set(["embedding", "rerank", "moderation"]);

/**
 * LiteLLM's prices (USD per token, or each) in ours; prices of other kinds keep its name and unit under `other`. It
 * writes 0 for what it does not know, so a zero is no price.
 * @see https://docs.litellm.ai/docs/provider_registration/add_model_pricing
 */
export function translateLiteLLMPricing(row: UnknownRecord): Pricing {
  const standard = emptySheet();
  const modes = new Map<string, Sheet>([...MODES.values()].map((mode) => [mode, emptySheet()]));
  const other: UnknownRecord = {};
  for (const [name, value] of Object.entries({ ...row, ...searchPrices(row) })) {
    if (!isPrice(value) || !name.includes("cost")) continue;
    const target = targetOf(name);
    const perMillion = perMillionFromNumber(value);
    if (target === undefined || perMillion === undefined) other[name] = value;
    else if (target.unit === "each") standard.rates[target.ours] = value;
    else {
      const { rates, tiers } = (target.mode !== undefined && modes.get(target.mode)) || standard;
      (target.aboveTokens === undefined ? rates : tierAt(tiers, target.aboveTokens))[target.ours] ??= perMillion;
    }
  }
  addRanges(row, standard);
  const webSearch = other.search_context_cost;
  delete other.search_context_cost;
  const served = [...modes].map(([mode, sheet]) => [mode, writtenDown(sheet)] as const);
  return {
    ...standard.rates,
    ...(WITHOUT_OUTPUT.has(String(row.mode)) && row.output_cost_per_token === 0 && { output: null }),
    ...(webSearch !== undefined && { webSearch }),
    ...Object.fromEntries(served.filter(([, sheet]) => Object.keys(sheet).length > 0)),
    ...tiersOf(standard),
    ...(Object.keys(other).length > 0 && { other }),
  } as Pricing;
}

/** The prices of one way of being served, while they are gathered. */
interface Sheet {
  readonly rates: UnknownRecord;
  readonly tiers: Map<number, UnknownRecord>;
}

function emptySheet(): Sheet {
  return { rates: {}, tiers: new Map() };
}

function writtenDown(sheet: Sheet): UnknownRecord {
  return { ...sheet.rates, ...tiersOf(sheet) };
}

function tiersOf({ tiers }: Sheet): UnknownRecord {
  const sorted = [...tiers].sort(([a], [b]) => a - b).map(([aboveTokens, rates]) => ({ ...rates, aboveTokens }));
  return sorted.length === 0 ? {} : { tiers: sorted };
}

type Target = { ours: string; unit: "each" } | { ours: string; unit: "token"; mode?: string; aboveTokens?: number };

/** Which of our prices a name means: itself, or with `_above_200k_tokens`, `_flex` or both after it. */
function targetOf(name: string): Target | undefined {
  const each = UNIT_PRICES.get(name);
  if (each !== undefined) return { ours: each, unit: "each" };
  const [, stem = name, thousands, suffix] =
    /^(.*?)(?:_above_(\d+)k_tokens)?(_batches|_flex|_priority)?$/.exec(name) ?? [];
  const ours = TOKEN_PRICES.get(stem);
  if (ours === undefined) return undefined;
  const mode = suffix === undefined ? undefined : MODES.get(suffix);
  return {
    ours,
    unit: "token",
    ...(mode !== undefined && { mode }),
    ...(thousands !== undefined && { aboveTokens: Number(thousands) * 1_000 }),
  };
}

/** `tiered_pricing`: prices by ranges of the input's length, of which the first is the base. */
function addRanges({ tiered_pricing: ranges }: UnknownRecord, standard: Sheet) {
  for (const entry of Array.isArray(ranges) ? ranges : []) {
    const range = own(entry, "range");
    const from = Array.isArray(range) ? range[0] : undefined;
    if (!isRecord(entry) || !Number.isSafeInteger(from) || from < 0) continue;
    const rates = from === 0 ? standard.rates : tierAt(standard.tiers, from);
    for (const [name, value] of Object.entries(entry)) {
      const ours = TOKEN_PRICES.get(name);
      if (ours !== undefined && isPrice(value)) rates[ours] ??= perMillionFromNumber(value);
    }
  }
}

/** What one web search costs: a single price where it is the same for every size of context, else one for each. */
function searchPrices({ search_context_cost_per_query: said }: UnknownRecord): UnknownRecord {
  if (!isRecord(said)) return {};
  const prices = Object.entries(said).filter(([, value]) => isPrice(value));
  if (new Set(prices.map(([, value]) => value)).size === 1) return { search_context_cost: prices[0]?.[1] };
  return Object.fromEntries(prices.map(([size, value]) => [`${size.replace("_size", "_cost")}`, value]));
}

function tierAt(tiers: Map<number, UnknownRecord>, aboveTokens: number): UnknownRecord {
  const known = tiers.get(aboveTokens) ?? {};
  tiers.set(aboveTokens, known);
  return known;
}

function isPrice(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
