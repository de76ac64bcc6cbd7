import { type Pricing, pricingAt } from "../../pricing.ts";

/** The two prices that every text model has. */
export type Rate = "input" | "output";

/** What a price is looked up for. */
export interface PriceQuestion {
  readonly at: Date;
  /** Tokens of input; above some sizes the prices are others. */
  readonly inputTokens?: number | undefined;
}

/** A price in USD per million tokens at a time, for a request as large as is known; absent is unknown. */
export function rateAt(
  pricing: Pricing | undefined,
  rate: Rate,
  { at, inputTokens = 0 }: PriceQuestion,
): number | null | undefined {
  if (pricing === undefined) return undefined;
  const { tiers = [], ...prices } = pricingAt(pricing, at);
  let price = prices[rate];
  let highest = -1;
  for (const tier of tiers) {
    if (inputTokens <= tier.aboveTokens || tier.aboveTokens < highest || tier[rate] === undefined) continue;
    highest = tier.aboveTokens;
    price = tier[rate];
  }
  return price;
}

/** Whether a price is another at another time. */
export function isTimed({ from, dated, windows }: Pricing): boolean {
  return from !== undefined || dated !== undefined || windows !== undefined;
}
