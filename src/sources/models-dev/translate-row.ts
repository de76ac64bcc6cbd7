import type { ModelInput } from "../../model.ts";
import { canonicalId } from "../../providers/canonical-id.ts";
import { translateModelsDevCapabilities } from "./capabilities.ts";
import { translateModelsDevCost } from "./pricing.ts";
import { type ModelsDevRow, modelsDevRow } from "./row.ts";

/** A row as facts, or the reason why it cannot be used. */
export type TranslatedRow = { model: ModelInput & { id: string } } | { skip: string };

/**
 * What one model of one provider in `api.json` is; pure. The id is `provider/model` as models.dev writes it, with the
 * provider by our name: at a reseller it is `reseller/maker/model`, a model beside the maker's own.
 */
export function translateModelsDevRow(listedAt: string, input: unknown): TranslatedRow {
  const parsed = modelsDevRow.safeParse(input);
  if (!parsed.success) return { skip: "expected an object with an id" };
  const row = parsed.data;
  const { id, provider } = canonicalId(listedAt, row.id);
  const listedId = `${listedAt}/${row.id}`;
  const { cost, family, knowledge, limit, modalities, release_date: released, open_weights: openWeights } = row;
  return {
    model: {
      id,
      provider,
      name: row.name ?? row.id,
      ...(family && { family }),
      ...(limit?.context && { contextWindow: limit.context }),
      ...(limit?.input && { maxInputTokens: limit.input }),
      ...(limit?.output && { maxOutputTokens: limit.output }),
      ...(modalities && { modalities: translateModalities(modalities) }),
      capabilities: translateModelsDevCapabilities(row),
      pricing: translateModelsDevCost(cost ?? {}, /[:-]free$/.test(row.id), row.experimental?.modes),
      isLocal: false,
      ...(id === listedId ? {} : { aliases: [listedId] }),
      connectorMetadata: { [provider]: { id: row.id }, "models-dev": { id: listedId, ...ownFacts(row) } },
      ...(knowledge && { knowledgeCutoff: knowledge }),
      ...(released && { releaseDate: released }),
      ...(typeof openWeights === "boolean" && { openWeights }),
      ...translateStatus(row),
    },
  };
}

function translateModalities({ input, output }: NonNullable<ModelsDevRow["modalities"]>) {
  const named = (kinds: readonly string[]) => [...new Set(kinds.map((kind) => (kind === "pdf" ? "file" : kind)))];
  return { ...(input && { input: named(input) }), ...(output && { output: named(output) }) };
}

/** `deprecated` is documented as "no longer served by the provider's public API", which we call retired. */
function translateStatus({ status }: ModelsDevRow): Pick<ModelInput, "lifecycle"> {
  if (status === "deprecated") return { lifecycle: { status: "retired" } };
  return status === "alpha" || status === "beta" ? { lifecycle: { status: "preview" } } : {};
}

/** What is worth keeping in models.dev's own terms; its cost whole, where a zero in it was not taken for a price. */
function ownFacts(row: ModelsDevRow): Record<string, unknown> {
  const hasZero = Object.values(row.cost ?? {}).includes(0);
  const facts = {
    status: row.status,
    attachment: row.attachment,
    temperature: row.temperature,
    lastUpdated: row.last_updated,
    reasoningOptions: row.reasoning_options,
    interleaved: row.interleaved,
    modes: row.experimental?.modes,
    served: row.provider,
    cost: hasZero ? row.cost : undefined,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));
}
