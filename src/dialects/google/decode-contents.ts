import type { AssistantMessage, ChatMessage, ContentPart, ToolMessage } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { makeCallId } from "./call-id.ts";
import { decodeBlob } from "./decode-blob.ts";
import { decodeModelParts } from "./decode-model-parts.ts";
import { objectIn } from "./encode-tool-result.ts";
import { protoFields, protoList } from "./proto-json.ts";

interface OpenCall {
  readonly id: string;
  readonly name: string;
}

/** What of a conversation is known so far. */
interface Reading {
  readonly messages: ChatMessage[];
  /** Calls that have no result yet. */
  open: OpenCall[];
  /** Ids made so far. */
  made: number;
}

/** `contents` and `systemInstruction` as messages. */
export function decodeContents(contents: unknown, systemInstruction: unknown): ChatMessage[] {
  const reading: Reading = { messages: [], open: [], made: 0 };
  const system = systemContent(systemInstruction);
  if (system !== undefined) reading.messages.push({ role: "system", content: system });
  // A single turn may stand without its list, and a turn without its role is the user's.
  for (const content of Array.isArray(contents) ? contents : [contents]) {
    if (!isRecord(content)) continue;
    const { role, parts } = protoFields(content);
    if (role === "model") readModel(protoList(parts), reading);
    else if (isUsers(role)) readUser(protoList(parts), reading);
    // No message of ours, and cast to one all the same: whoever sends it on refuses a role it does not know by name.
    else
      reading.messages.push({ role, content: contentOf(protoList(parts).map(decodePart)) } as unknown as ChatMessage);
  }
  return reading.messages;
}

/** Google takes `function` for the turn of results too, and no role at all for the user's. */
function isUsers(role: unknown): boolean {
  return role === undefined || role === "" || role === "user" || role === "function";
}

function systemContent(instruction: unknown): string | ContentPart[] | undefined {
  if (typeof instruction === "string") return instruction;
  const parts = protoList(protoFields(instruction).parts);
  return parts.length === 0 ? undefined : contentOf(parts.map(decodePart));
}

function contentOf(parts: ContentPart[]): string | ContentPart[] {
  const [first] = parts;
  return parts.length === 1 && first?.type === "text" ? first.text : parts;
}

function readModel(raw: readonly UnknownRecord[], reading: Reading): void {
  const parts = raw.map((part) =>
    part.functionCall === undefined ? part : { ...part, functionCall: protoFields(part.functionCall) },
  );
  const makeId = (): string => makeCallId(undefined, reading.made++);
  const { message, toolCalls } = decodeModelParts(parts, { makeId, joinsText: false });
  for (const { id, function: called } of toolCalls) reading.open.push({ id, name: called.name });
  reading.messages.push(message satisfies AssistantMessage);
}

function readUser(parts: readonly UnknownRecord[], reading: Reading): void {
  let said: ContentPart[] = [];
  const flush = (): void => {
    if (said.length > 0) reading.messages.push({ role: "user", content: contentOf(said) });
    said = [];
  };
  for (const part of parts) {
    if (part.functionResponse === undefined) said.push(decodePart(part));
    else {
      flush();
      reading.messages.push(decodeResult(protoFields(part.functionResponse), reading));
    }
  }
  flush();
}

function decodePart(part: UnknownRecord): ContentPart {
  const { thought: _, ...others } = part;
  const keys = Object.keys(others);
  if (keys.length === 1 && typeof others.text === "string") return { type: "text", text: others.text };
  const blob = keys.length === 1 ? decodeBlob(others) : undefined;
  // JSON data, as it was parsed.
  return blob ?? { type: "native", dialect: "google", value: others as JsonValue };
}

function decodeResult(result: UnknownRecord, reading: Reading): ToolMessage {
  const { id, name, response, parts, willContinue, scheduling } = result;
  const called = typeof name === "string" ? name : "";
  const known = reading.open.find((call) => (typeof id === "string" ? call.id === id : call.name === called));
  if (known !== undefined) reading.open = reading.open.filter((call) => call !== known);
  const text = resultText(response);
  const media = protoList(parts).map(decodePart);
  return {
    role: "tool",
    tool_call_id: known?.id ?? (typeof id === "string" ? id : makeCallId(undefined, reading.made++)),
    content: media.length === 0 ? text : [{ type: "text", text }, ...media],
    ...(known?.name === called ? undefined : { name: called }),
    ...(willContinue === undefined ? undefined : { willContinue }),
    ...(scheduling === undefined ? undefined : { scheduling }),
  };
}

/** A result's text: what stands under `output` where that is all, else the object as JSON. */
function resultText(response: unknown): string {
  if (!isRecord(response)) return typeof response === "string" ? response : "{}";
  const { output } = response;
  const isPlain = typeof output === "string" && Object.keys(response).length === 1;
  return isPlain && objectIn(output) === undefined ? output : JSON.stringify(response);
}
