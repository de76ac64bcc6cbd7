import type { ChatRequest } from "../../chat.ts";

/** What is done with each field of a request; `refused` is an error, `adapted` is reported with what was done instead. */
export const OLLAMA_FIELDS: Readonly<Record<keyof ChatRequest, string>> = {
  messages: "messages; text parts are joined by a line break, images stand beside the text; other media are refused",
  tools: "tools; `strict` is adapted away",
  tool_choice: "auto as it is; none by leaving the tools out; allowed_tools by leaving the others out; else refused",
  parallel_tool_calls: "true as it is; false is adapted away",
  response_format: "format: `json`, or the schema itself",
  reasoning_effort: "think: a word of gpt-oss, else on or off (adapted)",
  temperature: "options.temperature",
  top_p: "options.top_p",
  top_k: "options.top_k",
  max_tokens: "options.num_predict",
  max_completion_tokens: "options.num_predict, before max_tokens",
  stop: "options.stop",
  seed: "options.seed",
  presence_penalty: "options.presence_penalty",
  frequency_penalty: "options.frequency_penalty",
  logit_bias: "adapted away",
  logprobs: "logprobs",
  top_logprobs: "top_logprobs",
  n: "refused above 1",
  user: "adapted away",
  metadata: "adapted away",
  modalities: "text alone as it is; else refused",
  audio: "refused",
  extra: "put into the body as it is (`keep_alive`, `truncate`); its `options` are added to the translated ones",
};
