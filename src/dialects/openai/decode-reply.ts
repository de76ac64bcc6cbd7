import type { AssistantMessage, ChatChoice, DecodedReply, ImagePart } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import type { CallContext } from "../../dialect.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { readAnnotations } from "./annotations.ts";
import { compatibilityOf } from "./compatibility.ts";
import { failureIn, failureOfChoice } from "./failure.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { holdsLogprobs } from "./logprobs.ts";
import { readContentList } from "./read-content.ts";
import { readImages } from "./read-images.ts";
import { readToolCalls } from "./read-tool-calls.ts";
import { reasoningDetails, reasoningText } from "./reasoning.ts";
import { readUsage } from "./usage.ts";

/**
 * A whole answer (https://platform.openai.com/docs/api-reference/chat/object), or one of the older text completions.
 * @throws {CallError} `malformed_answer`, or what an error inside a good answer means
 */
export function decodeReply(body: unknown, context: CallContext): DecodedReply {
  if (!isRecord(body)) throw malformed(`expected a chat completion, got ${kindOf(body)}`);
  const { choices, id, model } = body;
  const failure = failureIn(body, context);
  if (failure !== undefined) throw failure;
  if (!Array.isArray(choices)) throw malformed(`expected "choices" in a chat completion, got ${kindOf(choices)}`);
  if (choices.length === 0) throw malformed(`expected at least one of "choices" in a chat completion, got none`);

  const reply: Writable<DecodedReply> = {
    choices: choices.map((choice: unknown, place) => decodeChoice(choice, place, body, context)),
  };
  if (typeof id === "string" && id !== "") reply.id = id;
  if (typeof model === "string" && model !== "") reply.modelServed = model;
  const usage = readUsage(body, compatibilityOf(context.provider.name));
  if (usage !== undefined) reply.usage = usage;
  return reply;
}

function decodeChoice(choice: unknown, place: number, body: UnknownRecord, context: CallContext): ChatChoice {
  if (!isRecord(choice)) throw malformed(`expected an object at choices[${place}], got ${kindOf(choice)}`);
  const failure = failureOfChoice(choice, context);
  if (failure !== undefined) throw failure;
  const message = isRecord(choice.message) ? choice.message : textMessage(choice, place);
  const index = typeof choice.index === "number" ? choice.index : place;
  const { text, thinking } = readContent(message.content);
  const toolCalls = readToolCalls(message, index);
  const images = readImages(message);
  const raw = typeof choice.finish_reason === "string" ? choice.finish_reason : undefined;

  const decoded: Writable<ChatChoice> = {
    index,
    message: sentBack(message, { text, thinking, toolCalls, images }),
    content: text,
    toolCalls,
    finishReason: finishReasonOf(raw, toolCalls.length > 0),
  };
  if (raw !== undefined) decoded.finishReasonRaw = raw;
  const reasoning = thinking === "" ? reasoningText(message) : thinking;
  if (reasoning !== undefined) decoded.reasoning = reasoning;
  if (holdsLogprobs(choice.logprobs)) decoded.logprobs = choice.logprobs;
  const annotations = readAnnotations(message, body);
  if (annotations !== undefined) decoded.annotations = annotations;
  return decoded;
}

interface Said {
  text: string;
  thinking: string;
  toolCalls: ChatChoice["toolCalls"];
  images: ImagePart[] | undefined;
}

function sentBack(message: UnknownRecord, { text, thinking, toolCalls, images }: Said): AssistantMessage {
  const sent: Writable<AssistantMessage> = {
    role: "assistant",
    content: text === "" && (toolCalls.length > 0 || typeof message.content !== "string") ? null : text,
  };
  if (images !== undefined) sent.content = text === "" ? images : [{ type: "text", text }, ...images];
  if (toolCalls.length > 0) sent.tool_calls = toolCalls;
  if (typeof message.refusal === "string" && message.refusal !== "") sent.refusal = message.refusal;
  const details = reasoningDetails(message, thinking);
  if (details !== undefined) sent.reasoning_details = details;
  const { audio } = message;
  // JSON data, as it was parsed.
  if (isRecord(audio) && typeof audio.id === "string" && audio.id !== "")
    sent.audio = audio as NonNullable<AssistantMessage["audio"]>;
  return sent;
}

function readContent(content: unknown): { text: string; thinking: string } {
  if (typeof content === "string") return { text: content, thinking: "" };
  return Array.isArray(content) ? readContentList(content) : { text: "", thinking: "" };
}

/** A choice of the text completions (https://platform.openai.com/docs/api-reference/completions/object). */
function textMessage({ text }: UnknownRecord, place: number): UnknownRecord {
  if (typeof text === "string") return { content: text };
  throw malformed(`expected "message" at choices[${place}], got none`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "none";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
