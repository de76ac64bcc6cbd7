import type { AudioPart, FilePart, ImagePart } from "../../chat.ts";
import { parseDataUrl } from "../../dialect/data-url.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { bytesOf } from "./native-bytes.ts";

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ImageBlock.html */
const IMAGE_FORMATS: ReadonlyMap<string, string> = new Map([
  ["image/png", "png"],
  ["image/jpeg", "jpeg"],
  ["image/jpg", "jpeg"],
  ["image/gif", "gif"],
  ["image/webp", "webp"],
]);

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html */
export const DOCUMENT_TYPES: ReadonlyMap<string, string> = new Map([
  ["pdf", "application/pdf"],
  ["csv", "text/csv"],
  ["doc", "application/msword"],
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["xls", "application/vnd.ms-excel"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["html", "text/html"],
  ["txt", "text/plain"],
  ["md", "text/markdown"],
]);

/** An image: from a `data:` URL or out of S3. */
export function imageBlock(
  { image_url: { url, detail } }: ImagePart,
  field: string,
  { facts, model }: CallContext,
  adaptations: Adaptation[],
): unknown {
  if (facts.capabilities?.vision === false) throw unsupported(field, `${model} cannot see images`);
  if (detail !== undefined && detail !== "auto") {
    adaptations.push({ field: `${field}.image_url.detail`, what: "Bedrock takes images as they are" });
  }
  const data = parseDataUrl(url);
  if (data === undefined && !url.startsWith("s3://")) {
    throw unsupported(`${field}.image_url.url`, "Bedrock fetches no images; send it as a data: URL, or put it into S3");
  }
  const extension = /\.(\w+)$/.exec(url)?.[1]?.toLowerCase();
  const format = IMAGE_FORMATS.get(data === undefined ? `image/${extension}` : data.mediaType);
  if (format === undefined) {
    const got = data === undefined ? url.slice(-20) : data.mediaType || "none";
    throw unsupported(`${field}.image_url.url`, `Bedrock takes png, jpeg, gif and webp images, got ${got}`);
  }
  const source = data === undefined ? { s3Location: { uri: url } } : { bytes: bytesOf(data.base64) };
  return { image: { format, source } };
}

/** A sound in base64. */
export function audioBlock({ input_audio: { data, format } }: AudioPart, field: string): unknown {
  if (data === "") throw unsupported(field, "the sound is empty");
  return { audio: { format, source: { bytes: bytesOf(data) } } };
}

/** A document; `citations` and `context` travel with the part. */
export function documentBlock(part: FilePart, field: string): unknown {
  const { filename, file_data: data, file_id: id } = part.file;
  if (data === undefined) {
    const what = id === undefined ? "expected file_data" : "Bedrock keeps no files; send its bytes as file_data";
    throw unsupported(`${field}.file`, what);
  }
  const read = parseDataUrl(data);
  const isStored = data.startsWith("s3://");
  if (read === undefined && /^https?:/i.test(data)) {
    throw unsupported(`${field}.file.file_data`, "Bedrock fetches no files; send its bytes as a data: URL");
  }
  const extension = /\.(\w{2,4})$/.exec(isStored ? data : (filename ?? ""))?.[1]?.toLowerCase();
  const format = (read && formatOf(read.mediaType)) ?? (DOCUMENT_TYPES.has(extension ?? "") ? extension : undefined);
  if (format === undefined) {
    const known = [...DOCUMENT_TYPES.keys()].join(", ");
    throw unsupported(
      `${field}.file`,
      `Bedrock takes documents of the kinds ${known}; got ${read?.mediaType ?? filename}`,
    );
  }
  const source = isStored ? { s3Location: { uri: data } } : { bytes: bytesOf(read?.base64 ?? data) };
  return {
    document: {
      format,
      name: nameOf(filename, format),
      source,
      ...(part.citations === undefined ? undefined : { citations: part.citations }),
      ...(part.context === undefined ? undefined : { context: part.context }),
    },
  };
}

function formatOf(mediaType: string): string | undefined {
  for (const [format, known] of DOCUMENT_TYPES) if (known === mediaType) return format;
  return undefined;
}

/** Bedrock allows letters, digits, single spaces, hyphens and brackets in a name. */
function nameOf(filename: string | undefined, format: string): string {
  const bare = filename?.endsWith(`.${format}`) ? filename.slice(0, -format.length - 1) : filename;
  const allowed = bare
    ?.replace(/[^A-Za-z0-9\s()[\]-]/g, "-")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
  return allowed === undefined || allowed === "" ? "document" : allowed;
}
