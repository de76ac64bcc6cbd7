import type { ChatChoice, ChatReply, ContentPart, ToolCall } from "../../chat.ts";
import { parseDataUrl } from "../../dialect/data-url.ts";
import { renameModel } from "../../dialect/rename-model.ts";
import type { ServedCall } from "../../served-dialect.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";
import { encodeAnnotations } from "./encode-annotations.ts";
import { encodeDetails } from "./encode-reasoning.ts";
import { encodeUsage } from "./encode-usage.ts";
import { finishWordOf, nativeFinishOf } from "./finish-reason.ts";

const USAGE = '"usage"';

/**
 * A whole answer (https://platform.openai.com/docs/api-reference/chat/object). What OpenAI has no word for stands where
 * its copies put it: thinking in `reasoning_content` (DeepSeek) and `reasoning_details`, images in `images`, the
 * provider's own reason in `native_finish_reason` (OpenRouter), `null` where it told none. What came in OpenAI's own
 * words is passed on as it was written, but for the model's name and the cost.
 */
export function encodeReply(reply: ChatReply, asked: ServedCall): UnknownRecord {
  const { usage, raw } = reply;
  if (reply.rawDialect === "openai" && isRecord(raw)) return passOn(raw, reply, asked);
  const body: UnknownRecord = {
    id: `chatcmpl-${asked.id}`,
    object: "chat.completion",
    created: secondsOf(asked.createdAt),
    model: asked.model,
    choices: reply.choices.map((choice) => encodeChoice(choice, asked)),
  };
  if (usage !== undefined) body.usage = encodeUsage(usage, reply.cost);
  if (usage?.serviceTier !== undefined) body.service_tier = usage.serviceTier;
  return body;
}

function passOn(raw: UnknownRecord, { usage, cost }: ChatReply, { model }: ServedCall): UnknownRecord {
  const told = { ...raw, model };
  if (!isRecord(raw.usage)) return usage === undefined ? told : { ...told, usage: encodeUsage(usage, cost) };
  return cost.usd === null ? told : { ...told, usage: { cost: Number(cost.usd), ...raw.usage } };
}

/** What came in OpenAI's own words, in JSON as it was written; `undefined` where it has to be encoded. */
export function passReply({ raw, rawDialect, rawText, usage, cost }: ChatReply, asked: ServedCall): string | undefined {
  if (rawDialect !== "openai" || rawText === undefined) return undefined;
  const told = own(raw, "usage");
  if (!isRecord(told)) return usage === undefined ? renameModel(rawText, asked.model) : undefined;
  if (cost.usd === null || Object.hasOwn(told, "cost")) return renameModel(rawText, asked.model);
  const at = rawText.indexOf(USAGE);
  // It has to be the answer's own, and to hold something before which the cost can stand.
  if (rawText.lastIndexOf(USAGE) !== at || Object.keys(told).length === 0) return undefined;
  const added = { at: rawText.indexOf("{", at) + 1, text: `"cost":${Number(cost.usd)},` };
  return renameModel(rawText, asked.model, added);
}

/** OpenAI's time: whole seconds since 1970. */
export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function encodeChoice(choice: ChatChoice, asked: ServedCall): UnknownRecord {
  const { finishReason, finishReasonRaw: raw } = choice;
  const word = finishWordOf(finishReason);
  const encoded: UnknownRecord = {
    index: choice.index,
    message: encodeMessage(choice, asked),
    logprobs: encodeLogprobs(choice.logprobs),
    finish_reason: word,
  };
  const native = nativeFinishOf(finishReason, raw);
  if (native !== undefined && native !== word) encoded.native_finish_reason = native;
  return encoded;
}

function encodeMessage(choice: ChatChoice, asked: ServedCall): UnknownRecord {
  const { message, content, reasoning, toolCalls } = choice;
  const { refusal } = message;
  const isRefusal = typeof refusal === "string" && refusal !== "";
  const saysNothing = content === "" && (message.content === null || toolCalls.length > 0 || isRefusal);
  const encoded: UnknownRecord = {
    role: "assistant",
    content: saysNothing ? null : content,
    refusal: isRefusal ? refusal : null,
  };
  if (reasoning !== undefined && reasoning !== "") encoded.reasoning_content = reasoning;
  const details = encodeDetails(message.reasoning_details, 0);
  if (details !== undefined) encoded.reasoning_details = details;
  if (toolCalls.length > 0) encoded.tool_calls = toolCalls.map(encodeCall);
  const annotations = encodeAnnotations(choice.annotations);
  if (annotations !== undefined) encoded.annotations = annotations;
  const parts = Array.isArray(message.content) ? message.content : [];
  const images = encodeImages(parts);
  if (images !== undefined) encoded.images = images;
  const audio = message.audio ?? encodeSound(parts, asked);
  if (audio !== undefined) encoded.audio = audio;
  return encoded;
}

function encodeCall({ id, function: called, signature }: ToolCall): UnknownRecord {
  const encoded: UnknownRecord = {
    id,
    type: "function",
    function: { name: called.name, arguments: called.arguments },
  };
  if (signature !== undefined) encoded.extra_content = encodeSignature(signature);
  return encoded;
}

/** Where Gemini's thought signature stands (https://ai.google.dev/gemini-api/docs/thought-signatures#openai). */
export function encodeSignature(signature: string): UnknownRecord {
  return { google: { thought_signature: signature } };
}

/** Log probabilities in the shape of OpenAI's; what has another is left out, for clients check it. */
export function encodeLogprobs(logprobs: unknown): UnknownRecord | null {
  if (!isRecord(logprobs)) return null;
  const { content, refusal } = logprobs;
  return Array.isArray(content) || Array.isArray(refusal) ? logprobs : null;
}

/** Images the model made (https://openrouter.ai/docs/features/multimodal/image-generation). */
export function encodeImages(parts: readonly ContentPart[] | undefined): unknown[] | undefined {
  const images: unknown[] = [];
  for (const part of parts ?? []) {
    if (part.type !== "image_url") continue;
    images.push({ type: "image_url", image_url: { url: part.image_url.url } });
  }
  return images.length === 0 ? undefined : images;
}

/** Sound the model made, where its provider has no ids to ask for it again by: it is gone as soon as it is told. */
export function encodeSound(parts: readonly ContentPart[] | undefined, asked: ServedCall): UnknownRecord | undefined {
  for (const part of parts ?? []) {
    if (part.type !== "input_audio") continue;
    const { data } = part.input_audio;
    return {
      id: `audio_${asked.id}`,
      data: parseDataUrl(data)?.base64 ?? data,
      expires_at: secondsOf(asked.createdAt),
      transcript: "",
    };
  }
  return undefined;
}
