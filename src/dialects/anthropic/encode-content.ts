import type { ContentPart, FilePart, ImagePart } from "../../chat.ts";
import { type DataUrl, parseDataUrl } from "../../dialect/data-url.ts";
import { fileOwner } from "../../dialect/file-owner.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import { type Block, type Encoding, passOn, requireObject } from "./encoding.ts";

/** The fields of a text block that travel with it. */
export const TEXT_FIELDS = ["cache_control", "citations"] as const;
/** The fields of an image block that travel with it. */
export const IMAGE_FIELDS = ["cache_control", "transformations"] as const;
/** The fields of a document block that travel with it; `title` is the file's name. */
export const DOCUMENT_FIELDS = ["cache_control", "citations", "context", "title"] as const;

/** The image formats the API takes. https://platform.claude.com/docs/en/build-with-claude/vision */
export const IMAGE_TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** Content as blocks; text that is empty is left out, for the API refuses it. */
export function encodeContent(content: string | readonly ContentPart[], field: string, encoding: Encoding): Block[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  if (!Array.isArray(content)) throw invalidRequest(field, "expected text or a list of parts");
  const blocks: Block[] = [];
  for (const [index, part] of content.entries()) {
    const block = encodePart(part, `${field}[${index}]`, encoding);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

function encodePart(part: ContentPart, field: string, encoding: Encoding): Block | undefined {
  requireObject(part, field);
  switch (part.type) {
    case "text":
      if (part.text === "") return undefined;
      return passOn(
        part,
        { type: "text", text: part.text },
        { own: TEXT_FIELDS, known: ["type", "text"], field, encoding },
      );
    case "refusal":
      return part.refusal === "" ? undefined : { type: "text", text: part.refusal };
    case "image_url":
      return encodeImage(part, field, encoding);
    case "file":
      return encodeFile(part, field, encoding);
    case "input_audio":
      throw unsupported(field, "Anthropic takes no audio; send a transcript");
    case "native":
      if (part.dialect === "anthropic") return part.value as Block;
      throw unsupported(field, `a part of the dialect ${part.dialect}, which Anthropic does not know; leave it out`);
    default:
      throw unsupported(
        field,
        `unknown type ${JSON.stringify((part as { type?: unknown }).type)}; expected text, image_url or file`,
      );
  }
}

function encodeImage(part: ImagePart, field: string, encoding: Encoding): Block {
  const { context, adapt } = encoding;
  if (context.facts.capabilities?.vision === false) throw unsupported(field, `${context.model} takes no images`);
  const { url, detail } = part.image_url ?? {};
  if (typeof url !== "string") throw invalidRequest(`${field}.image_url.url`, "expected text");
  if (detail !== undefined && detail !== "auto")
    adapt(`${field}.image_url.detail`, "ignored: Anthropic has no levels of detail");
  const passing = { own: IMAGE_FIELDS, known: ["type", "image_url"], field, encoding };
  const data = parseDataUrl(url);
  if (data === undefined)
    return passOn(part, { type: "image", source: webSource(url, `${field}.image_url.url`) }, passing);
  return passOn(part, { type: "image", source: imageSource(data, `${field}.image_url.url`) }, passing);
}

function encodeFile(part: FilePart, field: string, encoding: Encoding): Block {
  const { filename, file_data: data, file_id: id } = part.file ?? {};
  const passing = { own: DOCUMENT_FIELDS, known: ["type", "file"], field, encoding };
  const titled = (source: Block): Block =>
    passOn(part, { type: "document", source, ...(filename === undefined ? {} : { title: filename }) }, passing);
  if (id !== undefined) return titled({ type: "file", file_id: ownFileId(id, `${field}.file.file_id`) });
  if (typeof data !== "string")
    throw unsupported(`${field}.file`, "expected file_data (a data: URL or an address) or file_id");
  const parsed = parseDataUrl(data);
  if (parsed === undefined) return titled(webSource(data, `${field}.file.file_data`));
  const { mediaType } = parsed;
  if (mediaType === "application/pdf") {
    const { context } = encoding;
    if (context.facts.capabilities?.pdf === false) throw unsupported(field, `${context.model} takes no PDF`);
    return titled({ type: "base64", media_type: mediaType, data: parsed.base64 });
  }
  if (mediaType.startsWith("image/")) return { type: "image", source: imageSource(parsed, `${field}.file.file_data`) };
  if (mediaType.startsWith("text/") || mediaType === "application/json") {
    return titled({
      type: "text",
      media_type: "text/plain",
      data: Buffer.from(parsed.base64, "base64").toString("utf8"),
    });
  }
  throw unsupported(`${field}.file.file_data`, `Anthropic takes PDF, text and images, not ${mediaType}`);
}

function ownFileId(id: string, field: string): string {
  const owner = fileOwner(id);
  if (owner === undefined || owner === "anthropic") return id;
  throw unsupported(field, `the id of a file that ${owner} keeps; send its bytes as file_data`);
}

function imageSource(data: DataUrl, field: string): Block {
  const mediaType = data.mediaType === "image/jpg" ? "image/jpeg" : data.mediaType;
  if (!IMAGE_TYPES.includes(mediaType)) {
    throw unsupported(field, `Anthropic takes JPEG, PNG, GIF and WebP, not ${mediaType}`);
  }
  return { type: "base64", media_type: mediaType, data: data.base64 };
}

function webSource(url: string, field: string): Block {
  if (/^https?:\/\//i.test(url)) return { type: "url", url };
  throw unsupported(field, "expected a data: URL or an address with http: or https:");
}
