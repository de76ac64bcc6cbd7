import type { CallRecord } from "./media.ts";
import type { JsonValue } from "./util/json.ts";

/** Documents to be put in order by how well they answer a query (https://docs.cohere.com/reference/rerank). */
export interface RerankRequest {
  readonly query: string;
  readonly documents: readonly string[];
  /** How many of the best; all when absent. */
  readonly top_n?: number;
  readonly extra?: Readonly<Record<string, JsonValue>>;
}

/** Documents in order, and everything that is known of the call. */
export interface RerankReply extends CallRecord {
  /** Best first; `index` is the document's place in the request. */
  readonly results: readonly { readonly index: number; readonly score: number }[];
}
