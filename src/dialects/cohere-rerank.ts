import { COHERE_INPUT_TYPES } from "../dialect/cohere-input-types.ts";
import { invalidRequest } from "../dialect/invalid-request.ts";
import { malformed } from "../dialect/malformed.ts";
import { usageOf } from "../dialect/usage.ts";
import { vectorsIn } from "../dialect/vectors.ts";
import type { EmbeddingDialect, RerankDialect } from "../dialect.ts";
import type { Adaptation } from "../usage.ts";
import { isRecord, own } from "../util/record.ts";

/**
 * Cohere's rerank (https://docs.cohere.com/reference/rerank) and that of those who copy it: Jina and Together put the
 * scores in `results` as Cohere does, Voyage in `data`.
 */
export const cohereRerank = {
  encode({ query, documents, top_n, extra }, { model, provider }) {
    if (documents.length === 0) throw invalidRequest("documents", "expected at least one document to put in order");
    const body = { model, query, documents, ...(top_n === undefined ? undefined : { top_n }), ...extra };
    return { path: provider.rerankPath ?? "v2/rerank", body, adaptations: [] };
  },
  decode(body) {
    const rows = own(body, "results") ?? own(body, "data");
    if (!Array.isArray(rows)) throw malformed("the answer has no list of results");
    const results = rows.map((row, place) => {
      const index = own(row, "index");
      const score = own(row, "relevance_score") ?? own(row, "score");
      if (Number.isInteger(index) && typeof score === "number") return { index: index as number, score };
      throw malformed(`result ${place} has no index and relevance_score`);
    });
    // Best first is what they promise; a copy that answers in the order of the documents is put right.
    results.sort((a, b) => b.score - a.score);
    const model = own(body, "model");
    const usage = rerankUsage(body);
    return {
      results,
      ...(typeof model === "string" ? { modelServed: model } : undefined),
      ...(usage === undefined ? undefined : { usage }),
    };
  },
} satisfies RerankDialect;

// Cohere bills searches, not tokens, and has no price for a token of rerank: tokens are told only where they are counted.
function rerankUsage(body: unknown) {
  const told = own(body, "usage");
  const tokens =
    own(told, "prompt_tokens") ?? own(told, "total_tokens") ?? own(own(own(body, "meta"), "tokens"), "input_tokens");
  return typeof tokens === "number" ? usageOf({ input: tokens }) : undefined;
}

/** Cohere's `/v2/embed` (https://docs.cohere.com/reference/embed). */
export const cohereEmbedding = {
  encode({ input, dimensions, user, task, extra }, { model }) {
    const adaptations: Adaptation[] = [];
    if (user !== undefined) adaptations.push({ field: "user", what: "Cohere has no such field; it was left out" });
    if (task === undefined && extra?.input_type === undefined) {
      adaptations.push({
        field: "task",
        what: "Cohere must be told what vectors are for; without a task they are of documents",
      });
    } else if (task === "similarity") {
      adaptations.push({ field: "task", what: "Cohere has no word for similarity; asked for as clustering" });
    }
    const body = {
      model,
      texts: typeof input === "string" ? [input] : input,
      input_type: COHERE_INPUT_TYPES[task ?? "document"],
      embedding_types: ["float"],
      ...(dimensions === undefined ? undefined : { output_dimension: dimensions }),
      ...extra,
    };
    return { path: "v2/embed", body, adaptations };
  },
  decode(body) {
    if (!isRecord(body)) throw malformed("expected an answer of Cohere's embed, a JSON object");
    const { embeddings, meta } = body;
    const billed = own(own(meta, "billed_units"), "input_tokens") ?? own(own(meta, "tokens"), "input_tokens");
    return {
      // The older API gives the vectors at once, the newer one by their type.
      embeddings: vectorsIn(isRecord(embeddings) ? embeddings.float : embeddings),
      ...(typeof billed === "number" ? { usage: usageOf({ input: billed }) } : undefined),
    };
  },
} satisfies EmbeddingDialect;
