import type { ChatRequest, ContentPart, Tool, ToolCall } from "../chat.ts";
import { audioSecondsOf, bytesOf, type PixelSize, pagesOf, pixelSizeOf } from "./media-size.ts";

/** What of a request becomes tokens. */
export interface Pieces {
  /** Each message with its texts; a tool call's name and arguments stand with its message. */
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolShape[];
  /** The JSON Schema an answer must have. */
  readonly schema?: unknown;
  readonly media: readonly Media[];
}

export interface Turn {
  readonly role: string;
  readonly name?: string;
  readonly texts: readonly string[];
  readonly calls: readonly { readonly name: string; readonly arguments: string }[];
}

export interface ToolShape {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: unknown;
}

/** What is counted by its size and not by its text. */
export type Media =
  | { readonly kind: "image"; readonly size?: PixelSize; readonly isLow: boolean }
  | { readonly kind: "audio"; readonly seconds: number }
  | { readonly kind: "file"; readonly pages: number };

const NONE: readonly never[] = [];

/** Takes a request apart into what becomes tokens; what is not of the expected shape is passed over. */
export function piecesOf(request: ChatRequest): Pieces {
  const media: Media[] = [];
  const turns = request.messages.map((message): Turn => {
    const { role } = message;
    const texts = textsOf(message.content, media);
    const calls = "tool_calls" in message && Array.isArray(message.tool_calls) ? message.tool_calls.map(callOf) : NONE;
    return "name" in message && typeof message.name === "string"
      ? { role, name: message.name, texts, calls }
      : { role, texts, calls };
  });
  const tools = request.tools === undefined ? NONE : request.tools.map(toolOf);
  const format = request.response_format;
  const schema = format?.type === "json_schema" ? format.json_schema : undefined;
  return schema === undefined ? { turns, tools, media } : { turns, tools, schema, media };
}

function callOf(call: ToolCall): Turn["calls"][number] {
  return { name: String(call?.function?.name ?? ""), arguments: String(call?.function?.arguments ?? "") };
}

function toolOf(tool: Tool): ToolShape {
  if (tool.type !== "function") return { name: JSON.stringify(tool.value) };
  const { name, description, parameters } = tool.function;
  return { name, ...(description === undefined ? {} : { description }), ...(parameters && { parameters }) };
}

function textsOf(content: unknown, media: Media[]): string[] {
  if (typeof content === "string") return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: ContentPart) => {
    switch (part?.type) {
      case "text":
        return typeof part.text === "string" ? [part.text] : [];
      case "refusal":
        return typeof part.refusal === "string" ? [part.refusal] : [];
      case "image_url":
        media.push(imageOf(part.image_url?.url ?? "", part.image_url?.detail));
        return [];
      case "input_audio":
        media.push({ kind: "audio", seconds: audioSecondsOf(part.input_audio?.data ?? "") });
        return [];
      case "file":
        media.push({ kind: "file", pages: pagesOf(part.file?.file_data ?? "") });
        return [];
      case "native":
        return [JSON.stringify(part.value) ?? ""];
      default:
        return [];
    }
  });
}

function imageOf(url: string, detail: string | undefined): Media {
  const bytes = bytesOf(url);
  const size = bytes === undefined ? undefined : pixelSizeOf(bytes);
  return { kind: "image", ...(size === undefined ? {} : { size }), isLow: detail === "low" };
}
