import type { ContentPart } from "../../chat.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { typeByName } from "./encode-media.ts";
import { protoFields } from "./proto-json.ts";

/** `inlineData` or `fileData` as a part of ours; `undefined` for what holds neither. */
export function decodeBlob(part: UnknownRecord): ContentPart | undefined {
  if (isRecord(part.inlineData)) return decodeInline(protoFields(part.inlineData));
  return isRecord(part.fileData) ? decodeFile(protoFields(part.fileData)) : undefined;
}

function decodeInline({ mimeType, data }: UnknownRecord): ContentPart | undefined {
  if (typeof data !== "string") return undefined;
  const type = typeof mimeType === "string" && mimeType !== "" ? mimeType : "application/octet-stream";
  // Google takes the URL-safe alphabet of base64 too, others do not.
  const base64 = /[-_]/.test(data) ? data.replaceAll("-", "+").replaceAll("_", "/") : data;
  if (type === "audio/mpeg" || type === "audio/mp3") {
    return { type: "input_audio", input_audio: { data: base64, format: "mp3" } };
  }
  if (type === "audio/wav") return { type: "input_audio", input_audio: { data: base64, format: "wav" } };
  const url = `data:${type};base64,${base64}`;
  return type.startsWith("image/")
    ? { type: "image_url", image_url: { url } }
    : { type: "file", file: { file_data: url } };
}

function decodeFile({ mimeType, fileUri }: UnknownRecord): ContentPart | undefined {
  if (typeof fileUri !== "string") return undefined;
  const type = typeof mimeType === "string" ? mimeType : undefined;
  const told = type === undefined || typeByName(fileUri) === type ? {} : { mime_type: type };
  const isImage = (type ?? typeByName(fileUri) ?? "").startsWith("image/");
  return isImage && /^https?:/.test(fileUri)
    ? { type: "image_url", image_url: { url: fileUri }, ...told }
    : { type: "file", file: { file_id: fileUri }, ...told };
}
