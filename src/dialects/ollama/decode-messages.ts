import type { AssistantMessage, ChatMessage, ContentPart, ToolCall } from "../../chat.ts";
import { imageTypeOf } from "../../dialect/data-url.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { standInId } from "./tool-call-id.ts";

/** The turns of a body of Ollama's; fields without a word of ours travel under `ollama`. */
export function decodeMessages(messages: unknown): ChatMessage[] {
  if (!Array.isArray(messages)) throw invalidRequest("messages", "expected a list of messages");
  const decoded: ChatMessage[] = [];
  /** Calls that no message has answered yet: Ollama's answers name the tool, not the call. */
  const open: ToolCall[] = [];
  for (const [index, message] of messages.entries()) {
    if (!isRecord(message)) throw invalidRequest(`messages[${index}]`, "expected an object with role and content");
    decoded.push(decodeMessage(message, index, open));
  }
  return decoded;
}

function decodeMessage(message: UnknownRecord, index: number, open: ToolCall[]): ChatMessage {
  const { role, content, images, thinking, tool_calls: calls, tool_name: name, tool_call_id: id, ...rest } = message;
  const said = contentOf(content, images);
  const own = Object.keys(rest).length > 0 ? { ollama: rest } : undefined;
  switch (role) {
    case "system":
    case "user":
      return { role, content: said, ...own };
    case "assistant": {
      const toolCalls = Array.isArray(calls) ? calls.map((call, place) => decodeCall(call, index, place)) : [];
      open.push(...toolCalls);
      const details: AssistantMessage["reasoning_details"] =
        typeof thinking === "string" ? [{ type: "text", dialect: "ollama", text: thinking }] : undefined;
      return {
        role,
        content: said,
        ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : undefined),
        ...(details === undefined ? undefined : { reasoning_details: details }),
        ...own,
      };
    }
    case "tool": {
      const place = open.findIndex((call) => (typeof id === "string" ? call.id === id : call.function.name === name));
      const [call] = place < 0 ? [] : open.splice(place, 1);
      const answered =
        typeof id === "string" ? id : (call?.id ?? standInId("unasked", typeof name === "string" ? name : "", index));
      const isKnown = call !== undefined && call.function.name === name;
      const named = name === undefined || isKnown ? undefined : { tool_name: name };
      return { role, content: said, tool_call_id: answered, ...named, ...own };
    }
    default:
      throw invalidRequest(`messages[${index}].role`, "expected system, user, assistant or tool");
  }
}

function contentOf(content: unknown, images: unknown): string | ContentPart[] {
  const text = typeof content === "string" ? content : "";
  if (!Array.isArray(images) || images.length === 0) return text;
  const parts: ContentPart[] = text === "" ? [] : [{ type: "text", text }];
  for (const image of images) {
    if (typeof image !== "string") continue;
    parts.push({ type: "image_url", image_url: { url: `data:${imageTypeOf(image)};base64,${image}` } });
  }
  return parts;
}

function decodeCall(call: unknown, message: number, index: number): ToolCall {
  const { id, function: called } = isRecord(call) ? call : {};
  const { name, arguments: given } = isRecord(called) ? called : {};
  const known = typeof name === "string" ? name : "";
  return {
    id: typeof id === "string" && id !== "" ? id : standInId(`message ${message}`, known, index),
    type: "function",
    function: { name: known, arguments: typeof given === "string" ? given : JSON.stringify(given ?? {}) },
  };
}
