import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { refuse } from "./refuse.ts";

/** Where the content of an image, a recording or a document is. */
export type MediaSource =
  | { readonly kind: "url"; readonly url: string }
  /** Base64. */
  | { readonly kind: "data"; readonly mimeType: string; readonly data: string }
  | { readonly kind: "id"; readonly id: string };

/**
 * Where a block's content is, in each of the shapes LangChain knows: its standard (`url`, `data`, `fileId`), the one
 * before it (`source_type`), Anthropic's (`source`).
 * @throws {InvalidInputError} where it says nothing of that
 */
export function sourceOf(block: UnknownRecord, path: string): MediaSource {
  const source = isRecord(block.source) ? block.source : block;
  const { url, data } = source;
  if (typeof url === "string") return fromUrl(url);
  if (typeof data === "string" || data instanceof Uint8Array) {
    const mimeType = source.mimeType ?? source.mime_type ?? source.media_type;
    if (typeof mimeType !== "string" || mimeType === "")
      refuse(path, 'data without a "mimeType"; say what it is: "image/png"');
    return { kind: "data", mimeType, data: typeof data === "string" ? data : Buffer.from(data).toString("base64") };
  }
  const id = source.fileId ?? source.file_id ?? (source.source_type === "id" ? source.id : undefined);
  if (typeof id === "string") return { kind: "id", id };
  return refuse(path, `a block of type "${String(block.type)}" with none of "url", "data" and "fileId"`);
}

/** The content of a source as an address: its own, or a `data:` URL. */
export function urlOf(source: Exclude<MediaSource, { kind: "id" }>): string {
  return source.kind === "url" ? source.url : `data:${source.mimeType};base64,${source.data}`;
}

/** An address as a source; a `data:` URL in base64 is taken apart. */
export function fromUrl(url: string): MediaSource {
  // Only its head is looked at: what follows may be megabytes.
  const head = /^data:([^;,]+)(?:;[^;,]+)*;base64,/i.exec(url.slice(0, 300));
  const mimeType = head?.[1];
  if (head === null || mimeType === undefined) return { kind: "url", url };
  return { kind: "data", mimeType, data: url.slice(head[0].length) };
}
