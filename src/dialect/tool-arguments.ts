import type { ToolCall } from "../chat.ts";
import { isRecord, type UnknownRecord } from "../util/record.ts";
import { invalidRequest } from "./invalid-request.ts";

/**
 * The arguments of a call as an object, for dialects that send them so; no text at all means no arguments.
 * @throws {CallError} `invalid_request` for what is no JSON object: repairing it would be guessing
 */
export function argumentsOf(call: ToolCall, field: string): UnknownRecord {
  const text = call.function.arguments;
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isRecord(value)) return value;
  throw invalidRequest(
    `${field}.function.arguments`,
    `expected the text of a JSON object, as the tool "${call.function.name}" was called with; got ${JSON.stringify(text.slice(0, 40))}`,
  );
}
