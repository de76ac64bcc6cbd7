import type { AssistantMessage, ChatMessage, ContentPart, ToolCall } from "../../chat.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { adapt, type Encoding } from "./encoding.ts";
import { sendReasoningBack } from "./send-reasoning-back.ts";

/** The messages as the provider takes them; the list itself where none needs a change. */
export function encodeMessages(messages: readonly ChatMessage[], encoding: Encoding): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let place = 0; place < messages.length; place++) {
    const message = messages[place] as ChatMessage;
    const encoded = encodeMessage(message, `messages[${place}]`, encoding);
    if (encoded !== message && changed === undefined) changed = messages.slice(0, place);
    changed?.push(encoded);
  }
  return changed ?? messages;
}

function encodeMessage(message: ChatMessage, field: string, encoding: Encoding): unknown {
  let encoded: UnknownRecord = message as ChatMessage & UnknownRecord;
  if (Array.isArray(message.content)) {
    const content = encodeParts(message.content, `${field}.content`, encoding);
    if (content !== message.content) encoded = { ...encoded, content };
  }
  if (message.role === "developer" && encoding.compatibility.developerRole === false) {
    encoded = { ...encoded, role: "system" };
    adapt(encoding, `${field}.role`, `${encoding.context.provider.title} has no role developer; it was sent as system`);
  }
  if (message.name !== undefined && encoding.compatibility.messageNames === false) {
    const { name: _, ...rest } = encoded;
    encoded = rest;
    adapt(encoding, `${field}.name`, `${encoding.context.provider.title} takes no names of messages; it was left out`);
  }
  if (message.cache_control !== undefined) encoded = withoutCacheControl(encoded, field, encoding);
  if (message.role === "tool" && message.tool_call_id === "") {
    const { tool_call_id: _, ...rest } = encoded;
    return rest;
  }
  return message.role === "assistant" ? encodeAssistant(message, encoded, field, encoding) : encoded;
}

function encodeAssistant(
  message: AssistantMessage,
  encoded: UnknownRecord,
  field: string,
  encoding: Encoding,
): UnknownRecord {
  let sent = encoded;
  const { tool_calls: calls, reasoning_details: details } = message;
  if (calls?.some(({ id, signature }) => id === "" || signature !== undefined)) {
    sent = {
      ...sent,
      tool_calls: calls.map((call, place) => encodeCall(call, `${field}.tool_calls[${place}]`, encoding)),
    };
  }
  return details === undefined ? sent : sendReasoningBack(sent, details, field, encoding);
}

/** An empty id stands for none: there are services that give their calls none, and take none back. */
function encodeCall({ signature, id, ...rest }: ToolCall, field: string, encoding: Encoding): UnknownRecord {
  const call: UnknownRecord = id === "" ? rest : { id, ...rest };
  if (signature === undefined) return call;
  if (encoding.compatibility.thoughtSignatures) {
    return { ...call, extra_content: { google: { thought_signature: signature } } };
  }
  adapt(
    encoding,
    `${field}.signature`,
    `${encoding.context.provider.title} does not take thought signatures back; it was left out`,
  );
  return call;
}

function encodeParts(parts: readonly ContentPart[], field: string, encoding: Encoding): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let place = 0; place < parts.length; place++) {
    const part = parts[place] as ContentPart;
    const encoded = encodePart(part, `${field}[${place}]`, encoding);
    if (encoded !== part && changed === undefined) changed = parts.slice(0, place);
    changed?.push(encoded);
  }
  return changed ?? parts;
}

function encodePart(part: ContentPart, field: string, encoding: Encoding): unknown {
  const { context } = encoding;
  if (part.type === "native") {
    if (part.dialect === "openai") return part.value;
    throw unsupported(
      field,
      `it is a part of the dialect ${part.dialect}, which ${context.provider.title} does not read`,
    );
  }
  if (part.type === "image_url") refuseUnless(reads("image", encoding), field, "images", encoding);
  else if (part.type === "input_audio") refuseUnless(reads("audio", encoding), field, "sound", encoding);
  const passing = part as ContentPart & UnknownRecord;
  return passing.cache_control === undefined ? part : withoutCacheControl(passing, field, encoding);
}

/** Whether the model reads a kind of content, as far as is known. */
function reads(kind: "image" | "audio", { context }: Encoding): boolean {
  const { capabilities, modalities } = context.facts;
  const known = kind === "image" ? capabilities?.vision : capabilities?.audio;
  if (typeof known === "boolean") return known;
  return modalities?.input === undefined || modalities.input.length === 0 || modalities.input.includes(kind);
}

function refuseUnless(isRead: boolean, field: string, what: string, { context }: Encoding): void {
  if (!isRead) throw unsupported(field, `${context.model} takes no ${what}; leave it out, or ask a model that does`);
}

function withoutCacheControl(record: UnknownRecord, field: string, encoding: Encoding): UnknownRecord {
  if (encoding.compatibility.cacheControl !== false) return record;
  const { cache_control: _, ...rest } = record;
  adapt(encoding, `${field}.cache_control`, `${encoding.context.provider.title} does not take it; it was left out`);
  return rest;
}
