import type { Pricing, Rates } from "../pricing.ts";

/** How a call was made, where that changes its price. */
export type PriceMode = "batch" | "flex" | "priority";

/** The rates of one call, or why nobody knows them. */
export type RatesFor =
  | {
      readonly rates: Rates;
      /** The standard rates beside those of a mode: a class that has a price there must have one of its own in the mode. */
      readonly standard?: Rates;
      readonly reason?: undefined;
    }
  | { readonly rates?: undefined; readonly reason: string };

/** What a provider calls serving at the standard price. */
const STANDARD_TIERS = new Set(["", "default", "standard", "auto", "on_demand", "on-demand", "standard_only"]);

/** What counts one by one costs the same in every mode, unless the mode has a price for it. */
const SAME_IN_EVERY_MODE = ["request", "image", "webSearch", "page", "audioHour"] as const;

/** The mode a service tier means; `undefined` for the standard one, and an unknown word as it is. */
export function modeOf(serviceTier: string | undefined): PriceMode | { readonly unknown: string } | undefined {
  const tier = (serviceTier ?? "").toLowerCase();
  if (STANDARD_TIERS.has(tier)) return undefined;
  // Google's words: ON_DEMAND_FLEX, ON_DEMAND_PRIORITY.
  const word = tier.replace(/^on_demand_/, "");
  return word === "batch" || word === "flex" || word === "priority" ? word : { unknown: serviceTier ?? "" };
}

/**
 * The rates of a call: of its mode, and of the tier its total input falls into. A tier is a cliff: it begins above so
 * many tokens of the whole input and holds for every token of the call, those of the answer too.
 */
export function ratesFor(prices: Pricing, totalInput: number, mode: PriceMode | undefined): RatesFor {
  const tier = tierFor(prices.tiers, totalInput);
  const standard = tier === undefined ? prices : { ...prices, ...definedOf(tier) };
  if (mode === undefined) return { rates: standard };
  if (prices[mode] === undefined) return { reason: `no price is known for the ${mode} mode` };
  const { tiers, ...base } = prices[mode];
  const ofMode = tierFor(tiers, totalInput);
  if (tier !== undefined && (ofMode === undefined || ofMode.aboveTokens < tier.aboveTokens))
    return { reason: `no price is known for the ${mode} mode above ${tier.aboveTokens} tokens of input` };
  const rates: Rates = { ...base, ...(ofMode !== undefined && definedOf(ofMode)) };
  // A price that changes in the standard mode does not stay in this one because nobody told it.
  for (const name in tier) if (tier[name] !== undefined && ofMode?.[name] === undefined) rates[name] = undefined;
  for (const name of SAME_IN_EVERY_MODE) if (rates[name] === undefined) rates[name] = standard[name];
  return { rates, standard };
}

function tierFor(tiers: Pricing["tiers"], totalInput: number): NonNullable<Pricing["tiers"]>[number] | undefined {
  let highest: NonNullable<Pricing["tiers"]>[number] | undefined;
  for (const tier of tiers ?? [])
    if (totalInput > tier.aboveTokens && tier.aboveTokens >= (highest?.aboveTokens ?? 0)) highest = tier;
  return highest;
}

// An explicit `undefined` says nothing, and must not hide the price below.
function definedOf(rates: Rates): Rates {
  return Object.fromEntries(Object.entries(rates).filter(([, price]) => price !== undefined));
}
