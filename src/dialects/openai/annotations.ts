import type { JsonValue } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/record.ts";

/** The sources of an answer: OpenAI's annotations of the message, or Perplexity's search results and citations beside it. */
export function readAnnotations(message: UnknownRecord, body: UnknownRecord): readonly JsonValue[] | undefined {
  return filled(message.annotations) ?? filled(body.search_results) ?? filled(body.citations);
}

function filled(value: unknown): readonly JsonValue[] | undefined {
  // What JSON.parse made is JSON data.
  return Array.isArray(value) && value.length > 0 ? (value as JsonValue[]) : undefined;
}
