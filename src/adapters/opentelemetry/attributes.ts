import type { Attributes } from "@opentelemetry/api";
import type { AttemptEvent, CallKind } from "../../attempt.ts";
import type { Usage } from "../../usage.ts";

/** Operations by the words of the conventions, where they have one (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/). */
const OPERATIONS: Readonly<Record<CallKind, string>> = {
  generate: "chat",
  stream: "chat",
  embed: "embeddings",
  image: "image_generation",
  transcribe: "transcription",
  speak: "speech",
  rerank: "rerank",
  moderate: "moderation",
};

/** Providers that the conventions call otherwise than we do. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ["azure", "azure.ai.openai"],
  ["bedrock", "aws.bedrock"],
  ["google", "gcp.gemini"],
  ["mistral", "mistral_ai"],
  ["xai", "x_ai"],
]);

/** What was done, as the conventions for generative AI name it. */
export function operationOf(kind: CallKind): string {
  return OPERATIONS[kind];
}

/** What a span tells of an attempt; what is unknown is absent. */
export function attributesOf(attempt: AttemptEvent): Attributes {
  const { kind, provider, model, modelServed, finishReason, firstContentMs, outcome, code, status, key } = attempt;
  const { route, target, number, reason, asked, strategy, call, isFinal, caller, tags, cost, usage } = attempt;
  const attributes: Attributes = {
    "gen_ai.operation.name": operationOf(kind),
    "gen_ai.provider.name": PROVIDERS.get(provider) ?? provider,
    "gen_ai.request.model": model,
    "modelmall.asked": asked,
    "modelmall.route": route,
    "modelmall.strategy": strategy,
    "modelmall.target": target,
    "modelmall.call": call,
    "modelmall.attempt.number": number,
    "modelmall.attempt.reason": reason,
    "modelmall.attempt.outcome": outcome,
    "modelmall.attempt.final": isFinal,
  };
  if (kind === "stream") attributes["gen_ai.request.stream"] = true;
  if (modelServed !== undefined) attributes["gen_ai.response.model"] = modelServed;
  if (finishReason !== undefined) attributes["gen_ai.response.finish_reasons"] = [finishReason];
  if (firstContentMs !== undefined) attributes["gen_ai.response.time_to_first_chunk"] = firstContentMs / 1_000;
  if (usage !== undefined) addUsage(attributes, usage);
  if (outcome !== "ok") attributes["error.type"] = code ?? outcome;
  if (status !== undefined) attributes["http.response.status_code"] = status;
  if (key !== undefined) attributes["modelmall.key"] = key;
  if (caller !== undefined) attributes["modelmall.caller"] = caller;
  if (tags.length > 0) attributes["modelmall.tags"] = [...tags];
  if (cost !== undefined && cost.usd !== null) attributes["modelmall.cost.usd"] = cost.usd;
  return attributes;
}

function addUsage(attributes: Attributes, usage: Usage): void {
  const cached = usage.cacheRead + usage.audioCacheRead;
  const written = usage.cacheWrite + usage.cacheWrite1h;
  attributes["gen_ai.usage.input_tokens"] = usage.totalInput;
  attributes["gen_ai.usage.output_tokens"] = usage.totalOutput;
  if (cached > 0) attributes["gen_ai.usage.cache_read.input_tokens"] = cached;
  if (written > 0) attributes["gen_ai.usage.cache_creation.input_tokens"] = written;
  if (usage.reasoning > 0) attributes["gen_ai.usage.reasoning.output_tokens"] = usage.reasoning;
  if (usage.estimated) attributes["modelmall.usage.estimated"] = true;
}
