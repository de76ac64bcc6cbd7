import type { ModeRates, Pricing } from "../../pricing.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

/** Their names of prices per million tokens, and ours. */
const NAMES = new Map<string, keyof Pricing & string>([
  ["input", "input"],
  ["output", "output"],
  ["reasoning", "reasoning"],
  ["cache_read", "cacheRead"],
  ["cache_write", "cacheWrite"],
  ["input_audio", "audioInput"],
  ["output_audio", "audioOutput"],
]);

/** What `context_over_200k` is named after; it repeats the first of `tiers` and is read only where there are none. */
const FORMER_THRESHOLD = 200_000;

const NOT_PRICES = new Set(["tiers", "context_over_200k"]);

/** The service tiers that are modes of ours; what else a mode may ask for (Anthropic's `speed`) has no place among prices. */
const SERVICE_TIERS = ["batch", "flex", "priority"] as const;

/**
 * The prices of models.dev (USD per million tokens) in ours. Its zero means free, included in a subscription and not
 * charged apart alike, so a zero is unknown here unless the name itself promises it (`…:free`). Of the `modes` of a
 * model those count that are asked for by a service tier.
 * @see https://github.com/anomalyco/models.dev#schema-reference
 */
export function translateModelsDevCost(cost: UnknownRecord, isNamedFree: boolean, modes?: unknown): Pricing {
  const pricing = translateRates(cost, isNamedFree);
  for (const mode of isRecord(modes) ? Object.values(modes) : []) {
    const asked = own(own(own(mode, "provider"), "body"), "service_tier");
    const tier = SERVICE_TIERS.find((known) => known === asked);
    const stated = own(mode, "cost");
    const rates = isRecord(stated) ? translateRates(stated, isNamedFree) : {};
    if (tier !== undefined && Object.keys(rates).length > 0) pricing[tier] ??= rates;
  }
  return pricing;
}

function translateRates(cost: UnknownRecord, isNamedFree: boolean): ModeRates {
  const isPrice = (value: unknown): value is number =>
    typeof value === "number" && Number.isFinite(value) && (value > 0 || (value === 0 && isNamedFree));
  const rates = (stated: UnknownRecord): UnknownRecord => {
    const known: UnknownRecord = {};
    const other: UnknownRecord = {};
    for (const [name, value] of Object.entries(stated)) {
      const ours = NAMES.get(name);
      if (!isPrice(value) || NOT_PRICES.has(name)) continue;
      if (ours === undefined) other[name] = value;
      else known[ours] = value;
    }
    return Object.keys(other).length === 0 ? known : { ...known, other };
  };
  const tiers = readTiers(cost).map(({ aboveTokens, stated }) => ({ ...rates(stated), aboveTokens }));
  const priced = tiers.filter((tier) => Object.keys(tier).length > 1);
  return { ...rates(cost), ...(priced.length > 0 && { tiers: priced }) } as ModeRates;
}

function readTiers(cost: UnknownRecord): { aboveTokens: number; stated: UnknownRecord }[] {
  const { tiers, context_over_200k: former } = cost;
  if (!Array.isArray(tiers) || tiers.length === 0) {
    return isRecord(former) ? [{ aboveTokens: FORMER_THRESHOLD, stated: former }] : [];
  }
  const read = tiers.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return [];
    const { tier, ...stated } = entry;
    const size = own(tier, "size");
    const type = own(tier, "type") ?? "context";
    return type === "context" && Number.isSafeInteger(size) && Number(size) >= 0
      ? [{ aboveTokens: Number(size), stated }]
      : [];
  });
  return read.sort((a, b) => a.aboveTokens - b.aboveTokens);
}
