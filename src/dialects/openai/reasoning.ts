import type { ReasoningDetail } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";

/** A detail whose text stood in a plain field of the message has that field's name as its `format`. */
const BOTH_FIELDS = "reasoning,reasoning_content";

const FIELD_FORMATS: ReadonlySet<string | undefined> = new Set([
  "reasoning_content",
  "reasoning",
  BOTH_FIELDS,
  "content",
]);

/** The fields of a message a detail's text stood in; `undefined` for a structured one (OpenRouter's `reasoning_details`). */
export function fieldsOf({ format }: ReasoningDetail): string[] | undefined {
  return FIELD_FORMATS.has(format) ? format?.split(",") : undefined;
}

/** What a message or delta thought, as text; `undefined` where it says nothing of it. */
export function reasoningText(message: UnknownRecord): string | undefined {
  const { reasoning_content: content, reasoning, reasoning_details: details } = message;
  if (typeof content === "string" && content !== "") return content;
  if (typeof reasoning === "string" && reasoning !== "") return reasoning;
  if (!Array.isArray(details)) return undefined;
  let text = "";
  for (const detail of details) {
    if (!isRecord(detail)) continue;
    if (typeof detail.text === "string") text += detail.text;
    else if (typeof detail.summary === "string") text += detail.summary;
  }
  return text === "" ? undefined : text;
}

/** The field a message's plain reasoning stands in, as the `format` of the detail that is made of it. */
export function plainFormat({ reasoning_content: content, reasoning }: UnknownRecord): string | undefined {
  const inContent = typeof content === "string" && content !== "";
  const inReasoning = typeof reasoning === "string" && reasoning !== "";
  if (inContent) return inReasoning && content === reasoning ? BOTH_FIELDS : "reasoning_content";
  return inReasoning ? "reasoning" : undefined;
}

/** Collects what must go back with the next turn from a whole message, or from one delta after another. */
export interface ReasoningCollector {
  /** Takes in a message or delta; `thinking` is what stood in its content as such. */
  add(message: UnknownRecord, thinking?: string): void;
  /** All of it; `undefined` where there was none. */
  details(): ReasoningDetail[] | undefined;
}

/** What of a whole message must go back with the next turn. */
export function reasoningDetails(message: UnknownRecord, thinking: string): ReasoningDetail[] | undefined {
  if (thinking === "" && !message.reasoning_content && !message.reasoning && !message.reasoning_details)
    return undefined;
  const collector = createReasoningCollector();
  collector.add(message, thinking);
  return collector.details();
}

type Piece = { -readonly [Name in keyof ReasoningDetail]: ReasoningDetail[Name] };

/** Structured details win over plain text, for they say the same and more. */
export function createReasoningCollector(): ReasoningCollector {
  const structured = new Map<unknown, Piece>();
  let plain = "";
  let format: string | undefined;
  return {
    add(message, thinking) {
      const { reasoning_details: details } = message;
      if (Array.isArray(details)) {
        for (let place = 0; place < details.length; place++) {
          const detail: unknown = details[place];
          if (isRecord(detail)) addPiece(structured, detail, place);
        }
      }
      if (thinking !== undefined && thinking !== "") {
        format = "content";
        plain += thinking;
        return;
      }
      const found = plainFormat(message);
      if (found === undefined) return;
      format ??= found;
      plain += found === "reasoning" ? message.reasoning : message.reasoning_content;
    },
    details() {
      if (structured.size > 0) return [...structured.values()];
      if (format === undefined || plain === "") return undefined;
      return [{ type: "text", dialect: "openai", text: plain, format }];
    },
  };
}

// Pieces of one detail share its index (https://openrouter.ai/docs/guides/best-practices/reasoning-tokens#streaming-response).
function addPiece(structured: Map<unknown, Piece>, detail: UnknownRecord, place: number): void {
  const type = TYPES.get(detail.type);
  if (type === undefined) return;
  const key = `${typeof detail.index === "number" ? detail.index : place}/${type}`;
  const piece: Piece = structured.get(key) ?? { type, dialect: dialectOf(detail) };
  structured.set(key, piece);
  const text = type === "summary" ? detail.summary : detail.text;
  if (typeof text === "string") piece.text = (piece.text ?? "") + text;
  if (typeof detail.data === "string") piece.data = (piece.data ?? "") + detail.data;
  if (typeof detail.signature === "string") piece.signature = (piece.signature ?? "") + detail.signature;
  if (typeof detail.id === "string" && detail.id !== "") piece.id = detail.id;
  if (typeof detail.format === "string" && detail.format !== "") piece.format = detail.format;
  // What JSON.parse made is JSON data.
  if (detail.value !== undefined) piece.value = detail.value as JsonValue;
}

/** Our own gateway tells what came from another dialect as such. */
function dialectOf({ dialect }: UnknownRecord): string {
  return typeof dialect === "string" && dialect !== "" ? dialect : "openai";
}

const TYPES: ReadonlyMap<unknown, ReasoningDetail["type"]> = new Map([
  ["reasoning.text", "text"],
  ["reasoning.summary", "summary"],
  ["reasoning.encrypted", "encrypted"],
  ["reasoning.item", "item"],
]);

/** A structured detail in OpenRouter's words, and with the dialect it came from where that is another; `index` is its place among them. */
export function toWireDetail(
  { type, dialect, text, signature, data, id, format, value }: ReasoningDetail,
  index: number,
): UnknownRecord {
  const detail: UnknownRecord = { type: `reasoning.${type}`, index };
  if (dialect !== "openai") detail.dialect = dialect;
  if (text !== undefined) detail[type === "summary" ? "summary" : "text"] = text;
  if (data !== undefined) detail.data = data;
  if (signature !== undefined) detail.signature = signature;
  if (id !== undefined) detail.id = id;
  if (format !== undefined) detail.format = format;
  if (value !== undefined) detail.value = value;
  return detail;
}
