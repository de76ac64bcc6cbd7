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

/** Kinds of model whose output is not sold, which LiteLLM writes as a price of 0. */
const WITHOUT_OUTPUT = new Set(["embedding", "rerank", "moderation"]);

/**
 * LiteLLM's prices (USD per token, or each) in ours; prices of other kinds keep its name and unit under `other`. It
 * writes 0 for what it does not know, so a zero is no price.
 * @see https://docs.litellm.ai/docs/provider_registration/add_model_pricing
 */
export function translateLiteLLMPricing(row: UnknownRecord): Pricing {
  const base: UnknownRecord = {};
  const batch: UnknownRecord = {};
  const tiers = new Map<number, UnknownRecord>();
  const other: UnknownRecord = {};
  for (const [name, value] of Object.entries({ ...row, ...searchPrices(row) })) {
    if (!isPrice(value) || !name.includes("cost")) continue;
    const target = targetOf(name);
    const perMillion = perMillionFromNumber(value);
    if (target === undefined || perMillion === undefined) other[name] = value;
    else if (target.unit === "each") base[target.ours] = value;
    else if (target.batch) batch[target.ours] ??= perMillion;
    else if (target.aboveTokens === undefined) base[target.ours] ??= perMillion;
    else tierAt(tiers, target.aboveTokens)[target.ours] ??= perMillion;
  }
  addRanges(row, base, tiers);
  const webSearch = other.search_context_cost;
  delete other.search_context_cost;
  const sorted = [...tiers].sort(([a], [b]) => a - b).map(([aboveTokens, rates]) => ({ ...rates, aboveTokens }));
  return {
    ...base,
    ...(WITHOUT_OUTPUT.has(String(row.mode)) && row.output_cost_per_token === 0 && { output: null }),
    ...(webSearch !== undefined && { webSearch }),
    ...(Object.keys(batch).length > 0 && { batch }),
    ...(sorted.length > 0 && { tiers: sorted }),
    ...(Object.keys(other).length > 0 && { other }),
  } as Pricing;
}

interface Target {
  ours: string;
  unit: "token" | "each";
  batch?: boolean;
  aboveTokens?: number;
}

/** Which of our prices a name means: itself, or with `_batches` or `_above_200k_tokens` after it. */
function targetOf(name: string): Target | undefined {
  const each = UNIT_PRICES.get(name);
  if (each !== undefined) return { ours: each, unit: "each" };
  const [, stem = name, thousands] = /^(.*)_above_(\d+)k_tokens$/.exec(name) ?? [];
  const batch = stem.endsWith("_batches");
  const ours = TOKEN_PRICES.get(batch ? stem.slice(0, -"_batches".length) : stem);
  if (ours === undefined || (batch && thousands !== undefined)) return undefined;
  return { ours, unit: "token", batch, ...(thousands !== undefined && { aboveTokens: Number(thousands) * 1_000 }) };
}

/** `tiered_pricing`: prices by ranges of the input's length, of which the first is the base. */
function addRanges({ tiered_pricing: ranges }: UnknownRecord, base: UnknownRecord, tiers: Map<number, UnknownRecord>) {
  for (const entry of Array.isArray(ranges) ? ranges : []) {
    const range = own(entry, "range");
    const from = Array.isArray(range) ? range[0] : undefined;
    if (!isRecord(entry) || !Number.isSafeInteger(from) || from < 0) continue;
    const rates = from === 0 ? base : tierAt(tiers, from);
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
