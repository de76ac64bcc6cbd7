import type { ChatRequest } from "../../chat.ts";

/** What is done with a field: carried as it is or in other words, adapted (and said so), or refused. */
export type FieldUse = "carried" | "adapted" | "refused";

/** What is done with each field of a request, and how; the tests hold the encoder to it. */
export const REQUEST_FIELDS: Readonly<Record<keyof ChatRequest, readonly [FieldUse, string]>> = {
  messages: ["carried", "`messages`, and `system` for what the application says first"],
  tools: ["carried", "`tools`"],
  tool_choice: ["carried", "`tool_choice`; refused where a model takes no forced call"],
  parallel_tool_calls: ["carried", "`tool_choice.disable_parallel_tool_use`"],
  response_format: ["carried", "`output_config.format`; by a tool or an instruction where a model has no such thing"],
  reasoning_effort: ["carried", "`thinking` and `output_config.effort`, by the model's generation"],
  temperature: ["carried", "limited to 0 to 1; left out where the model takes none"],
  top_p: ["carried", "left out where the model takes none, or not beside `temperature`"],
  top_k: ["carried", "left out where the model takes none"],
  max_tokens: ["carried", "`max_tokens`; a default where neither is given"],
  max_completion_tokens: ["carried", "`max_tokens`"],
  stop: ["carried", "`stop_sequences`; white space alone is refused"],
  seed: ["adapted", "ignored: Anthropic has no seed"],
  presence_penalty: ["adapted", "ignored: Anthropic has no penalties"],
  frequency_penalty: ["adapted", "ignored: Anthropic has no penalties"],
  logit_bias: ["adapted", "ignored: Anthropic has no bias of tokens"],
  logprobs: ["refused", "Anthropic tells no probabilities"],
  top_logprobs: ["refused", "Anthropic tells no probabilities"],
  n: ["refused", "Anthropic gives one answer a call; call it as often as needed"],
  user: ["carried", "`metadata.user_id`"],
  metadata: ["adapted", "not carried: Anthropic keeps `user_id` alone, which is `user`"],
  modalities: ["refused", "Anthropic answers in text only"],
  audio: ["refused", "Anthropic answers in text only"],
  extra: ["carried", "put into the body; `betas` becomes the header `anthropic-beta`"],
  targetExtra: ["carried", "put into the body under `extra`"],
  extraDialect: ["carried", "nothing by itself: `extra` read from another dialect is left out, field by field"],
};
