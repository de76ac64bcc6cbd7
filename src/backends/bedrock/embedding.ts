import { COHERE_INPUT_TYPES } from "../../dialect/cohere-input-types.ts";
import { malformed } from "../../dialect/malformed.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import { vectorsIn } from "../../dialect/vectors.ts";
import type { EmbedRequest } from "../../embedding.ts";
import type { Adaptation } from "../../usage.ts";
import { own } from "../../util/record.ts";

/** A model's own way of asking for vectors: the bodies of one call or several, and what their answers hold. */
export interface EncodedEmbedding {
  readonly bodies: readonly Record<string, unknown>[];
  readonly adaptations: readonly Adaptation[];
  /** The vectors of one answer. @throws {CallError} `malformed_answer` */
  vectors(answer: unknown): number[][];
  /** Tokens of one answer, where the body tells them. */
  tokens(answer: unknown): number | undefined;
}

/** Texts that Cohere takes at once. */
const COHERE_BATCH = 96;

/** The request in the words of the model's makers. @throws {CallError} for a model whose words are not known */
export function encodeEmbedding(request: EmbedRequest, model: string): EncodedEmbedding {
  const texts = typeof request.input === "string" ? [request.input] : request.input;
  const adaptations: Adaptation[] = [];
  if (request.user !== undefined) {
    adaptations.push({ field: "user", what: "Bedrock has no such field; it was left out" });
  }
  if (/cohere\.embed/i.test(model)) return cohere(request, texts, adaptations);
  if (/titan-embed/i.test(model)) return titan(request, texts, model, adaptations);
  if (/nova.*embed/i.test(model)) return nova(request, texts, adaptations);
  throw unsupported(
    "model",
    "embeddings at Bedrock are known of amazon.titan-embed, amazon.nova embeddings and cohere.embed",
  );
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html: one text a call. */
function titan(
  request: EmbedRequest,
  texts: readonly string[],
  model: string,
  adaptations: Adaptation[],
): EncodedEmbedding {
  const { dimensions, task, extra } = request;
  const isFirst = /titan-embed-text-v1|titan-embed-g1/i.test(model);
  if (task !== undefined) adaptations.push({ field: "task", what: "Titan embeds all texts alike" });
  if (isFirst && dimensions !== undefined) throw unsupported("dimensions", "Titan v1 has 1,536 and no other number");
  const size = dimensions === undefined ? undefined : { dimensions };
  return {
    bodies: texts.map((inputText) => ({ inputText, ...size, ...extra })),
    adaptations,
    vectors: (answer) => vectorsIn([own(answer, "embedding")]),
    tokens: (answer) => numberOf(own(answer, "inputTextTokenCount")),
  };
}

/** https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html: one text a call. */
function nova(request: EmbedRequest, texts: readonly string[], adaptations: Adaptation[]): EncodedEmbedding {
  const { dimensions, task, extra } = request;
  const embeddingPurpose = NOVA_PURPOSES[task ?? "any"];
  return {
    bodies: texts.map((value) => ({
      taskType: "SINGLE_EMBEDDING",
      singleEmbeddingParams: {
        embeddingPurpose,
        text: { truncationMode: "END", value },
        ...(dimensions === undefined ? undefined : { embeddingDimension: dimensions }),
      },
      ...extra,
    })),
    adaptations,
    vectors(answer) {
      const rows = own(answer, "embeddings");
      if (!Array.isArray(rows)) throw malformed("the answer has no list of embeddings");
      return vectorsIn(rows.map((row) => own(row, "embedding")));
    },
    tokens: () => undefined,
  };
}

const NOVA_PURPOSES = {
  any: "GENERIC_INDEX",
  query: "GENERIC_RETRIEVAL",
  document: "GENERIC_INDEX",
  classification: "CLASSIFICATION",
  clustering: "CLUSTERING",
  similarity: "CLUSTERING",
} as const;

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html */
function cohere(request: EmbedRequest, texts: readonly string[], adaptations: Adaptation[]): EncodedEmbedding {
  const { dimensions, task, extra } = request;
  if (task === undefined && extra?.input_type === undefined) {
    adaptations.push({
      field: "task",
      what: "Cohere must be told what vectors are for; without a task they are of documents",
    });
  }
  const bodies: Record<string, unknown>[] = [];
  for (let first = 0; first < texts.length; first += COHERE_BATCH) {
    bodies.push({
      texts: texts.slice(first, first + COHERE_BATCH),
      input_type: COHERE_INPUT_TYPES[task ?? "document"],
      ...(dimensions === undefined ? undefined : { output_dimension: dimensions }),
      ...extra,
    });
  }
  return {
    bodies,
    adaptations,
    vectors(answer) {
      const embeddings = own(answer, "embeddings");
      return vectorsIn(own(embeddings, "float") ?? embeddings);
    },
    tokens: () => undefined,
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
