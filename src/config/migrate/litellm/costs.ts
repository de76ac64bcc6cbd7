import { perMillionFromNumber } from "../../../pricing.ts";
import { given } from "../../../util/given.ts";
import type { Part } from "../part.ts";

const PER_TOKEN: ReadonlyMap<string, string> = new Map([
  ["input_cost_per_token", "input"],
  ["output_cost_per_token", "output"],
  ["cache_read_input_token_cost", "cache_read"],
  ["cache_creation_input_token_cost", "cache_write"],
  ["output_cost_per_reasoning_token", "reasoning"],
  ["input_cost_per_audio_token", "audio_input"],
  ["output_cost_per_audio_token", "audio_output"],
  ["input_cost_per_image_token", "image_input"],
  ["output_cost_per_image_token", "image_output"],
]);

const EACH: ReadonlyMap<string, string> = new Map([
  ["input_cost_per_request", "request"],
  ["output_cost_per_image", "image"],
  ["input_cost_per_image", "image"],
]);

const ABOVE = /^(.+)_above_(\d+)k_tokens$/;

/** The prices among LiteLLM's `…_cost_per_…` fields, as a pricing block per million tokens. */
export function pricingOf(...parts: readonly Part[]): Record<string, unknown> | undefined {
  const rates: Record<string, number> = {};
  const tiers = new Map<number, Record<string, number>>();
  for (const [key, part] of parts.flatMap((part) => part.entries())) {
    const [, base, thousands] = ABOVE.exec(key) ?? [];
    const tokenRate = PER_TOKEN.get(base ?? key);
    const rate = tokenRate ?? EACH.get(key);
    const { value } = part;
    if (rate === undefined || (typeof value !== "number" && typeof value !== "string")) continue;
    const price = priceOf(Number(value), tokenRate !== undefined);
    if (price === undefined) part.refuse("not a price");
    else if (thousands === undefined) rates[rate] = taken(part, price);
    else {
      const above = Number(thousands) * 1000;
      tiers.set(above, { ...tiers.get(above), [rate]: taken(part, price) });
    }
  }
  const steps = [...tiers].sort(([a], [b]) => a - b).map(([above_tokens, prices]) => ({ above_tokens, ...prices }));
  const pricing = given({ ...rates, tiers: steps });
  if (Object.keys(pricing).length === 0) return undefined;
  const isCounted = Object.keys(pricing).every((rate) => [...EACH.values()].includes(rate));
  return isCounted ? pricing : { unit: "per_1m_tokens", ...pricing };
}

function priceOf(value: number, isPerToken: boolean): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  return isPerToken ? perMillionFromNumber(value) : value;
}

function taken(part: Part, price: number): number {
  part.take();
  return price;
}
