import type { ParameterNames } from "./translate-parameters.ts";

/** What Anthropic's dialect calls the parameters of OpenAI's. https://platform.claude.com/docs/en/api/messages */
export const ANTHROPIC_PARAMETERS: ParameterNames = {
  max_tokens: "max_tokens",
  max_completion_tokens: "max_tokens",
  temperature: "temperature",
  top_p: "top_p",
  top_k: "top_k",
  stop: "stop_sequences",
  stop_sequences: "stop_sequences",
};

// Anthropic answers 400 to fields it does not know; https://platform.claude.com/docs/en/api/openai-sdk lists these.
const UNKNOWN_TO_ANTHROPIC = new Set([
  "frequency_penalty",
  "logit_bias",
  "logprobs",
  "min_p",
  "n",
  "num_ctx",
  "parallel_tool_calls",
  "presence_penalty",
  "reasoning_effort",
  "repetition_penalty",
  "response_format",
  "seed",
  "top_logprobs",
  "user",
]);

/** Those of some parameters that only other dialects have. */
export function unknownToAnthropic(parameters: object): string[] {
  return Object.keys(parameters).filter((name) => UNKNOWN_TO_ANTHROPIC.has(name));
}
