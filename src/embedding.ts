import type { Adaptation, Attempt, Cost, Usage } from "./usage.ts";
import type { JsonValue } from "./util/json.ts";

/** What is asked of an embedding model: OpenAI's body without `model` (https://platform.openai.com/docs/api-reference/embeddings). */
export interface EmbedRequest {
  readonly input: string | readonly string[];
  readonly dimensions?: number;
  readonly user?: string;
  /** What the vectors are for, where a model distinguishes: `query`, `document`. */
  readonly task?: "query" | "document" | "classification" | "clustering" | "similarity";
  readonly extra?: Readonly<Record<string, JsonValue>>;
}

/** What a dialect makes of an answer. */
export interface DecodedEmbedding {
  /** One vector for each input, in their order. */
  readonly embeddings: readonly (readonly number[])[];
  readonly modelServed?: string;
  readonly usage?: Usage;
}

/** Vectors, and everything that is known of the call. */
export interface EmbedReply extends DecodedEmbedding {
  readonly cost: Cost;
  readonly modelAsked: string;
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly latencyMs: number;
  readonly adaptations: readonly Adaptation[];
}
