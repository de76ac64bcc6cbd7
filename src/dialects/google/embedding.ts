import { malformed } from "../../dialect/malformed.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import { usageOf } from "../../dialect/usage.ts";
import { vectorsIn } from "../../dialect/vectors.ts";
import type { CallContext, EmbeddingDialect, EncodedCall } from "../../dialect.ts";
import type { EmbedRequest } from "../../embedding.ts";
import type { Adaptation, Usage } from "../../usage.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { isVertex, pathOf, resourceNameOf } from "./address.ts";
import { decodeUsage } from "./usage.ts";

// https://ai.google.dev/gemini-api/docs/embeddings#supported-task-types
const TASKS: Readonly<Record<NonNullable<EmbedRequest["task"]>, string>> = {
  query: "RETRIEVAL_QUERY",
  document: "RETRIEVAL_DOCUMENT",
  classification: "CLASSIFICATION",
  clustering: "CLUSTERING",
  similarity: "SEMANTIC_SIMILARITY",
};

/**
 * Embeddings: `batchEmbedContents` of the Gemini API (https://ai.google.dev/api/embeddings); on Vertex AI `predict`, and
 * `embedContent` for the models that have no other. `extra` goes into each request, or into Vertex AI's parameters.
 */
export const embedding: EmbeddingDialect = {
  encode(request, context) {
    const adaptations: Adaptation[] = [];
    if (request.user !== undefined) {
      adaptations.push({ field: "user", what: "Google takes no name of the end user; left out" });
    }
    const texts = typeof request.input === "string" ? [request.input] : request.input;
    const call = isVertex(context) ? vertexCall(texts, request, context) : geminiCall(texts, request, context);
    return { ...call, adaptations };
  },
  decode(body, context) {
    if (!isRecord(body)) throw malformed("expected an object with embeddings");
    const predictions: unknown = body.predictions;
    const embedded = Array.isArray(predictions)
      ? predictions.map((prediction: unknown) => (isRecord(prediction) ? prediction.embeddings : undefined))
      : isRecord(body.embedding)
        ? [body.embedding]
        : body.embeddings;
    if (!Array.isArray(embedded)) throw malformed(`expected embeddings of ${context.model}`);
    const embeddings = vectorsIn(embedded.map((item: unknown) => (isRecord(item) ? item.values : undefined)));
    const usage = usageIn(body, embedded);
    return usage === undefined ? { embeddings } : { embeddings, usage };
  },
};

type Call = Pick<EncodedCall, "path" | "body">;

function geminiCall(texts: readonly string[], request: EmbedRequest, context: CallContext): Call {
  const shared = { model: resourceNameOf(context.model), ...settings(request), ...request.extra };
  const requests = texts.map((text) => ({ content: { parts: [{ text }] }, ...shared }));
  return { path: pathOf(context, "batchEmbedContents"), body: { requests } };
}

function vertexCall(texts: readonly string[], request: EmbedRequest, context: CallContext): Call {
  const { dimensions, task, extra } = request;
  if (takesOneContent(context.model)) {
    if (texts.length !== 1)
      throw unsupported("input", `${context.model} embeds one text a call on Vertex AI, got ${texts.length}`);
    const config = { ...settings(request), ...extra };
    return {
      path: pathOf(context, "embedContent"),
      body: { content: { parts: [{ text: texts[0] }] }, embedContentConfig: config },
    };
  }
  const instance = task === undefined ? {} : { task_type: TASKS[task] };
  const parameters = { ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }), ...extra };
  const instances = texts.map((content) => ({ content, ...instance }));
  return { path: pathOf(context, "predict"), body: { instances, parameters } };
}

/** Whether a model has `embedContent` alone, as Google's own client decides it. */
function takesOneContent(model: string): boolean {
  const name = model.slice(model.lastIndexOf("/") + 1);
  return (name.includes("gemini") && name !== "gemini-embedding-001") || name.includes("maas");
}

function settings({ dimensions, task }: EmbedRequest): UnknownRecord {
  return {
    ...(task === undefined ? {} : { taskType: TASKS[task] }),
    ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
  };
}

/** Usage for all, or the sum of what each prediction says of itself. */
function usageIn(body: UnknownRecord, embedded: readonly unknown[]): Usage | undefined {
  const usage = decodeUsage(body.usageMetadata);
  if (usage !== undefined) return usage;
  let total: number | undefined;
  for (const item of embedded) {
    const statistics = isRecord(item) && isRecord(item.statistics) ? item.statistics : {};
    const count = statistics.token_count ?? statistics.tokenCount;
    if (typeof count === "number") total = (total ?? 0) + count;
  }
  return total === undefined ? undefined : usageOf({ totalInput: total });
}
