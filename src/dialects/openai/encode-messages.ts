import type {
  AssistantMessage,
  AudioPart,
  ChatMessage,
  ContentPart,
  FilePart,
  ImagePart,
  ToolCall,
} from "../../chat.ts";
import { fileOwner } from "../../dialect/file-owner.ts";
import { unknownRole } from "../../dialect/unknown-role.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { adapt, type Encoding } from "./encoding.ts";
import { withoutForeign } from "./foreign-fields.ts";
import { moveToolMedia } from "./move-tool-media.ts";
import { placeImages } from "./place-images.ts";
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
  const sent = changed ?? messages;
  return encoding.compatibility.toolMedia === false ? moveToolMedia(sent, encoding) : sent;
}

const ROLES: ReadonlySet<string> = new Set(["system", "developer", "user", "assistant", "tool"]);

function encodeMessage(asked: ChatMessage, field: string, encoding: Encoding): unknown {
  if (!ROLES.has(asked.role)) throw unknownRole(asked, field);
  const message = asked.role === "assistant" ? placeImages(asked, field, encoding) : asked;
  let encoded = withoutForeign(message as ChatMessage & UnknownRecord, "message", field, encoding);
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
  const encodedCalls = calls?.map((call, place) => encodeCall(call, `${field}.tool_calls[${place}]`, encoding));
  if (encodedCalls?.some((call, place) => call !== calls?.[place])) sent = { ...sent, tool_calls: encodedCalls };
  return details === undefined ? sent : sendReasoningBack(sent, details, field, encoding);
}

/** An empty id stands for none: there are services that give their calls none, and take none back. */
function encodeCall(asked: ToolCall, field: string, encoding: Encoding): UnknownRecord {
  const known = withoutForeign(asked as ToolCall & UnknownRecord, "call", field, encoding);
  if (asked.id !== "" && asked.signature === undefined) return known;
  const { signature, id, ...rest } = known;
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
  if (part.type === "image_url") {
    refuseUnless(reads("image", encoding), field, "images", encoding);
    if (!knowsDetail(part)) return encodePart(withoutDetail(part, field, encoding), field, encoding);
  } else if (part.type === "input_audio") refuseAudio(part, field, encoding);
  else if (part.type === "file") refuseFile(part, field, encoding);
  const known = withoutForeign(part as ContentPart & UnknownRecord, "part", field, encoding);
  return known.cache_control === undefined ? known : withoutCacheControl(known, field, encoding);
}

const DETAILS: ReadonlySet<unknown> = new Set([undefined, null, "auto", "low", "high"]);

function knowsDetail({ image_url: image }: ImagePart): boolean {
  return DETAILS.has(image?.detail);
}

/** Responses knows `original` too (https://platform.openai.com/docs/api-reference/responses/create). */
function withoutDetail(part: ImagePart, field: string, encoding: Encoding): ImagePart {
  const { detail, ...image } = part.image_url;
  adapt(encoding, `${field}.image_url.detail`, `Chat Completions has no ${JSON.stringify(detail)}; it was left out`);
  return { ...part, image_url: image };
}

function refuseAudio(part: AudioPart, field: string, encoding: Encoding): void {
  refuseUnless(reads("audio", encoding), field, "sound", encoding);
  const { audioFormats: known } = encoding.compatibility;
  const format = part.input_audio?.format;
  if (known === undefined || known.includes(format)) return;
  throw unsupported(
    `${field}.input_audio.format`,
    `${encoding.context.provider.title} takes ${known.join(" and ")}, not ${format}`,
  );
}

function refuseFile({ file }: FilePart, field: string, { context, compatibility }: Encoding): void {
  const owner = typeof file?.file_id === "string" ? fileOwner(file.file_id) : undefined;
  if (owner !== undefined && owner !== "openai") {
    throw unsupported(`${field}.file.file_id`, `the id of a file that ${owner} keeps; send its bytes as file_data`);
  }
  if (compatibility.fileAddresses === false && /^https?:/i.test(file?.file_data ?? "")) {
    throw unsupported(
      `${field}.file.file_data`,
      `${context.provider.title} fetches no files; send the bytes as a data: URL`,
    );
  }
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
