import type { ContentPart, FilePart, ImagePart, NativePart } from "../../chat.ts";
import { fileOwner } from "../../dialect/file-owner.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { Facts } from "../../model.ts";
import { isRecord } from "../../util/record.ts";
import { type Encoding, passOn } from "./encoding.ts";
import { DIALECT, FILE_FIELDS, IMAGE_FIELDS, type Item, isContent, TEXT_FIELDS } from "./words.ts";

/** Who speaks: what is told to the model, or what the model said. */
export type Side = "input" | "output";

/**
 * The content of a message or of a tool's answer; a text stays a text.
 * @throws {CallError} `unsupported_request` for a part that cannot stand there
 */
export function encodeContent(
  content: string | readonly ContentPart[],
  side: Side,
  field: string,
  encoding: Encoding,
): string | Item[] {
  if (typeof content === "string") return content;
  return content.map((part, index) => encodePart(part, side, `${field}[${index}]`, encoding));
}

/** @throws {CallError} `unsupported_request` for a part that cannot stand there */
export function encodePart(part: ContentPart, side: Side, field: string, encoding: Encoding): Item {
  if (part.type === "native") return side === "output" ? nativeValue(part, field) : nativeContent(part, field);
  if (part.type === "text") {
    const item: Item = { type: side === "input" ? "input_text" : "output_text", text: part.text };
    return passOn(part, item, { read: ["type", "text"], own: TEXT_FIELDS[side] }, field, encoding);
  }
  if (side === "input" && part.type === "image_url") return encodeImage(part, field, encoding);
  if (side === "input" && part.type === "file") return encodeFile(part, field, encoding);
  if (side === "output" && part.type === "refusal") {
    return passOn(
      part,
      { type: "refusal", refusal: part.refusal },
      { read: ["type", "refusal"], own: [] },
      field,
      encoding,
    );
  }
  const expected = side === "input" ? "text, image_url, file or native parts" : "text, refusal or native parts";
  const hint = part.type === "input_audio" ? "; use a model of Chat Completions for sound" : "";
  throw unsupported(
    field,
    `the Responses API takes no ${String(part.type)} from ${side === "input" ? "here" : "the assistant"}, only ${expected}${hint}`,
  );
}

/** A piece in this dialect's own words. @throws {CallError} `unsupported_request` for another's */
export function nativeValue({ dialect, value }: NativePart, field: string): Item {
  if (dialect === DIALECT && isRecord(value)) return value;
  throw unsupported(
    field,
    `a native part of "${dialect}" means nothing to the Responses API; leave it out, or put it in words`,
  );
}

function nativeContent(part: NativePart, field: string): Item {
  const value = nativeValue(part, field);
  if (isContent(value.type)) return value;
  throw unsupported(field, `"${String(value.type)}" is an item by itself and cannot stand inside this message`);
}

function encodeImage(part: ImagePart, field: string, encoding: Encoding): Item {
  const { context } = encoding;
  if (seesNothing(context.facts)) {
    throw unsupported(field, `${context.model} takes no images; leave the image out, or ask a model that sees`);
  }
  const { url, detail } = part.image_url;
  // Its own client's type requires what Chat Completions takes as said.
  const item: Item = { type: "input_image", image_url: url, detail: detail ?? "auto" };
  return passOn(part, item, { read: ["type", "image_url"], own: IMAGE_FIELDS }, field, encoding);
}

function seesNothing({ capabilities, modalities }: Facts): boolean {
  return capabilities?.vision === false || modalities?.input?.includes("image") === false;
}

function encodeFile(part: FilePart, field: string, encoding: Encoding): Item {
  const { filename, file_data: data, file_id: id } = part.file;
  const item: Item = { type: "input_file" };
  if (id !== undefined) item.file_id = ownFileId(id, `${field}.file.file_id`);
  if (data !== undefined) item[/^https?:/i.test(data) ? "file_url" : "file_data"] = data;
  if (filename !== undefined) item.filename = filename;
  else if (item.file_data !== undefined) {
    item.filename = nameFor(data ?? "");
    encoding.adaptations.push({
      field: `${field}.file.filename`,
      what: `the file was named ${item.filename}: the API requires a name`,
    });
  }
  return passOn(part, item, { read: ["type", "file"], own: FILE_FIELDS }, field, encoding);
}

function ownFileId(id: string, field: string): string {
  const owner = fileOwner(id);
  if (owner === undefined || owner === "openai") return id;
  throw unsupported(field, `the id of a file that ${owner} keeps; send its bytes as file_data`);
}

function nameFor(dataUrl: string): string {
  const subtype = /^data:[\w.+-]+\/([\w.+-]+)/i.exec(dataUrl)?.[1]?.toLowerCase() ?? "pdf";
  return `file.${subtype === "plain" ? "txt" : subtype}`;
}
