import type { ChatChoice, ChatChunk, DecodedReply, ToolCallDelta } from "../../chat.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { finishWordOf } from "./finish-reason.ts";

/** Whether a piece of an answer says in OpenAI's own way what was read from it, so that its clients read the same. */
export function isByTheBook(
  { index, delta, finish_reason: finish }: UnknownRecord,
  read: ChatChunk | undefined,
): boolean {
  if (typeof index !== "number" || !isRecord(delta)) return false;
  if (isTold(finish) && finish !== finishWordOf(read?.finishReason)) return false;
  const { content, tool_calls: calls } = delta;
  if (isTold(content) && typeof content !== "string") return false;
  return !isTold(calls) || hasSame(calls, read?.toolCalls ?? []);
}

/** Whether a whole answer says in OpenAI's own way what was read from it. */
export function isAnswerByTheBook(body: unknown, { choices }: DecodedReply): boolean {
  if (!isRecord(body) || body.object !== "chat.completion" || typeof body.id !== "string") return false;
  const { choices: told, created } = body;
  if (typeof created !== "number" || !Array.isArray(told) || told.length !== choices.length) return false;
  return choices.every((choice, at) => isChoiceByTheBook(told[at], choice));
}

function isChoiceByTheBook(told: unknown, read: ChatChoice): boolean {
  if (!isRecord(told) || told.index !== read.index || !isRecord(told.message)) return false;
  const { role, content, tool_calls: calls } = told.message;
  if (role !== "assistant" || (content !== null && typeof content !== "string")) return false;
  if (told.finish_reason !== finishWordOf(read.finishReason)) return false;
  if (!isTold(calls)) return read.toolCalls.length === 0;
  return Array.isArray(calls) && calls.length === read.toolCalls.length && calls.every(isCallByTheBook);
}

function isCallByTheBook(call: unknown): boolean {
  if (!isRecord(call) || typeof call.id !== "string" || call.type !== "function" || !isRecord(call.function))
    return false;
  return typeof call.function.name === "string" && typeof call.function.arguments === "string";
}

function hasSame(calls: unknown, read: readonly ToolCallDelta[]): boolean {
  return Array.isArray(calls) && calls.length === read.length && read.every((delta, at) => isSame(calls[at], delta));
}

// Clients put pieces together by their index, and some append an id that is repeated to the one they have.
function isSame(call: unknown, { index, id, name, arguments: text }: ToolCallDelta): boolean {
  if (!isRecord(call) || call.index !== index || (call.id ?? undefined) !== id) return false;
  const given = isRecord(call.function) ? call.function : {};
  return (given.name ?? undefined) === name && (given.arguments ?? "") === (text ?? "");
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null;
}
