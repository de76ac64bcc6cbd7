import type { ContentBlock } from "@langchain/core/messages";
import type { ContentPart } from "../../chat.ts";
import { fromUrl, type MediaSource } from "./media-source.ts";

/** What an answer said. */
export interface Said {
  readonly text: string;
  readonly reasoning?: string | undefined;
  /** Whole pieces that are more than text. */
  readonly parts?: readonly ContentPart[] | undefined;
}

/** The content of a message: a text where it is no more, else LangChain's standard blocks; `blocks`: these in any case. */
export function decodeContent({ text, reasoning, parts }: Said, blocks: boolean): string | ContentBlock[] {
  const media = parts === undefined ? [] : parts.filter(({ type }) => type !== "text" && type !== "refusal");
  if (!blocks && media.length === 0) return text;
  const content: ContentBlock[] = [];
  // Pieces of a stream are put together by their index.
  if (blocks && reasoning !== undefined && reasoning !== "") content.push({ type: "reasoning", reasoning, index: 0 });
  if (text !== "") content.push(blocks ? { type: "text", text, index: 1 } : { type: "text", text });
  for (const part of media) content.push(decodePart(part));
  return content;
}

/** A piece of content as a standard block. */
function decodePart(part: ContentPart): ContentBlock {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image_url":
      return { type: "image", ...place(fromUrl(part.image_url.url)) };
    case "input_audio": {
      const { data, format } = part.input_audio;
      return { type: "audio", data, mimeType: format === "mp3" ? "audio/mpeg" : `audio/${format}` };
    }
    case "file": {
      const { file_data: data, file_id: fileId, filename } = part.file;
      const where = data === undefined ? { fileId } : place(fromUrl(data));
      return { type: "file", ...where, ...(filename !== undefined && { metadata: { filename } }) };
    }
    case "refusal":
    case "native":
      return { type: "non_standard", value: part };
  }
}

function place(source: MediaSource): Record<string, string> {
  if (source.kind === "url") return { url: source.url };
  return source.kind === "id" ? { fileId: source.id } : { data: source.data, mimeType: source.mimeType };
}
