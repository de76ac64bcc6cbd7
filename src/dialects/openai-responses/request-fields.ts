import type { ChatRequest } from "../../chat.ts";

/** What is done with a field of a request. */
export type FieldUse =
  /** Carried under the same name. */
  | { readonly how: "same" }
  /** Carried in other words, which stand in `to`. */
  | { readonly how: "translated"; readonly to: string }
  /** Left out where it says something, and reported. */
  | { readonly how: "left out"; readonly why: string }
  /** Refused where it says something: without it the answer would be another. */
  | { readonly how: "refused"; readonly why: string };

const SAME: FieldUse = { how: "same" };

function translated(to: string): FieldUse {
  return { how: "translated", to };
}

/** What is done with each field of a request (https://platform.openai.com/docs/api-reference/responses/create). */
export const REQUEST_FIELDS = {
  messages: translated("input, and instructions for a text of the system that comes first"),
  tools: translated("tools, without the `function` around each"),
  tool_choice: translated("tool_choice, without the `function` in it"),
  parallel_tool_calls: SAME,
  response_format: translated("text.format"),
  reasoning_effort: translated("reasoning.effort"),
  temperature: SAME,
  top_p: SAME,
  top_k: { how: "left out", why: "the Responses API has no top_k" },
  max_tokens: translated("max_output_tokens"),
  max_completion_tokens: translated("max_output_tokens, before max_tokens"),
  stop: { how: "refused", why: "the Responses API cannot end an answer at given words" },
  seed: { how: "left out", why: "the Responses API takes no seed" },
  presence_penalty: { how: "left out", why: "the Responses API has no penalties" },
  frequency_penalty: { how: "left out", why: "the Responses API has no penalties" },
  logit_bias: { how: "left out", why: "the Responses API takes no bias" },
  logprobs: translated("include, as message.output_text.logprobs"),
  top_logprobs: SAME,
  n: translated("nothing for 1; more are refused"),
  user: SAME,
  metadata: SAME,
  modalities: translated("nothing for text; any other is refused"),
  audio: { how: "refused", why: "the Responses API does not speak" },
  extra: translated("the body itself, over what was translated; text and reasoning are joined, include is added to"),
  extraDialect: translated("nothing: it says whose words extra is in"),
  targetExtra: translated("the body, under extra"),
} as const satisfies Record<keyof ChatRequest, FieldUse>;
