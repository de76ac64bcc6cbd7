import type { Facts } from "../../model.ts";
import { OWN_BENCHMARK } from "../../quality.ts";
import { deepFreeze } from "../../util/deep-freeze.ts";
import { given } from "../../util/given.ts";
import type { YamlPath } from "../problem.ts";
import { type CapabilitiesBlock, toCapabilities } from "./capabilities.ts";
import { type PricingBlock, toPricing } from "./pricing.ts";
import type { Translating } from "./translating.ts";

/** What a config says of a model, as YAML writes it. */
export interface FactsBlock {
  readonly context_window?: number | undefined;
  readonly max_output_tokens?: number | undefined;
  readonly pricing?: PricingBlock | undefined;
  readonly capabilities?: CapabilitiesBlock | undefined;
  readonly quality?: number | undefined;
}

/** What a config says of an exposed model: its switches are no facts, and stand elsewhere. */
export function toOwnFacts(
  {
    context_window: contextWindow,
    max_output_tokens: maxOutputTokens,
    pricing,
  }: Omit<FactsBlock, "capabilities" | "quality">,
  path: YamlPath,
  translating: Translating,
): Pick<Facts, "contextWindow" | "maxOutputTokens" | "pricing"> {
  const prices = pricing && toPricing(pricing, [...path, "pricing"], translating);
  return deepFreeze(given({ contextWindow, maxOutputTokens, pricing: prices }));
}

/** What a config says of a model at a backend. */
export function toFacts(block: FactsBlock, path: YamlPath, translating: Translating): Facts {
  const capabilities = toCapabilities(block.capabilities, [...path, "capabilities"], translating);
  const { quality: score } = block;
  const benchmarks = score === undefined ? undefined : { [OWN_BENCHMARK]: { score, source: "config" } };
  return deepFreeze({ ...toOwnFacts(block, path, translating), ...given({ capabilities, benchmarks }) });
}
