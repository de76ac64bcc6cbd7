import type { ChatRequest, ResponseFormat } from "../../chat.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { Adaptation } from "../../usage.ts";
import type { UnknownRecord } from "../../util/record.ts";
import type { Encoding } from "./encode-parts.ts";
import { reportSchema } from "./schema-keywords.ts";
import { thinkingConfigFor } from "./thinking.ts";

// Our numbers under their names (https://ai.google.dev/api/generate-content#generationconfig).
const NUMBERS = [
  ["temperature", "temperature"],
  ["top_p", "topP"],
  ["top_k", "topK"],
  ["seed", "seed"],
  ["presence_penalty", "presencePenalty"],
  ["frequency_penalty", "frequencyPenalty"],
  ["n", "candidateCount"],
] as const;

/**
 * `generationConfig` for a request; what `own` (the caller's words in Google's names) holds already is not said twice.
 * @throws {CallError} `unsupported_request`
 */
export function encodeConfig(request: ChatRequest, own: UnknownRecord, encoding: Encoding): UnknownRecord {
  const config: UnknownRecord = {};
  for (const [ours, theirs] of NUMBERS) {
    const value = request[ours];
    if (value !== undefined && value !== null) config[theirs] = value;
  }
  const most = request.max_completion_tokens ?? request.max_tokens;
  if (most !== undefined && most !== null) config.maxOutputTokens = most;
  const { stop, logprobs, top_logprobs: topLogprobs, modalities, audio, response_format: format } = request;
  if (stop !== undefined && stop !== null) config.stopSequences = typeof stop === "string" ? [stop] : [...stop];
  if (logprobs) config.responseLogprobs = true;
  if (topLogprobs !== undefined && topLogprobs !== null) config.logprobs = topLogprobs;
  if (modalities) config.responseModalities = modalities.map((modality) => modality.toUpperCase());
  if (audio) config.speechConfig = speechConfig(audio, encoding.adaptations);
  if (format) Object.assign(config, encodeFormat(format, own, encoding.adaptations));
  if (request.reasoning_effort && own.thinkingConfig === undefined) {
    const thinkingConfig = thinkingConfigFor(request.reasoning_effort, encoding.context, encoding.adaptations);
    if (thinkingConfig !== undefined) config.thinkingConfig = thinkingConfig;
  }
  return config;
}

function encodeFormat(format: ResponseFormat, own: UnknownRecord, adaptations: Adaptation[]): UnknownRecord {
  if (format.type === "text") return {};
  if (format.type === "json_object") return { responseMimeType: "application/json" };
  if (format.type !== "json_schema") {
    const { type } = format as { type: unknown };
    throw unsupported(
      "response_format.type",
      `unknown type ${JSON.stringify(type)}; expected text, json_object or json_schema`,
    );
  }
  const { schema, description } = format.json_schema;
  // A caller who speaks Google's own form of schemas has said it there.
  if (schema === undefined || own.responseSchema !== undefined || own.responseFormat !== undefined) {
    return { responseMimeType: "application/json" };
  }
  reportSchema(schema, "response_format.json_schema.schema", adaptations);
  const described = description === undefined || schema.description !== undefined ? schema : { ...schema, description };
  return { responseMimeType: "application/json", responseJsonSchema: described };
}

// https://ai.google.dev/gemini-api/docs/speech-generation
function speechConfig({ voice, format }: NonNullable<ChatRequest["audio"]>, adaptations: Adaptation[]): UnknownRecord {
  if (typeof voice !== "string")
    throw unsupported("audio.voice", "expected the name of one of Google's voices, such as Kore");
  if (format !== "pcm16") {
    adaptations.push({ field: "audio.format", what: `Google speaks in 24 kHz PCM alone, not in ${format}` });
  }
  return { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } };
}
