import type { AssistantMessage, ReasoningDetail, ToolCall } from "../../chat.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

/** Where in `additional_kwargs` stands what LangChain has no place for and a dialect wants back. */
const KEPT = "modelmall";

/** What must go back with the next turn, and has no place of its own in a LangChain message. */
export interface KeptFields {
  /** Fields of a dialect's own beside the message's content. */
  message?: UnknownRecord;
  /** The same of tool calls, by the id of the call: a signature. */
  toolCalls?: Record<string, UnknownRecord>;
}

const MESSAGE_FIELDS: ReadonlySet<string> = new Set([
  "role",
  "content",
  "tool_calls",
  "refusal",
  "reasoning_details",
  "audio",
  "name",
]);
const CALL_FIELDS: ReadonlySet<string> = new Set(["id", "index", "type", "name", "function", "arguments"]);

/** What of an answer must be kept for the next turn. */
export function keptOf(message: AssistantMessage, calls: readonly ToolCall[]): KeptFields {
  const kept: KeptFields = {};
  const rest = without(message, MESSAGE_FIELDS);
  if (rest !== undefined) kept.message = rest;
  for (const call of calls) keepCall(kept, call.id, call);
  return kept;
}

/** Keeps what a call, or a piece of one, has beside its name and arguments. */
export function keepCall(kept: KeptFields, id: string, call: UnknownRecord): void {
  const rest = without(call, CALL_FIELDS);
  if (rest === undefined) return;
  kept.toolCalls ??= {};
  kept.toolCalls[id] = { ...kept.toolCalls[id], ...rest };
}

/** Kept fields as a part of `additional_kwargs`; `undefined` where there are none. */
export function writeKept(kept: KeptFields): UnknownRecord | undefined {
  return kept.message === undefined && kept.toolCalls === undefined ? undefined : { [KEPT]: kept };
}

/** What of `additional_kwargs` is kept fields. */
export function readKept(additional: UnknownRecord): KeptFields {
  const kept = own(additional, KEPT);
  const message = own(kept, "message");
  const toolCalls = own(kept, "toolCalls");
  return {
    ...(isRecord(message) && { message: without(message, MESSAGE_FIELDS) ?? {} }),
    ...(isRecord(toolCalls) && { toolCalls: toolCalls as Record<string, UnknownRecord> }),
  };
}

/** The fields of a call that were kept. */
export function keptCall({ toolCalls }: KeptFields, id: string): UnknownRecord | undefined {
  const kept = own(toolCalls, id);
  return isRecord(kept) ? without(kept, CALL_FIELDS) : undefined;
}

const DETAIL_TYPES: ReadonlySet<unknown> = new Set(["text", "summary", "encrypted", "item"]);

/** What was thought, as it stands in `additional_kwargs` of our messages; others write other things under the same name. */
export function readReasoning(additional: UnknownRecord): ReasoningDetail[] | undefined {
  const details = own(additional, "reasoning_details");
  if (!Array.isArray(details)) return undefined;
  const known = details.filter(
    (detail: unknown) => isRecord(detail) && DETAIL_TYPES.has(detail.type) && typeof detail.dialect === "string",
  );
  return known.length === 0 ? undefined : (known as ReasoningDetail[]);
}

function without(fields: UnknownRecord, known: ReadonlySet<string>): UnknownRecord | undefined {
  let rest: UnknownRecord | undefined;
  for (const key in fields) {
    if (known.has(key) || fields[key] === undefined) continue;
    rest ??= {};
    rest[key] = fields[key];
  }
  return rest;
}
