import type { ChatMessage, ContentPart, ReasoningDetail, ToolCall } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { readContentList } from "./read-content.ts";
import { readImages } from "./read-images.ts";
import { argumentsText, signatureOf } from "./read-tool-calls.ts";
import { reasoningDetails } from "./reasoning.ts";

const ROLES: ReadonlySet<unknown> = new Set(["system", "developer", "user", "assistant", "tool"]);

/** Fields of an assistant's message that hold what it thought. */
const REASONING: ReadonlySet<string> = new Set(["reasoning", "reasoning_content", "reasoning_details"]);

/**
 * The messages of a body as ours; a field that is `null` is left out.
 * @throws {CallError} `invalid_request`, naming the place
 */
export function decodeMessages(messages: unknown): ChatMessage[] {
  if (!Array.isArray(messages)) throw invalidRequest("messages", "expected a list of messages");
  return messages.map((message: unknown, place) => decodeMessage(message, `messages[${place}]`));
}

function decodeMessage(message: unknown, field: string): ChatMessage {
  if (!isRecord(message)) throw invalidRequest(field, "expected an object with a role");
  const { role } = message;
  if (!ROLES.has(role)) {
    throw invalidRequest(`${field}.role`, `expected system, developer, user, assistant or tool, got ${shown(role)}`);
  }
  const decoded: UnknownRecord = {};
  for (const key of Object.keys(message)) {
    const value = message[key];
    if (value === null || key === "__proto__" || (role === "assistant" && REASONING.has(key))) continue;
    decoded[key] = key === "content" ? decodeContent(value, `${field}.content`) : value;
  }
  if (role === "assistant") decodeAssistant(message, decoded, field);
  else decoded.content ??= missingContent(role, field);
  if (role === "tool" && typeof decoded.tool_call_id !== "string") decoded.tool_call_id = "";
  // Its role, content and calls have been looked at; the rest passes.
  return decoded as unknown as ChatMessage;
}

function missingContent(role: unknown, field: string): string {
  if (role === "tool") return "";
  throw invalidRequest(`${field}.content`, "expected a text or a list of parts, got none");
}

function decodeAssistant(message: UnknownRecord, decoded: UnknownRecord, field: string): void {
  const { content, tool_calls: calls } = message;
  if (content === null) decoded.content = null;
  if (Array.isArray(calls)) {
    decoded.tool_calls = calls.map((call: unknown, place) => decodeCall(call, `${field}.tool_calls[${place}]`));
  } else delete decoded.tool_calls;
  let thinking = "";
  if (Array.isArray(content) && content.some(isThinking)) {
    thinking = readContentList(content).thinking;
    decoded.content = decodeContent(
      content.filter((part) => !isThinking(part)),
      `${field}.content`,
    );
  }
  const images = readImages({ images: message.images });
  if (images !== undefined) {
    delete decoded.images;
    decoded.content = [...partsOf(decoded.content), ...images];
  }
  const details = reasoningDetails(message, thinking) ?? emptyReasoning(message);
  if (details !== undefined) decoded.reasoning_details = details;
}

/** DeepSeek wants the field with calls to tools even where it holds nothing (https://api-docs.deepseek.com/guides/thinking_mode). */
function emptyReasoning({ reasoning_content: content }: UnknownRecord): ReasoningDetail[] | undefined {
  return content === "" ? [{ type: "text", dialect: "openai", text: "", format: "reasoning_content" }] : undefined;
}

function decodeCall(call: unknown, field: string): ToolCall {
  if (!isRecord(call) || !isRecord(call.function) || typeof call.function.name !== "string") {
    throw invalidRequest(field, "expected the call of a function with its name");
  }
  const { extra_content: _, ...passing } = call;
  const signature = signatureOf(call);
  const { function: called } = call;
  return {
    ...passing,
    id: typeof call.id === "string" ? call.id : "",
    type: "function",
    function: { ...called, name: call.function.name, arguments: argumentsText(called.arguments) },
    ...(signature === undefined ? undefined : { signature }),
  };
}

function partsOf(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content;
  return typeof content === "string" && content !== "" ? [{ type: "text", text: content }] : [];
}

function isThinking(part: unknown): boolean {
  return isRecord(part) && part.type === "thinking";
}

function decodeContent(content: unknown, field: string): string | ContentPart[] {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(decodePart);
  throw invalidRequest(field, `expected a text or a list of parts, got ${shown(content)}`);
}

function decodePart(part: unknown): ContentPart {
  if (typeof part === "string") return { type: "text", text: part };
  const native = { type: "native", dialect: "openai", value: part as JsonValue } as const;
  if (!isRecord(part)) return native;
  const { type, text, image_url: image, input_audio: audio, file, refusal } = part;
  // Each cast is to the shape that was just seen.
  if (type === "text" && typeof text === "string") return part as unknown as ContentPart;
  if (type === "image_url" && typeof image === "string") return { ...part, type, image_url: { url: image } };
  if (type === "image_url" && isRecord(image) && typeof image.url === "string") return part as unknown as ContentPart;
  if (type === "input_audio" && isRecord(audio) && typeof audio.data === "string")
    return part as unknown as ContentPart;
  if (type === "file" && isRecord(file)) return part as unknown as ContentPart;
  return type === "refusal" && typeof refusal === "string" ? (part as unknown as ContentPart) : native;
}

function shown(value: unknown): string {
  if (typeof value === "string") return `"${value.slice(0, 40)}"`;
  if (value === null || value === undefined) return "none";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
