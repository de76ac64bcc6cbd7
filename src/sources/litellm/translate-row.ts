import type { ModelInput } from "../../model.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { translateLiteLLMCapabilities } from "./capabilities.ts";
import { identify } from "./identity.ts";
import { translateLiteLLMPricing } from "./pricing.ts";

/** A row as facts, as a price of another model in one region or at one size, or the reason why it is neither. */
export type TranslatedRow =
  | { model: ModelInput & { id: string } }
  | { variantOf: string; variant: string; said: UnknownRecord }
  | { skip: string };

/** Modes of rows that price something other than a model. */
const NO_MODELS = new Set<unknown>(["search", "guardrail", "vector_store"]);

/** What one entry of LiteLLM's map says; pure. */
export function translateLiteLLMRow(key: string, row: unknown): TranslatedRow {
  if (!isRecord(row)) return { skip: "expected an object" };
  const { litellm_provider: provider, mode } = row;
  if (typeof provider !== "string" || provider === "") return { skip: "expected an object with litellm_provider" };
  if (NO_MODELS.has(mode)) return { skip: `a price for ${String(mode)}, and no model` };
  const identity = identify(key, provider);
  if (identity.kind === "none") return { skip: identity.reason };
  const pricing = translateLiteLLMPricing(row);
  if (identity.kind === "variant") {
    return { variantOf: identity.of, variant: identity.variant, said: { id: key, pricing } };
  }
  const { id, name } = identity;
  const { source, supported_regions: regions, supported_endpoints: endpoints } = row;
  const maxInput = tokens(row.max_input_tokens);
  const maxOutput = tokens(row.max_output_tokens);
  const deprecatedAt = day(row.deprecation_date);
  const input = words(row.supported_modalities);
  const output = words(row.supported_output_modalities);
  return {
    model: {
      id,
      provider: identity.provider,
      ...translateWindow(row),
      // Documented as "max input tokens": for some it is the whole window, for others the output comes on top of it.
      ...(maxInput && { maxInputTokens: maxInput }),
      ...(maxOutput && { maxOutputTokens: maxOutput }),
      ...((input || output) && { modalities: { ...(input && { input }), ...(output && { output }) } }),
      capabilities: translateLiteLLMCapabilities(row),
      pricing,
      isLocal: false,
      ...(key.includes("/") && key !== id && { aliases: [key] }),
      connectorMetadata: {
        [identity.provider]: { id: name },
        litellm: {
          id: key,
          ...(typeof mode === "string" && { mode }),
          ...(typeof source === "string" && { source }),
          ...(words(regions) && { supportedRegions: regions }),
          ...(words(endpoints) && { supportedEndpoints: endpoints }),
        },
      },
      ...(deprecatedAt && { lifecycle: { deprecatedAt } }),
    },
  };
}

/** Without an output of its own, what an embedding model takes in is all there is. */
function translateWindow(row: UnknownRecord): Pick<ModelInput, "contextWindow"> {
  const window = tokens(row.max_input_tokens);
  return window !== undefined && row.mode === "embedding" ? { contextWindow: window } : {};
}

function tokens(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

function words(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((word) => typeof word === "string" && word !== "") ? value : undefined;
}
