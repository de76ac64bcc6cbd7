import type { ChatRequest, Tool } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { decodeMessages } from "./decode-messages.ts";

type Extra = Record<string, JsonValue>;

type PlainKind = "number" | "boolean" | "string" | "object";

/** What a field must be to be read as ours. */
const KINDS: ReadonlyMap<string, PlainKind> = new Map<string, PlainKind>([
  ["parallel_tool_calls", "boolean"],
  ["temperature", "number"],
  ["top_p", "number"],
  ["top_k", "number"],
  ["max_tokens", "number"],
  ["max_completion_tokens", "number"],
  ["seed", "number"],
  ["presence_penalty", "number"],
  ["frequency_penalty", "number"],
  ["logit_bias", "object"],
  ["logprobs", "boolean"],
  ["top_logprobs", "number"],
  ["n", "number"],
  ["user", "string"],
  ["metadata", "object"],
  ["modalities", "object"],
  ["audio", "object"],
]);

/** Fields that are read by themselves, and a key that would change the prototype. */
const TOLD_APART: ReadonlySet<string> = new Set(["model", "stream", "messages", "stream_options", "__proto__"]);

const EFFORTS: ReadonlySet<unknown> = new Set(["none", "minimal", "low", "medium", "high", "xhigh", "max"]);
const FORMATS: ReadonlySet<unknown> = new Set(["text", "json_object", "json_schema"]);

/**
 * What a caller asked for who sent this body. A `null` is as if absent; what has no word of ours, or not the type it
 * should have, goes into `extra` as it is.
 * @throws {CallError} `invalid_request` for messages that are none
 */
export function decodeRequest(body: unknown): { request: ChatRequest; model?: string; stream: boolean } {
  if (!isRecord(body)) throw invalidRequest("body", "expected an object");
  const request: UnknownRecord & Pick<ChatRequest, "messages"> = { messages: decodeMessages(body.messages) };
  let extra = streamOptions(body.stream_options);
  for (const key of Object.keys(body)) {
    const value = body[key];
    if (value === undefined || value === null || TOLD_APART.has(key)) continue;
    const decoded = decodeField(key, value);
    if (decoded !== undefined) {
      request[key] = decoded;
      continue;
    }
    extra ??= {};
    extra[key] = value as JsonValue; // a body is parsed JSON, or made of it
  }
  if (extra !== undefined) {
    request.extra = extra;
    request.extraDialect = "openai";
  }
  const { model, stream } = body;
  const isStream = stream === true;
  return typeof model === "string" && model !== ""
    ? { request, model, stream: isStream }
    : { request, stream: isStream };
}

/** A field as ours; `undefined` where it cannot be read as such. */
function decodeField(key: string, value: unknown): unknown {
  const kind = KINDS.get(key);
  if (kind !== undefined) return typeof value === kind ? value : undefined;
  if (key === "stop") return typeof value === "string" || isListOfText(value) ? value : undefined;
  if (key === "tools") return Array.isArray(value) ? value.map(decodeTool) : undefined;
  if (key === "tool_choice") return decodeToolChoice(value);
  if (key === "response_format") return isRecord(value) && FORMATS.has(value.type) ? value : undefined;
  if (key === "reasoning_effort") return EFFORTS.has(value) ? value : undefined;
  return undefined;
}

function decodeTool(tool: unknown): Tool {
  if (isRecord(tool) && isRecord(tool.function) && (tool.type === "function" || tool.type === undefined)) {
    // Its name and schema are the provider's to judge.
    return { ...tool, type: "function" } as Tool;
  }
  return { type: "native", dialect: "openai", value: tool as JsonValue };
}

function decodeToolChoice(choice: unknown): unknown {
  if (choice === "any") return "required";
  if (choice === "auto" || choice === "none" || choice === "required") return choice;
  if (!isRecord(choice)) return undefined;
  if (choice.type === "function" && isRecord(choice.function)) return choice;
  return choice.type === "allowed_tools" && isRecord(choice.allowed_tools) ? choice : undefined;
}

/** Whether usage is wanted is not for the request to say: it always is. */
function streamOptions(options: unknown): Extra | undefined {
  if (!isRecord(options)) return undefined;
  const { include_usage: _, ...others } = options;
  return Object.keys(others).length > 0 ? { stream_options: others as Extra } : undefined;
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
