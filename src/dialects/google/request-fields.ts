import type { ChatRequest } from "../../chat.ts";

/** What becomes of a field: where it goes in Google's body, or why it goes nowhere, which is then reported. */
export type FieldFate = { readonly to: string } | { readonly leftOut: string };

/** What is done with each field of a request (https://ai.google.dev/api/generate-content#generationconfig). */
export const REQUEST_FIELDS: Readonly<Record<Exclude<keyof ChatRequest, symbol>, FieldFate>> = {
  messages: { to: "contents, systemInstruction" },
  tools: { to: "tools" },
  tool_choice: { to: "toolConfig.functionCallingConfig" },
  parallel_tool_calls: { to: "nothing where it is true; Google cannot be told to make one call at a time" },
  response_format: { to: "generationConfig.responseMimeType, generationConfig.responseJsonSchema" },
  reasoning_effort: { to: "generationConfig.thinkingConfig" },
  temperature: { to: "generationConfig.temperature" },
  top_p: { to: "generationConfig.topP" },
  top_k: { to: "generationConfig.topK" },
  max_tokens: { to: "generationConfig.maxOutputTokens" },
  max_completion_tokens: { to: "generationConfig.maxOutputTokens" },
  stop: { to: "generationConfig.stopSequences" },
  seed: { to: "generationConfig.seed" },
  presence_penalty: { to: "generationConfig.presencePenalty" },
  frequency_penalty: { to: "generationConfig.frequencyPenalty" },
  logit_bias: { leftOut: "Google cannot favour or avoid single tokens" },
  logprobs: { to: "generationConfig.responseLogprobs" },
  top_logprobs: { to: "generationConfig.logprobs" },
  n: { to: "generationConfig.candidateCount" },
  user: { leftOut: "Google takes no name of the end user" },
  metadata: { leftOut: "Google keeps no metadata with a call" },
  modalities: { to: "generationConfig.responseModalities" },
  audio: { to: "generationConfig.speechConfig" },
  extra: { to: "the body, generationConfig and toolConfig field by field" },
  targetExtra: { to: "the body, under extra" },
  extraDialect: { to: "nothing: it says whose words extra is in" },
};
