import type { AssistantMessage, ContentPart, ReasoningDetail, ToolCall } from "../../chat.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { decodeBlob } from "./decode-blob.ts";
import { placeId } from "./reasoning-place.ts";

/** What a model said, read from its parts. */
export interface ModelTurn {
  readonly message: AssistantMessage;
  /** All its text. */
  readonly content: string;
  /** All its thoughts; empty where it told none. */
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
}

/** How parts are read; they have Google's own names, `null` for nothing. */
export interface ReadingOptions {
  /** Names a call that came without an id. */
  readonly makeId: (index: number) => string;
  /** Whether pieces of text that follow each other, unsigned, become one: in an answer they are one. */
  readonly joinsText: boolean;
}

/** Reads the parts of a model's turn; signatures and what only Google understands become `reasoning_details`. */
export function decodeModelParts(parts: readonly unknown[], { makeId, joinsText }: ReadingOptions): ModelTurn {
  const pieces: ContentPart[] = [];
  const details: ReasoningDetail[] = [];
  const toolCalls: ToolCall[] = [];
  let content = "";
  let reasoning = "";
  let isOpen = false;
  for (const part of parts) {
    if (!isRecord(part)) continue;
    const signature = signatureOf(part);
    const { text } = part;
    if (typeof text === "string" && part.thought !== true && hasOnlyText(part)) {
      if (text === "" && signature !== undefined) details.push(opaqueDetail(part, pieces.length));
      else {
        content += text;
        const last = pieces.at(-1);
        const joined = joinsText && isOpen && signature === undefined && last?.type === "text";
        if (joined) pieces[pieces.length - 1] = { type: "text", text: last.text + text };
        else if (text !== "" || !joinsText) pieces.push({ type: "text", text });
        if (signature !== undefined) details.push(signatureDetail(signature, pieces.length - 1));
        isOpen = signature === undefined;
      }
      continue;
    }
    isOpen = false;
    if (typeof text === "string" && part.thought === true) {
      reasoning += text;
      details.push(thoughtDetail(text, signature, pieces.length));
    } else if (isRecord(part.functionCall)) toolCalls.push(decodeCall(part, toolCalls.length, makeId));
    else {
      const blob = part.thought === true ? undefined : decodeBlob(part);
      if (blob === undefined) details.push(opaqueDetail(part, pieces.length));
      else {
        pieces.push(blob);
        if (signature !== undefined) details.push(signatureDetail(signature, pieces.length - 1));
      }
    }
  }
  const message: Writable<AssistantMessage> = {
    role: "assistant",
    content: messageContent(pieces, toolCalls.length > 0),
  };
  if (toolCalls.length > 0) message.tool_calls = toolCalls;
  if (details.length > 0) message.reasoning_details = details;
  return { message, content, reasoning, toolCalls };
}

function messageContent(pieces: ContentPart[], hasCalls: boolean): string | ContentPart[] | null {
  const [first] = pieces;
  if (first === undefined) return hasCalls ? null : "";
  return pieces.length === 1 && first.type === "text" ? first.text : pieces;
}

/** Whether a part says nothing beside its text; what says more goes back as it came. */
function hasOnlyText(part: UnknownRecord): boolean {
  for (const key in part) if (key !== "text" && key !== "thought" && key !== "thoughtSignature") return false;
  return true;
}

/** The signature of a part, where it has one. */
export function signatureOf({ thoughtSignature }: UnknownRecord): string | undefined {
  return typeof thoughtSignature === "string" && thoughtSignature !== "" ? thoughtSignature : undefined;
}

/** A thought that stands before the piece of content of that index. */
export function thoughtDetail(text: string, signature: string | undefined, place: number): ReasoningDetail {
  const detail: Writable<ReasoningDetail> = { type: "text", dialect: "google", text };
  if (signature !== undefined) detail.signature = signature;
  if (place !== 0) detail.id = placeId(place);
  return detail;
}

/** A part only Google understands, whole, that stands before the piece of content of that index. */
export function opaqueDetail(part: UnknownRecord, place: number): ReasoningDetail {
  return { type: "encrypted", dialect: "google", data: JSON.stringify(part), id: placeId(place) };
}

/** The signature on the piece of content of that index. */
export function signatureDetail(signature: string, place: number): ReasoningDetail {
  return { type: "encrypted", dialect: "google", signature, id: placeId(place) };
}

/** The function call of a part. */
export function decodeCall(part: UnknownRecord, index: number, makeId: (index: number) => string): ToolCall {
  const { id, name, args } = isRecord(part.functionCall) ? part.functionCall : {};
  const signature = signatureOf(part);
  const call: Writable<ToolCall> = {
    id: typeof id === "string" && id !== "" ? id : makeId(index),
    type: "function",
    function: { name: typeof name === "string" ? name : "", arguments: isRecord(args) ? JSON.stringify(args) : "{}" },
  };
  if (signature !== undefined) call.signature = signature;
  return call;
}
