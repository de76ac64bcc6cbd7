import type { MessageContent } from "@langchain/core/messages";
import type { ContentPart, FilePart } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";
import { sourceOf, urlOf } from "./media-source.ts";
import { refuse } from "./refuse.ts";

// They come again beside the content: calls in `tool_calls`, thoughts in `reasoning_details`.
const BESIDE: ReadonlySet<unknown> = new Set([
  "tool_call",
  "tool_call_chunk",
  "invalid_tool_call",
  "tool_use",
  "input_json_delta",
  "function_call",
  "functionCall",
  "reasoning",
  "reasoning_content",
  "thinking",
  "redacted_thinking",
]);

// Of LangChain's own making; what else stands beside a text (`cache_control`) is for a dialect.
const OWN_TEXT_FIELDS: ReadonlySet<string> = new Set(["id", "index", "annotations", "metadata", "source_type"]);

/** A message's content as a request holds it. @throws {InvalidInputError} for a block that means nothing to any dialect */
export function encodeContent(content: MessageContent, path: string): string | ContentPart[] {
  if (typeof content === "string") return content;
  const parts: ContentPart[] = [];
  for (let place = 0; place < content.length; place++) {
    const block: unknown = content[place];
    const part = encodeBlock(block, `${path}[${place}]`);
    if (part !== undefined) parts.push(part);
  }
  return parts;
}

function encodeBlock(block: unknown, path: string): ContentPart | undefined {
  if (typeof block === "string") return { type: "text", text: block };
  if (!isRecord(block)) return refuse(path, "expected a text or an object with a type");
  const { type } = block;
  if (BESIDE.has(type)) return undefined;
  switch (type) {
    case "text":
    case "text_delta":
      return encodeText(block, path);
    case "text-plain":
      return typeof block.text === "string" ? { type: "text", text: block.text } : encodeFile(block, path);
    case "image_url":
      return encodeImageUrl(block, path);
    case "image":
      return encodeImage(block, path);
    case "input_audio":
      return block as unknown as ContentPart; // its type was just looked at
    case "audio":
      return encodeAudio(block, path);
    case "file":
      return isRecord(block.file) ? (block as unknown as ContentPart) : encodeFile(block, path); // OpenAI's own shape
    case "video":
      return encodeFile(block, path);
    case "refusal":
      return { type: "refusal", refusal: String(block.refusal) };
    case "native":
      return encodeNative(block, path);
    case "non_standard":
      return encodeNative(block.value, path);
    default:
      return refuse(
        path,
        `a block of type "${String(type)}" is none every model can be sent; for one dialect alone write { type: "native", dialect, value }`,
      );
  }
}

function encodeText(block: UnknownRecord, path: string): ContentPart {
  const { text } = block;
  if (typeof text !== "string") return refuse(path, 'a block of type "text" without a text');
  const part: Record<string, unknown> & { type: "text"; text: string } = { type: "text", text };
  for (const key in block) if (!(key in part) && !OWN_TEXT_FIELDS.has(key)) part[key] = block[key];
  return part;
}

function encodeImageUrl({ image_url: image }: UnknownRecord, path: string): ContentPart {
  if (typeof image === "string") return { type: "image_url", image_url: { url: image } };
  const url = own(image, "url");
  if (typeof url !== "string") return refuse(path, 'a block of type "image_url" without a url');
  return imagePart(url, own(image, "detail"));
}

function encodeImage(block: UnknownRecord, path: string): ContentPart {
  const source = sourceOf(block, path);
  if (source.kind === "id") return { type: "file", file: { file_id: source.id } };
  return imagePart(urlOf(source), own(block.metadata, "detail"));
}

function imagePart(url: string, detail: unknown): ContentPart {
  const known = detail === "low" || detail === "high" || detail === "auto";
  return { type: "image_url", image_url: { url, ...(known && { detail }) } };
}

function encodeAudio(block: UnknownRecord, path: string): ContentPart {
  const source = sourceOf(block, path);
  if (source.kind !== "data") return encodeFile(block, path);
  return { type: "input_audio", input_audio: { data: source.data, format: audioFormat(source.mimeType) } };
}

/** What OpenAI calls a recording's format: `audio/mpeg` is its `mp3`. */
function audioFormat(mimeType: string): string {
  const [, subtype = mimeType] = /^audio\/(?:x-)?([a-z0-9.+-]+)/i.exec(mimeType) ?? [];
  const format = subtype.toLowerCase();
  if (format === "mpeg" || format === "mpeg3") return "mp3";
  return format === "wave" || format === "vnd.wave" ? "wav" : format;
}

function encodeFile(block: UnknownRecord, path: string): FilePart {
  const source = sourceOf(block, path);
  if (source.kind === "id") return { type: "file", file: { file_id: source.id } };
  const { metadata, title } = block;
  const name = own(metadata, "filename") ?? own(metadata, "name") ?? own(metadata, "title") ?? title;
  return { type: "file", file: { file_data: urlOf(source), ...(typeof name === "string" && { filename: name }) } };
}

function encodeNative(value: unknown, path: string): ContentPart {
  const dialect = own(value, "dialect");
  if (!isRecord(value) || value.type !== "native" || typeof dialect !== "string")
    return refuse(path, 'what is no standard block must be { type: "native", dialect, value }');
  return { type: "native", dialect, value: value.value as JsonValue };
}
