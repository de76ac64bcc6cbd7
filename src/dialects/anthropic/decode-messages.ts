import type {
  AssistantMessage,
  ChatMessage,
  ContentPart,
  ReasoningDetail,
  SystemMessage,
  ToolCall,
  ToolMessage,
} from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { passingFields } from "../../dialect/passing-fields.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { argumentsText, isUsualOrder, itemDetail, redactedDetail, thinkingDetail } from "./blocks.ts";
import { decodePart, decodeText, hasOnly, pick } from "./decode-part.ts";
import { BLOCK_ORDER, TOOL_USE_FIELDS } from "./encode-assistant.ts";
import { TOOL_RESULT_FIELDS } from "./encode-messages.ts";

/** What the application says first, as a message. */
export function decodeSystem(system: unknown): SystemMessage[] {
  if (system === undefined || system === null) return [];
  return [{ role: "system", content: decodeContent(system, "system") }];
}

/** The turns of a conversation as our messages: each tool's result is one of its own. */
export function decodeMessages(messages: unknown): ChatMessage[] {
  if (!Array.isArray(messages)) throw invalidRequest("messages", "expected a list");
  return messages.flatMap((message: unknown, index): ChatMessage[] => {
    const field = `messages[${index}]`;
    if (!isRecord(message)) throw invalidRequest(field, "expected an object");
    const { role, content, ...others } = message;
    const rest = passingFields(others, [], "anthropic");
    if (role === "assistant") return [{ ...rest, ...decodeAssistant(content, `${field}.content`) }];
    if (role === "system") return [{ ...rest, role, content: decodeContent(content, `${field}.content`) }];
    if (role === "user") return decodeUser(content, rest, `${field}.content`);
    throw invalidRequest(`${field}.role`, "expected user, assistant or system");
  });
}

function decodeUser(content: unknown, rest: UnknownRecord, field: string): ChatMessage[] {
  const blocks = Array.isArray(content) ? content : [];
  if (!blocks.some((block) => isRecord(block) && block.type === "tool_result")) {
    return [{ ...rest, role: "user", content: decodeContent(content, field) }];
  }
  const messages: ChatMessage[] = [];
  let parts: ContentPart[] = [];
  const close = (): void => {
    if (parts.length > 0) messages.push({ ...rest, role: "user", content: parts });
    parts = [];
  };
  for (const [index, block] of blocks.entries()) {
    const at = `${field}[${index}]`;
    if (!isRecord(block)) throw invalidRequest(at, "expected an object");
    if (block.type === "tool_result") {
      close();
      messages.push(decodeToolResult(block, at));
    } else parts.push(decodePart(block));
  }
  close();
  return messages;
}

function decodeToolResult({ type, tool_use_id: id, content, ...rest }: UnknownRecord, field: string): ToolMessage {
  if (typeof id !== "string") throw invalidRequest(`${field}.tool_use_id`, "expected text");
  return {
    ...passingFields(rest, TOOL_RESULT_FIELDS, "anthropic"),
    role: "tool",
    tool_call_id: id,
    content: content === undefined ? [] : decodeContent(content, `${field}.content`),
  };
}

function decodeContent(content: unknown, field: string): string | ContentPart[] {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) throw invalidRequest(field, "expected text or a list of blocks");
  return content.map((block, index) => {
    if (!isRecord(block)) throw invalidRequest(`${field}[${index}]`, "expected an object");
    return decodePart(block);
  });
}

function decodeAssistant(content: unknown, field: string): AssistantMessage {
  if (typeof content === "string") return { role: "assistant", content };
  if (!Array.isArray(content)) throw invalidRequest(field, "expected text or a list of blocks");
  const parts: ContentPart[] = [];
  const calls: ToolCall[] = [];
  const details: ReasoningDetail[] = [];
  let order = "";
  for (const [index, block] of content.entries()) {
    if (!isRecord(block)) throw invalidRequest(`${field}[${index}]`, "expected an object");
    const text = decodeText(block);
    const call = text === undefined ? decodeToolUse(block) : undefined;
    if (text !== undefined) parts.push(text);
    else if (call !== undefined) calls.push(call);
    else details.push(decodeDetail(block));
    order += text !== undefined ? "c" : call !== undefined ? "t" : "r";
  }
  return {
    role: "assistant",
    content: parts.length === 0 ? null : parts,
    ...(calls.length === 0 ? undefined : { tool_calls: calls }),
    ...(details.length === 0 ? undefined : { reasoning_details: details }),
    ...(isUsualOrder(order) ? undefined : { [BLOCK_ORDER]: order }),
  };
}

function decodeToolUse(block: UnknownRecord): ToolCall | undefined {
  const { type, id, name, input } = block;
  if (type !== "tool_use" || typeof id !== "string" || typeof name !== "string" || !isRecord(input)) return undefined;
  if (!hasOnly(block, ["type", "id", "name", "input", ...TOOL_USE_FIELDS])) return undefined;
  return { ...pick(block, TOOL_USE_FIELDS), id, type: "function", function: { name, arguments: argumentsText(input) } };
}

function decodeDetail(block: UnknownRecord): ReasoningDetail {
  const { type, thinking, signature, data } = block;
  if (type === "redacted_thinking" && typeof data === "string" && hasOnly(block, ["type", "data"]))
    return redactedDetail(data);
  const isSigned = typeof thinking === "string" && typeof signature === "string" && signature !== "";
  if (type === "thinking" && isSigned && hasOnly(block, ["type", "thinking", "signature"])) {
    return thinkingDetail(thinking, signature);
  }
  return itemDetail(block);
}
