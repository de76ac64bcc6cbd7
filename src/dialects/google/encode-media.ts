import type { AudioPart, FilePart, ImagePart } from "../../chat.ts";
import { parseDataUrl } from "../../dialect/data-url.ts";
import { fileOwner } from "../../dialect/file-owner.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext } from "../../dialect.ts";
import { isVertex } from "./address.ts";
import { generationOf } from "./generation.ts";

type Part = Record<string, unknown>;

/** An image as `inlineData`, or as `fileData` where it is an address. @throws {CallError} `unsupported_request` */
export function encodeImage(part: ImagePart, field: string, context: CallContext): Part {
  refuseWhereUnable("vision", "images", field, context);
  const { url } = part.image_url;
  const at = `${field}.image_url.url`;
  return url.startsWith("data:") ? inlineData(url, at) : fileData(url, mimeTypeOf(part), at, context);
}

/** Speech or other sound as `inlineData`. @throws {CallError} `unsupported_request` */
export function encodeAudio({ input_audio }: AudioPart, field: string, context: CallContext): Part {
  refuseWhereUnable("audio", "audio", field, context);
  const { data, format } = input_audio;
  return { inlineData: { mimeType: format === "mp3" ? "audio/mpeg" : `audio/${format}`, data } };
}

/** A document as `inlineData`, or as `fileData` where it is an address or was uploaded before. @throws {CallError} `unsupported_request` */
export function encodeFile(part: FilePart, field: string, context: CallContext): Part {
  const { file_data: data, file_id: id } = part.file;
  if (id !== undefined) return fileData(id, mimeTypeOf(part), `${field}.file.file_id`, context);
  const at = `${field}.file.file_data`;
  if (data === undefined) throw unsupported(`${field}.file`, "expected file_data or file_id");
  if (!data.startsWith("data:")) return fileData(data, mimeTypeOf(part), at, context);
  if (data.startsWith("data:application/pdf")) refuseWhereUnable("pdf", "documents", field, context);
  return inlineData(data, at);
}

function refuseWhereUnable(capability: string, what: string, field: string, { model, facts }: CallContext): void {
  if (facts.capabilities?.[capability] !== false) return;
  throw unsupported(field, `${model} takes no ${what}; ask another model, or leave them out`);
}

/** The type that travels beside a file whose name does not tell it. */
function mimeTypeOf({ mime_type: type }: ImagePart | FilePart): string | undefined {
  return typeof type === "string" ? type : undefined;
}

function inlineData(url: string, field: string): Part {
  const parsed = parseDataUrl(url);
  if (parsed === undefined) throw unsupported(field, "expected data:TYPE;base64,…, found no comma");
  // The whole type: `audio/L16;rate=24000` means nothing without its parameters.
  const mimeType = url.slice("data:".length, url.indexOf(",")).replace(/;\s*base64\s*$/i, "");
  return { inlineData: { mimeType: parsed.mediaType === "" ? "text/plain" : mimeType, data: parsed.base64 } };
}

// https://ai.google.dev/gemini-api/docs/file-input-methods: uploaded files and YouTube for every model, other https
// addresses from 2.5 on; Vertex AI fetches https and gs:// for all, and must be told the type.
function fileData(uri: string, type: string | undefined, field: string, context: CallContext): Part {
  const owner = fileOwner(uri);
  if (owner !== undefined && owner !== "google") {
    throw unsupported(field, `the id of a file that ${owner} keeps; send the bytes as a data: URL`);
  }
  const vertex = isVertex(context);
  const isUploaded = /^(?:https:\/\/generativelanguage\.googleapis\.com\/\w+\/)?files\/[\w-]+$/.test(uri);
  const isVideo = /^https:\/\/(?:www\.youtube\.com|youtube\.com|youtu\.be)\//.test(uri);
  const isAddress = uri.startsWith("https://") || uri.startsWith("gs://");
  if (!isAddress && !isUploaded && !isVideo) {
    throw unsupported(field, "Google fetches https:// addresses alone; send the bytes as a data: URL");
  }
  const { version } = generationOf(context.model);
  if (!vertex && !isUploaded && !isVideo && version !== undefined && version < 2.5) {
    throw unsupported(field, `${context.model} fetches no addresses; send the bytes as a data: URL`);
  }
  const mimeType = type ?? typeByName(uri) ?? (isVideo ? "video/mp4" : undefined);
  if (mimeType === undefined && vertex) {
    throw unsupported(field, "Vertex AI must be told the type; add mime_type to the part, or send a data: URL");
  }
  return { fileData: { ...(mimeType === undefined ? {} : { mimeType }), fileUri: uri } };
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["webp", "image/webp"],
  ["gif", "image/gif"],
  ["heic", "image/heic"],
  ["heif", "image/heif"],
  ["pdf", "application/pdf"],
  ["txt", "text/plain"],
  ["md", "text/markdown"],
  ["csv", "text/csv"],
  ["html", "text/html"],
  ["json", "application/json"],
  ["mp3", "audio/mpeg"],
  ["wav", "audio/wav"],
  ["ogg", "audio/ogg"],
  ["flac", "audio/flac"],
  ["aac", "audio/aac"],
  ["mp4", "video/mp4"],
  ["webm", "video/webm"],
  ["mov", "video/quicktime"],
]);

/** The type an address tells by its ending. */
export function typeByName(uri: string): string | undefined {
  const path = /^[^?#]*/.exec(uri)?.[0] ?? "";
  return TYPES.get(/\.(\w{2,4})$/.exec(path)?.[1]?.toLowerCase() ?? "");
}
