import type { ChatRequest } from "../../chat.ts";

/**
 * What becomes of each field of a request. `as it is`: sent under its name (or the provider's own), left out with an
 * adaptation where the provider does not have it. `translated`: looked into, field by field, by `encodeRequest`.
 * `merged`: its entries are put into the body, and win. `read`: says how another field is meant.
 */
export const REQUEST_FIELDS = {
  messages: "translated",
  tools: "translated",
  tool_choice: "translated",
  parallel_tool_calls: "as it is",
  response_format: "translated",
  reasoning_effort: "translated",
  temperature: "as it is",
  top_p: "as it is",
  top_k: "as it is",
  max_tokens: "translated",
  max_completion_tokens: "translated",
  stop: "as it is",
  seed: "as it is",
  presence_penalty: "as it is",
  frequency_penalty: "as it is",
  logit_bias: "as it is",
  logprobs: "as it is",
  top_logprobs: "as it is",
  n: "translated",
  user: "as it is",
  metadata: "as it is",
  modalities: "as it is",
  audio: "as it is",
  extra: "merged",
  extraDialect: "read",
  targetExtra: "read",
} as const satisfies Readonly<Record<keyof ChatRequest, "as it is" | "translated" | "merged" | "read">>;

const PLAIN_FIELDS: ReadonlySet<string> = new Set(
  Object.entries(REQUEST_FIELDS).flatMap(([field, becomes]) => (becomes === "as it is" ? [field] : [])),
);

/** Whether a field is sent as it is. */
export function isPlainField(field: string): field is keyof ChatRequest {
  return PLAIN_FIELDS.has(field);
}
