import type { ChatRequest, ContentPart, FilePart } from "../../chat.ts";
import type { Capability } from "../../model.ts";

const KNOWN_NEEDS = ["tools", "jsonMode", "jsonSchema", "vision", "audio", "pdf", "videoInput"] as const;

type Need = (typeof KNOWN_NEEDS)[number] & Capability;

const BITS = Object.fromEntries(KNOWN_NEEDS.map((need, place) => [need, 1 << place])) as Record<Need, number>;

/** Every combination once, made when it is first seen: equal needs are the same list. */
const combinations = new Map<number, readonly string[]>([[0, Object.freeze([])]]);

/**
 * The capabilities a request shows that it needs: tools it may call, the form its answer must have, content that is no
 * text. What a model may pass over without harm is none: an effort of thinking, calls of tools at the same time; nor is
 * a tool or a part in one dialect's own words, which that dialect judges.
 */
export function needsOf(request: ChatRequest): readonly string[] {
  let found = 0;
  if (request.tool_choice !== "none" && request.tools?.some(({ type }) => type === "function")) found |= BITS.tools;
  const format = request.response_format?.type;
  if (format === "json_schema") found |= BITS.jsonSchema;
  else if (format === "json_object") found |= BITS.jsonMode;
  if (request.modalities?.includes("audio")) found |= BITS.audio;
  for (const { content } of request.messages) {
    if (typeof content === "string" || !Array.isArray(content)) continue;
    for (const part of content as readonly ContentPart[]) found |= needOfPart(part);
  }
  return combination(found);
}

function needOfPart(part: ContentPart): number {
  switch (part?.type) {
    case "image_url":
      return BITS.vision;
    case "input_audio":
      return BITS.audio;
    case "file":
      return needOfFile(part.file);
    default:
      return 0;
  }
}

/** What a document is, by its media type, else by the end of its name; of one uploaded before nobody knows. */
function needOfFile(file: FilePart["file"] | undefined): number {
  const { file_data: data = "", filename = "" } = file ?? {};
  const [, type = ""] = /^data:([a-z]+\/[a-z0-9.+-]+)[;,]/i.exec(data.slice(0, 100)) ?? [];
  if (/^image\//i.test(type)) return BITS.vision;
  if (/^audio\//i.test(type)) return BITS.audio;
  if (/^video\//i.test(type)) return BITS.videoInput;
  if (/^application\/pdf$/i.test(type)) return BITS.pdf;
  const isAddress = /^https?:/i.test(data.slice(0, 6));
  const name = isAddress ? data.replace(/[?#].*$/s, "") : filename;
  return type === "" && /\.pdf$/i.test(name) ? BITS.pdf : 0;
}

function combination(bits: number): readonly string[] {
  const known = combinations.get(bits);
  if (known !== undefined) return known;
  const needs = Object.freeze(KNOWN_NEEDS.filter((need) => (bits & BITS[need]) !== 0));
  combinations.set(bits, needs);
  return needs;
}
