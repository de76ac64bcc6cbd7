import type { ContentPart } from "../../chat.ts";
import { isRecord } from "../../util/record.ts";
import type { Side } from "./encode-content.ts";
import { asJson, passing, textOf } from "./read.ts";
import { DIALECT, FILE_FIELDS, IMAGE_FIELDS, type Item, TEXT_FIELDS } from "./words.ts";

const TEXT_READ = new Set(["type", "text"]);
const IMAGE_READ = new Set(["type", "image_url", "detail"]);
const FILE_READ = new Set(["type", "filename", "file_data", "file_url", "file_id"]);

/** Content as parts; what has no word of ours stays as it is. */
export function decodeContent(content: unknown, side: Side): string | ContentPart[] {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return [];
  return content.map((part) => decodePart(part, side));
}

function decodePart(part: unknown, side: Side): ContentPart {
  if (typeof part === "string") return { type: "text", text: part };
  if (!isRecord(part)) return { type: "native", dialect: DIALECT, value: asJson(part) };
  const { type, text, refusal } = part;
  const isText = type === (side === "input" ? "input_text" : "output_text");
  if (isText && typeof text === "string") return { ...passing(part, TEXT_READ, TEXT_FIELDS[side]), type: "text", text };
  if (side === "output" && type === "refusal" && typeof refusal === "string") return { type: "refusal", refusal };
  const known = side === "input" ? (decodeImage(part) ?? decodeFile(part)) : undefined;
  return known ?? { type: "native", dialect: DIALECT, value: asJson(part) };
}

function decodeImage(part: Item): ContentPart | undefined {
  const { type, image_url: url, detail } = part;
  if (type !== "input_image" || typeof url !== "string" || typeof part.file_id === "string") return undefined;
  // `auto` is what is meant where nothing is said. `original` is a detail only this API knows; it passes as it came.
  const seen = typeof detail === "string" && detail !== "auto" ? { url, detail: detail as "low" } : { url };
  return { ...passing(part, IMAGE_READ, IMAGE_FIELDS), type: "image_url", image_url: seen };
}

function decodeFile(part: Item): ContentPart | undefined {
  if (part.type !== "input_file") return undefined;
  const [filename, data, url, id] = [part.filename, part.file_data, part.file_url, part.file_id].map(textOf);
  const held = data ?? url;
  if (held === undefined && id === undefined) return undefined;
  const file = {
    ...(filename === undefined ? {} : { filename }),
    ...(held === undefined ? {} : { file_data: held }),
    ...(id === undefined ? {} : { file_id: id }),
  };
  return { ...passing(part, FILE_READ, FILE_FIELDS), type: "file", file };
}
