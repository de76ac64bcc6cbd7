import type { ChatRequest } from "../../chat.ts";

/** What is done with each field of a request; `refused` is an error, `adapted` is reported with what was done instead. */
export const BEDROCK_FIELDS: Readonly<Record<keyof ChatRequest, string>> = {
  messages:
    "messages and system; system turns are moved to the front (adapted); what Converse has no block for is refused",
  tools: "toolConfig.tools",
  tool_choice:
    "toolConfig.toolChoice; none by leaving the tools out; allowed_tools by leaving the others out (adapted)",
  parallel_tool_calls: "true as it is; false is adapted away",
  response_format: "outputConfig.textFormat; else a tool that is forced, or an instruction (adapted)",
  reasoning_effort: "additionalModelRequestFields, in the words of the model's family; else adapted away",
  temperature: "inferenceConfig.temperature; adapted away where the model thinks and allows none",
  top_p: "inferenceConfig.topP",
  top_k: "additionalModelRequestFields, in the words of the model's family; else adapted away",
  max_tokens: "inferenceConfig.maxTokens",
  max_completion_tokens: "inferenceConfig.maxTokens, before max_tokens",
  stop: "inferenceConfig.stopSequences",
  seed: "adapted away",
  presence_penalty: "adapted away",
  frequency_penalty: "adapted away",
  logit_bias: "adapted away",
  logprobs: "refused where true",
  top_logprobs: "refused above 0",
  n: "refused above 1",
  user: "adapted away",
  metadata: "requestMetadata",
  modalities: "text alone as it is; else refused",
  audio: "refused",
  extra: "fields of Converse (`guardrailConfig`, `serviceTier`) as they are, all else in additionalModelRequestFields",
  targetExtra: "the body, under `extra`",
  extraDialect: "nothing by itself: `extra` of another dialect is adapted away, or refused where it is needed",
};
