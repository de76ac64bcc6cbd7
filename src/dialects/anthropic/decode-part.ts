import type { ContentPart, FilePart, TextPart } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { DOCUMENT_FIELDS, IMAGE_FIELDS, IMAGE_TYPES, TEXT_FIELDS } from "./encode-content.ts";

/** A block of a user's turn as a part; what has no word of ours stays as it is. */
export function decodePart(block: UnknownRecord): ContentPart {
  const part = decodeText(block) ?? decodeImage(block) ?? decodeDocument(block);
  return part ?? { type: "native", dialect: "anthropic", value: block as JsonValue };
}

/** A block of text as a part; `undefined` for any other, and where a field is unknown. */
export function decodeText(block: UnknownRecord): TextPart | undefined {
  const { type, text } = block;
  if (type !== "text" || typeof text !== "string" || text === "") return undefined;
  return hasOnly(block, ["type", "text", ...TEXT_FIELDS]) ? { ...pick(block, TEXT_FIELDS), type, text } : undefined;
}

/** Whether an object has no other fields than these. */
export function hasOnly(record: UnknownRecord, names: readonly string[]): boolean {
  return Object.keys(record).every((name) => names.includes(name));
}

/** Those of some fields that an object has. */
export function pick(record: UnknownRecord, names: readonly string[]): UnknownRecord {
  const picked: UnknownRecord = {};
  for (const name of names) if (record[name] !== undefined) picked[name] = record[name];
  return picked;
}

function decodeImage(block: UnknownRecord): ContentPart | undefined {
  const { type, source } = block;
  if (type !== "image" || !isRecord(source) || !hasOnly(block, ["type", "source", ...IMAGE_FIELDS])) return undefined;
  const url = webUrl(source) ?? dataUrl(source, IMAGE_TYPES);
  return url === undefined ? undefined : { ...pick(block, IMAGE_FIELDS), type: "image_url", image_url: { url } };
}

function decodeDocument(block: UnknownRecord): FilePart | undefined {
  const { type, source, title } = block;
  if (type !== "document" || !isRecord(source) || !hasOnly(block, ["type", "source", ...DOCUMENT_FIELDS]))
    return undefined;
  const file = fileOf(source);
  if (file === undefined) return undefined;
  const passing = pick(block, DOCUMENT_FIELDS);
  if (typeof title !== "string") return { ...passing, type: "file", file };
  delete passing.title;
  return { ...passing, type: "file", file: { filename: title, ...file } };
}

function fileOf(source: UnknownRecord): FilePart["file"] | undefined {
  if (source.type === "file" && typeof source.file_id === "string" && hasOnly(source, ["type", "file_id"])) {
    return { file_id: source.file_id };
  }
  const data = webUrl(source) ?? dataUrl(source, ["application/pdf"]) ?? textUrl(source);
  return data === undefined ? undefined : { file_data: data };
}

function webUrl(source: UnknownRecord): string | undefined {
  const { type, url } = source;
  if (type !== "url" || typeof url !== "string" || !hasOnly(source, ["type", "url"])) return undefined;
  return /^https?:\/\//i.test(url) ? url : undefined;
}

function dataUrl(source: UnknownRecord, types: readonly string[]): string | undefined {
  const { type, media_type: mediaType, data } = source;
  if (type !== "base64" || typeof mediaType !== "string" || typeof data !== "string") return undefined;
  const isKnown = types.includes(mediaType) && hasOnly(source, ["type", "media_type", "data"]);
  return isKnown ? `data:${mediaType};base64,${data}` : undefined;
}

function textUrl(source: UnknownRecord): string | undefined {
  const { type, media_type: mediaType, data } = source;
  if (type !== "text" || mediaType !== "text/plain" || typeof data !== "string") return undefined;
  if (!hasOnly(source, ["type", "media_type", "data"])) return undefined;
  return `data:text/plain;base64,${Buffer.from(data).toString("base64")}`;
}
