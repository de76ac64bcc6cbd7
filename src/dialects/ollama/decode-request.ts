import type { ChatMessage, ChatRequest, ReasoningEffort, ResponseFormat, Tool } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { decodeMessages } from "./decode-messages.ts";

const BODY_KEYS: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "stream",
  "tools",
  "format",
  "think",
  "logprobs",
  "top_logprobs",
  "options",
]);
/** Fields of `/api/generate` that a chat says with messages. */
const PROMPT_KEYS: ReadonlySet<string> = new Set(["prompt", "system", "images"]);

const NUMBERS = ["temperature", "top_p", "top_k", "seed", "presence_penalty", "frequency_penalty"] as const;

/** What a caller of `/api/chat` asked for; a body of `/api/generate` becomes the chat that says the same. */
export function decodeRequest(body: unknown): { request: ChatRequest; model?: string; stream: boolean } {
  if (!isRecord(body)) throw invalidRequest("body", "expected a JSON object");
  const isPrompt = body.messages === undefined && typeof body.prompt === "string";
  const messages = isPrompt ? promptMessages(body) : decodeMessages(body.messages);
  const extra: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(body)) {
    if (BODY_KEYS.has(key) || (isPrompt && PROMPT_KEYS.has(key))) continue;
    extra[key] = value as JsonValue;
  }
  const { fields, others } = decodeOptions(body.options);
  if (Object.keys(others).length > 0) extra.options = others;
  const effort = effortOf(body.think);
  if (effort === undefined && body.think !== undefined) extra.think = body.think as JsonValue;
  const format = formatOf(body.format);
  if (format === undefined && body.format !== undefined) extra.format = body.format as JsonValue;
  const request: ChatRequest = {
    messages,
    ...fields,
    ...(Array.isArray(body.tools) ? { tools: body.tools.map(decodeTool) } : undefined),
    ...(format === undefined ? undefined : { response_format: format }),
    ...(effort === undefined ? undefined : { reasoning_effort: effort }),
    ...(typeof body.logprobs === "boolean" ? { logprobs: body.logprobs } : undefined),
    ...(typeof body.top_logprobs === "number" ? { top_logprobs: body.top_logprobs } : undefined),
    ...(Object.keys(extra).length > 0 ? { extra, extraDialect: "ollama" } : undefined),
  };
  // Ollama streams unless it is told not to.
  return { request, stream: body.stream !== false, ...(typeof body.model === "string" ? { model: body.model } : {}) };
}

function promptMessages({ prompt, system, images }: UnknownRecord): ChatMessage[] {
  const turns: unknown[] = [];
  if (typeof system === "string" && system !== "") turns.push({ role: "system", content: system });
  turns.push({ role: "user", content: prompt, ...(Array.isArray(images) && images.length > 0 ? { images } : {}) });
  return decodeMessages(turns);
}

function decodeOptions(options: unknown): { fields: Partial<ChatRequest>; others: Record<string, JsonValue> } {
  const fields: Record<string, unknown> = {};
  const others: Record<string, JsonValue> = {};
  if (!isRecord(options)) return { fields, others };
  for (const [key, value] of Object.entries(options)) {
    if (key === "num_predict" && typeof value === "number") fields.max_tokens = value;
    else if (key === "stop" && Array.isArray(value)) fields.stop = value;
    else if (typeof value === "number" && NUMBERS.some((name) => name === key)) fields[key] = value;
    else others[key] = value as JsonValue;
  }
  return { fields, others };
}

/** `true` says nothing of how much; `medium` is what it comes back from. */
function effortOf(think: unknown): ReasoningEffort | undefined {
  if (think === true) return "medium";
  if (think === false) return "none";
  return think === "low" || think === "medium" || think === "high" || think === "max" ? think : undefined;
}

function formatOf(format: unknown): ResponseFormat | undefined {
  if (format === "json") return { type: "json_object" };
  if (!isRecord(format)) return undefined;
  const { title } = format;
  const name = typeof title === "string" && /^[\w-]{1,64}$/.test(title) ? title : "answer";
  return { type: "json_schema", json_schema: { name, schema: format as Record<string, JsonValue> } };
}

function decodeTool(tool: unknown): Tool {
  const { type, function: called } = isRecord(tool) ? tool : {};
  const isFunction = type === "function" && isRecord(called) && typeof called.name === "string";
  return isFunction ? (tool as Tool) : { type: "native", dialect: "ollama", value: tool as JsonValue };
}
