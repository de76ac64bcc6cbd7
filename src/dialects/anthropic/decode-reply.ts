import { classify } from "../../call-error/classify.ts";
import type { AssistantMessage, ChatChoice, ContentPart, DecodedReply, ReasoningDetail, ToolCall } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext } from "../../dialect.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { argumentsText, isUsualOrder, itemDetail, redactedDetail, textOf, thinkingDetail } from "./blocks.ts";
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
  return {
    ...(id === undefined ? undefined : { id }),
    ...(modelServed === undefined ? undefined : { modelServed }),
    choices: [choiceOf(sorted, body)],
    ...(usage === undefined ? undefined : { usage }),
  };
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

function sortToolUse({ id, name, input, caller }: UnknownRecord, sorted: Sorted): void {
  sorted.calls.push({
    id: textOf(id) ?? "",
    type: "function",
    function: { name: textOf(name) ?? "", arguments: argumentsText(input) },
    // A call from code the model runs must name its caller when it goes back; any other need not.
    ...(isRecord(caller) && caller.type !== "direct" ? { caller } : undefined),
  });
  sorted.order += "t";
}

function choiceOf(sorted: Sorted, body: UnknownRecord): ChatChoice {
  const { text, reasoning, details, calls, parts, annotations, isPlain, order } = sorted;
  const refusal = readRefusal(body.stop_reason, body.stop_details);
  const isSplit = !isUsualOrder(order);
  const message: AssistantMessage = {
    role: "assistant",
    content: isPlain && !isSplit ? text : parts,
    ...(calls.length === 0 ? undefined : { tool_calls: calls }),
    ...(refusal === undefined ? undefined : { refusal }),
    ...(details.length === 0 ? undefined : { reasoning_details: details }),
    ...(isSplit ? { [BLOCK_ORDER]: order } : undefined),
  };
  const raw = textOf(body.stop_reason);
  return {
    index: 0,
    message,
    content: text,
    ...(reasoning === "" ? undefined : { reasoning }),
    toolCalls: calls,
    finishReason: readStopReason(body.stop_reason, calls.length > 0),
    ...(raw === undefined ? undefined : { finishReasonRaw: raw }),
    ...(annotations.length === 0 ? undefined : { annotations }),
  };
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
