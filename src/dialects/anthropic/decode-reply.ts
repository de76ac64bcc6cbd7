import { classify } from "../../call-error/classify.ts";
import type { AssistantMessage, ChatChoice, ContentPart, DecodedReply, ReasoningDetail, ToolCall } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext } from "../../dialect.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import {
  argumentsText,
  isUsualOrder,
  itemDetail,
  passingOfCall,
  redactedDetail,
  textOf,
  thinkingDetail,
} from "./blocks.ts";
import { BLOCK_ORDER } from "./encode-assistant.ts";
import { readStopReason } from "./finish-reason.ts";
import { JSON_ANSWER } from "./json-answer.ts";
import { fallbackModel, readUsage } from "./usage.ts";

/** The blocks of an answer, sorted. */
interface Sorted {
  text: string;
  reasoning: string;
  details: ReasoningDetail[];
  calls: ToolCall[];
  parts: ContentPart[];
  annotations: JsonValue[];
  /** Whether the text alone says all of `parts`. */
  isPlain: boolean;
  order: string;
}

/**
 * An answer of the Messages API (https://platform.claude.com/docs/en/api/messages/create#response).
 * @throws {CallError} `malformed_answer`, or what an error in a good answer says
 */
export function decodeReply(body: unknown, context: CallContext): DecodedReply {
  if (isRecord(body) && (body.type === "error" || isRecord(body.error))) {
    throw classify(readWireError(body), { provider: context.provider.name, body });
  }
  if (!isRecord(body) || !Array.isArray(body.content)) {
    throw malformed(
      `the answer is no message of Anthropic's: expected content as a list, got ${isRecord(body) ? kindOf(body.content) : kindOf(body)}`,
    );
  }
  const sorted = sortBlocks(body.content);
  const id = textOf(body.id);
  const modelServed = fallbackModel(body.usage) ?? textOf(body.model);
  const usage = readUsage(body.usage);
  // Assigned, not spread: this stands in the path of every call, and spreading costs more than all the rest of it.
  const reply: Writable<DecodedReply> = { choices: [choiceOf(sorted, body)] };
  if (id !== undefined) reply.id = id;
  if (modelServed !== undefined) reply.modelServed = modelServed;
  if (usage !== undefined) reply.usage = usage;
  return reply;
}

/** Why a model refused, where it says so. https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback */
export function readRefusal(reason: unknown, details: unknown): string | undefined {
  return reason === "refusal" && isRecord(details) ? textOf(details.explanation) : undefined;
}

function sortBlocks(content: readonly unknown[]): Sorted {
  const sorted: Sorted = {
    text: "",
    reasoning: "",
    details: [],
    calls: [],
    parts: [],
    annotations: [],
    isPlain: true,
    order: "",
  };
  for (const block of content) if (isRecord(block)) sortBlock(block, sorted);
  return sorted;
}

function sortBlock(block: UnknownRecord, sorted: Sorted): void {
  switch (block.type) {
    case "text":
      sortText(block, sorted);
      break;
    case "thinking":
      sorted.reasoning += textOf(block.thinking) ?? "";
      sorted.details.push(thinkingDetail(block.thinking, block.signature));
      sorted.order += "r";
      break;
    case "redacted_thinking":
      sorted.details.push(redactedDetail(block.data));
      sorted.order += "r";
      break;
    case "tool_use":
      if (block.name !== JSON_ANSWER) sortToolUse(block, sorted);
      else sortText({ type: "text", text: argumentsText(block.input) }, sorted);
      break;
    default:
      sorted.details.push(itemDetail(block));
      sorted.annotations.push(block as JsonValue);
      sorted.order += "r";
  }
}

function sortText(block: UnknownRecord, sorted: Sorted): void {
  const text = textOf(block.text);
  if (text === undefined) return;
  const { citations } = block;
  const isCited = Array.isArray(citations) && citations.length > 0;
  if (isCited) for (const citation of citations) sorted.annotations.push(citation);
  sorted.text += text;
  sorted.parts.push(isCited ? { type: "text", text, citations } : { type: "text", text });
  if (isCited) sorted.isPlain = false;
  sorted.order += "c";
}

function sortToolUse(block: UnknownRecord, sorted: Sorted): void {
  const { id, name, input } = block;
  sorted.calls.push({
    id: textOf(id) ?? "",
    type: "function",
    function: { name: textOf(name) ?? "", arguments: argumentsText(input) },
    ...passingOfCall(block),
  });
  sorted.order += "t";
}

function choiceOf(sorted: Sorted, body: UnknownRecord): ChatChoice {
  const { text, reasoning, details, calls, parts, annotations, isPlain, order } = sorted;
  const refusal = readRefusal(body.stop_reason, body.stop_details);
  const isSplit = !isUsualOrder(order);
  const message: Writable<AssistantMessage> = { role: "assistant", content: isPlain && !isSplit ? text : parts };
  if (calls.length > 0) message.tool_calls = calls;
  if (refusal !== undefined) message.refusal = refusal;
  if (details.length > 0) message.reasoning_details = details;
  if (isSplit) message[BLOCK_ORDER] = order;
  const raw = textOf(body.stop_reason);
  const finishReason = readStopReason(body.stop_reason, calls.length > 0);
  const choice: Writable<ChatChoice> = { index: 0, message, content: text, toolCalls: calls, finishReason };
  if (reasoning !== "") choice.reasoning = reasoning;
  if (raw !== undefined) choice.finishReasonRaw = raw;
  if (annotations.length > 0) choice.annotations = annotations;
  return choice;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
