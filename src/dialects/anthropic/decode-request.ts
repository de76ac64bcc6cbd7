import type { ChatMessage, ChatRequest } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { decodeMessages, decodeSystem } from "./decode-messages.ts";
import { decodeOutput } from "./decode-output.ts";
import { decodeTools } from "./decode-tools.ts";
import type { Draft } from "./draft.ts";

/** What a caller asked for who sent a body of the Messages API, also in the form Bedrock and Vertex take. */
export interface DecodedRequest {
  readonly request: ChatRequest;
  readonly model?: string;
  readonly stream: boolean;
}

/**
 * Reads a request to the Messages API; with Bedrock and Vertex the address names the model.
 * @throws {CallError} `invalid_request`, naming the field
 */
export function decodeRequest(body: unknown, url = ""): DecodedRequest {
  if (!isRecord(body)) throw invalidRequest("body", "expected a JSON object");
  const { model: named, messages, system, stream, ...rest } = body;
  const model = typeof named === "string" && named !== "" ? named : modelIn(url);
  const all: ChatMessage[] = [...decodeSystem(system), ...decodeMessages(messages)];
  const draft: Draft = { messages: all, extra: {} };
  decodeLimits(rest, draft);
  decodeTools(rest, draft);
  decodeOutput(rest, draft, model ?? "");
  for (const [name, value] of Object.entries(rest)) {
    if (!READ.has(name) && value !== undefined) draft.extra[name] = value as JsonValue;
  }
  const { extra, ...request } = draft;
  return {
    request: Object.keys(extra).length === 0 ? request : { ...request, extra, extraDialect: "anthropic" },
    ...(model === undefined ? undefined : { model }),
    stream: stream === true || /:streamRawPredict|\/invoke-with-response-stream/.test(url),
  };
}

const LIMITS = ["max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "metadata"] as const;
const READ: ReadonlySet<string> = new Set([...LIMITS, "tools", "tool_choice", "thinking", "output_config"]);

function decodeLimits(body: UnknownRecord, draft: Draft): void {
  for (const name of LIMITS) {
    const value = body[name];
    if (value === undefined) continue;
    // What the API itself refuses goes on as it came, so that the caller is told by it.
    if (!decodeLimit(name, value, draft)) draft.extra[name] = value as JsonValue;
  }
}

function decodeLimit(name: (typeof LIMITS)[number], value: unknown, draft: Draft): boolean {
  if (name === "stop_sequences") {
    if (!Array.isArray(value) || !value.every((text) => typeof text === "string" && text.trim() !== "")) return false;
    draft.stop = value;
    return true;
  }
  if (name === "metadata") {
    const user = isRecord(value) ? value.user_id : undefined;
    if (typeof user === "string") draft.user = user;
    return draft.user !== undefined && Object.keys(value as object).length === 1;
  }
  if (typeof value !== "number") return false;
  if (name === "temperature" && (value < 0 || value > 1)) return false;
  draft[name] = value;
  return true;
}

function modelIn(url: string): string | undefined {
  const found = /\/models?\/([^/:?#]+(?:(?:%3A|:)\d+)?)(?:\/invoke|:rawPredict|:streamRawPredict)/i.exec(url)?.[1];
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found);
  } catch {
    return found;
  }
}
