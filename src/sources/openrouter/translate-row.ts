import type { ModelInput } from "../../model.ts";
import { canonicalId } from "../../providers/canonical-id.ts";
import { given } from "../../util/given.ts";
import { isoTime } from "../../util/iso-time.ts";
import { translateOpenRouterScores } from "../../util/openrouter-scores.ts";
import { translateCapabilities } from "./capabilities.ts";
import { translatePricing } from "./pricing.ts";
import { type OpenRouterRow, openRouterRow } from "./row.ts";

/** A row of OpenRouter's list as facts, or the reason why it cannot be used. */
export type TranslatedRow = { model: ModelInput & { id: string } } | { skip: string };

/** Dates from this year on are how OpenRouter writes "never". */
const NEVER = 2090;

/** The longest description a model may have. */
const LONGEST_TEXT = 20_000;

/** What one row of `GET /api/v1/models` says of a model; pure. */
export function translateOpenRouterRow(input: unknown): TranslatedRow {
  const parsed = openRouterRow.safeParse(input);
  if (!parsed.success) return { skip: "expected an object with an id" };
  const row = parsed.data;
  const slash = row.id.indexOf("/");
  if (slash <= 0 || slash === row.id.length - 1) return { skip: `expected an id like author/model, got "${row.id}"` };
  const { id, provider } = canonicalId(row.id.slice(0, slash), row.id.slice(slash + 1));
  const { pricing, otherOverrides } = translatePricing(row.pricing ?? {});
  const benchmarks = translateOpenRouterScores(row.benchmarks);
  const lifecycle = translateLifecycle(row);
  return {
    model: {
      id,
      provider,
      name: row.name || row.id,
      ...(row.description && { description: row.description.slice(0, LONGEST_TEXT) }),
      ...(row.context_length && { contextWindow: row.context_length }),
      ...(row.top_provider?.max_completion_tokens && { maxOutputTokens: row.top_provider.max_completion_tokens }),
      modalities: translateModalities(row),
      capabilities: translateCapabilities(row),
      pricing,
      isLocal: false,
      ...(id === row.id ? {} : { aliases: [row.id] }),
      connectorMetadata: { openrouter: { id: row.id, ...ownFacts(row), ...given({ overrides: otherOverrides }) } },
      ...(row.knowledge_cutoff && { knowledgeCutoff: row.knowledge_cutoff }),
      ...(lifecycle && { lifecycle }),
      ...(Object.keys(benchmarks).length > 0 && { benchmarks }),
    },
  };
}

function translateModalities({ architecture }: OpenRouterRow) {
  const { input_modalities: input, output_modalities: output } = architecture ?? {};
  return {
    ...(input && { input }),
    ...(output && { output: output.map((modality) => (modality === "embeddings" ? "embedding" : modality)) }),
  };
}

/** A date on which it ends is an announcement: the model is deprecated, and still there. */
function translateLifecycle({ expiration_date: date }: OpenRouterRow): ModelInput["lifecycle"] {
  if (!date || Number.isNaN(Date.parse(date)) || new Date(date).getUTCFullYear() >= NEVER) return undefined;
  return { status: "deprecated", retiresAt: date };
}

/** What is worth keeping in OpenRouter's own terms. */
function ownFacts(row: OpenRouterRow): Record<string, unknown> {
  const { reasoning, top_provider: top } = row;
  const [, variant] = /:([^:/]+)$/.exec(row.id) ?? [];
  return given({
    canonicalSlug: row.canonical_slug,
    variant,
    aliasTarget: row.alias_target?.slug,
    created: isoTime(row.created),
    expirationDate: row.expiration_date,
    huggingFaceId: row.hugging_face_id,
    tokenizer: row.architecture?.tokenizer,
    instructType: row.architecture?.instruct_type,
    isModerated: top?.is_moderated,
    topProviderContextWindow: top?.context_length === row.context_length ? undefined : top?.context_length,
    supportedParameters: row.supported_parameters,
    supportedVoices: row.supported_voices,
    defaultParameters: given(row.default_parameters ?? {}),
    perRequestLimits: given(row.per_request_limits ?? {}),
    reasoningMandatory: reasoning?.mandatory,
    reasoningDefaultEnabled: reasoning?.default_enabled,
    reasoningSupportsMaxTokens: reasoning?.supports_max_tokens,
    supportedEfforts: reasoning?.supported_efforts,
    defaultEffort: reasoning?.default_effort,
    discount: row.pricing?.discount,
  });
}
