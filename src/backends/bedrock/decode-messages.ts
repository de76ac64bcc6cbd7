import type { AssistantMessage, ChatMessage, ContentPart, ReasoningDetail, ToolCall, ToolMessage } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { DOCUMENT_TYPES } from "./media-blocks.ts";

/** A turn of Converse; one of the user's becomes several where it holds what tools answered. */
export function decodeMessage(message: unknown, index: number): ChatMessage[] {
  const { role, content } = isRecord(message) ? message : {};
  const blocks = Array.isArray(content) ? content : [];
  if (role === "assistant") return [decodeAssistant(blocks)];
  if (role === "user") return decodeUser(blocks);
  throw invalidRequest(`messages[${index}].role`, `expected user or assistant, got ${String(role)}`);
}

/** Marks the end of what is to be cached on the last of some parts, tools or calls; `false` where there is none to mark. */
export function addCacheControl(values: object[], { ttl }: UnknownRecord): boolean {
  const last = values.at(-1) as { cache_control?: unknown; type?: unknown } | undefined;
  if (last === undefined || last.cache_control !== undefined || last.type === "native") return false;
  last.cache_control = { type: "ephemeral", ...(typeof ttl === "string" ? { ttl } : undefined) };
  return true;
}

function decodeUser(blocks: readonly unknown[]): ChatMessage[] {
  const messages: ChatMessage[] = [];
  let parts: unknown[] = [];
  const flush = () => {
    if (parts.length > 0) messages.push({ role: "user", content: plain(decodeParts(parts)) });
    parts = [];
  };
  for (const block of blocks) {
    const { toolResult, cachePoint } = isRecord(block) ? block : {};
    if (isRecord(toolResult)) {
      flush();
      messages.push(decodeToolResult(toolResult));
    } else if (isRecord(cachePoint) && parts.length === 0 && messages.length > 0) {
      addCacheControl(messages, cachePoint);
    } else parts.push(block);
  }
  flush();
  return messages;
}

function decodeToolResult({ toolUseId, content, status }: UnknownRecord): ToolMessage {
  return {
    role: "tool",
    content: plain(decodeParts(Array.isArray(content) ? content : [])),
    tool_call_id: typeof toolUseId === "string" ? toolUseId : "",
    ...(typeof status === "string" ? { is_error: status === "error" } : undefined),
  };
}

function decodeAssistant(blocks: readonly unknown[]): AssistantMessage {
  const details: ReasoningDetail[] = [];
  const said: unknown[] = [];
  const calls: ToolCall[] = [];
  for (const block of blocks) {
    const { toolUse, reasoningContent, cachePoint } = isRecord(block) ? block : {};
    if (isRecord(toolUse) && toolUse.type !== "server_tool_use") calls.push(decodeCall(toolUse));
    else if (isRecord(reasoningContent)) details.push(...decodeReasoning(reasoningContent));
    else if (isRecord(cachePoint) && calls.length > 0) addCacheControl(calls, cachePoint);
    else said.push(block);
  }
  const content = plain(decodeParts(said));
  return {
    role: "assistant",
    content: content === "" && calls.length > 0 ? null : content,
    ...(calls.length > 0 ? { tool_calls: calls } : undefined),
    ...(details.length > 0 ? { reasoning_details: details } : undefined),
  };
}

function decodeCall({ toolUseId, name, input }: UnknownRecord): ToolCall {
  return {
    id: typeof toolUseId === "string" ? toolUseId : "",
    type: "function",
    function: { name: typeof name === "string" ? name : "", arguments: JSON.stringify(input ?? {}) },
  };
}

function decodeReasoning({ reasoningText, redactedContent }: UnknownRecord): ReasoningDetail[] {
  if (typeof redactedContent === "string") return [{ type: "encrypted", dialect: "bedrock", data: redactedContent }];
  const { text, signature } = isRecord(reasoningText) ? reasoningText : {};
  if (typeof text !== "string") return [];
  return [{ type: "text", dialect: "bedrock", text, ...(typeof signature === "string" ? { signature } : undefined) }];
}

/** One bare text as itself; everything else as parts. */
function plain(parts: ContentPart[]): string | ContentPart[] {
  const [first, ...others] = parts;
  if (first === undefined) return "";
  return first.type === "text" && others.length === 0 && Object.keys(first).length === 2 ? first.text : parts;
}

/** Blocks of content; what no part of ours says stays in Bedrock's words. */
export function decodeParts(blocks: readonly unknown[]): ContentPart[] {
  const parts: ContentPart[] = [];
  for (const block of blocks) {
    if (isRecord(block) && isRecord(block.cachePoint) && addCacheControl(parts, block.cachePoint)) continue;
    parts.push((isRecord(block) ? decodePart(block) : undefined) ?? native(block));
  }
  return parts;
}

function native(block: unknown): ContentPart {
  return { type: "native", dialect: "bedrock", value: block as JsonValue };
}

function decodePart({ text, image, document, audio }: UnknownRecord): ContentPart | undefined {
  if (typeof text === "string") return { type: "text", text };
  if (isRecord(image)) {
    const data = bytesIn(image);
    const url = data === undefined ? undefined : `data:image/${image.format};base64,${data}`;
    return url === undefined ? undefined : { type: "image_url", image_url: { url } };
  }
  if (isRecord(audio)) {
    const data = bytesIn(audio);
    const isKnown = data !== undefined && typeof audio.format === "string";
    return isKnown ? { type: "input_audio", input_audio: { data, format: String(audio.format) } } : undefined;
  }
  return isRecord(document) ? decodeDocument(document) : undefined;
}

function decodeDocument(document: UnknownRecord): ContentPart | undefined {
  const { format, name, citations, context } = document;
  const data = bytesIn(document);
  const mediaType = typeof format === "string" ? DOCUMENT_TYPES.get(format) : undefined;
  if (data === undefined || mediaType === undefined) return undefined;
  return {
    type: "file",
    file: { filename: `${name}.${format}`, file_data: `data:${mediaType};base64,${data}` },
    ...(citations === undefined ? undefined : { citations }),
    ...(context === undefined ? undefined : { context }),
  };
}

function bytesIn({ source }: UnknownRecord): string | undefined {
  return isRecord(source) && typeof source.bytes === "string" ? source.bytes : undefined;
}
