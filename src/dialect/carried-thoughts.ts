import type { ReasoningDetail, ToolCall } from "../chat.ts";
import { toJson } from "../util/json.ts";
import { isRecord } from "../util/record.ts";

/**
 * What a provider wants back with the next turn, on its way through a client that speaks another dialect: that one keeps
 * it as a thought nobody can read and sends it back as it is.
 */
export interface CarriedThoughts {
  readonly details: readonly ReasoningDetail[];
  /** The signatures of tool calls, by the ids the client knows the calls by. */
  readonly signatures: readonly (readonly [id: string, signature: string])[];
}

const MARK = "modelmall-thoughts-1.";
const TYPES: ReadonlySet<unknown> = new Set(["text", "summary", "encrypted", "item"]);
const TEXTS = ["text", "signature", "data", "id", "format"] as const;

/** Whether a detail holds what its provider alone can make, so that showing its text to the client loses something. */
export function isOpaque({ type, data, signature, id }: ReasoningDetail): boolean {
  return type === "encrypted" || type === "item" || data !== undefined || signature !== undefined || id !== undefined;
}

/** Thoughts as one text that a client can keep; `undefined` where there are none. */
export function packThoughts({ details, signatures }: CarriedThoughts): string | undefined {
  if (details.length === 0 && signatures.length === 0) return undefined;
  return MARK + Buffer.from(JSON.stringify({ details, signatures })).toString("base64url");
}

/** What was packed; `undefined` for a text that is somebody else's, or was changed on its way. */
export function unpackThoughts(text: unknown): CarriedThoughts | undefined {
  if (typeof text !== "string" || !text.startsWith(MARK)) return undefined;
  let told: unknown;
  try {
    // Clients may send anything: this also limits its depth.
    told = toJson(JSON.parse(Buffer.from(text.slice(MARK.length), "base64url").toString("utf8")), "thoughts");
  } catch {
    return undefined;
  }
  if (!isRecord(told) || !Array.isArray(told.details) || !Array.isArray(told.signatures)) return undefined;
  const { details, signatures } = told;
  return details.every(isDetail) && signatures.every(isSignature) ? { details, signatures } : undefined;
}

/** Whether a text was packed by us, be it readable still or not. */
export function isPacked(text: unknown): boolean {
  return typeof text === "string" && text.startsWith(MARK);
}

/** Calls with the signatures that were carried for them. */
export function signCalls(
  calls: readonly ToolCall[] | undefined,
  signatures: CarriedThoughts["signatures"],
): readonly ToolCall[] | undefined {
  if (calls === undefined || signatures.length === 0) return calls;
  const byId = new Map(signatures);
  return calls.map((call) => {
    const signature = byId.get(call.id);
    return signature === undefined ? call : { ...call, signature };
  });
}

/** A thought a client was shown as plain text, for providers that take such text back. */
export function plainThought(text: string): ReasoningDetail {
  return { type: "text", dialect: "openai", text, format: "reasoning_content" };
}

function isDetail(value: unknown): value is ReasoningDetail {
  if (!isRecord(value) || !TYPES.has(value.type) || typeof value.dialect !== "string") return false;
  return TEXTS.every((name) => value[name] === undefined || typeof value[name] === "string");
}

function isSignature(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "string";
}
