import type { ToolCallDelta } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { asJson, recordsIn, textOf } from "./read.ts";
import { callOf } from "./turn.ts";
import type { Item } from "./words.ts";

/** An item while it streams in: how much of it was handed on, so that its end can bring what no delta told. */
export interface StreamItem {
  readonly type: unknown;
  isDone: boolean;
  /** Its place among the calls; -1 for what is none. */
  call: number;
  hasName: boolean;
  /** Whether the JSON around a custom tool's text has begun. */
  isOpen: boolean;
  /** Text, refusal or arguments handed on, by part. */
  readonly sent: string[];
  /** Sources handed on, by part. */
  readonly cited: number[];
}

/** An item of which nothing was handed on yet. */
export function newItem(type: unknown): StreamItem {
  return { type, isDone: false, call: -1, hasName: false, isOpen: false, sent: [], cited: [] };
}

/**
 * What is left of a text that was handed on in part. Where the end tells another text than the deltas did, nothing is:
 * what was handed on cannot be taken back.
 */
export function restOf(item: StreamItem, part: number, whole: unknown): string {
  if (typeof whole !== "string") return "";
  const sent = item.sent[part] ?? "";
  if (whole.length <= sent.length || !whole.startsWith(sent)) return "";
  item.sent[part] = whole;
  return whole.slice(sent.length);
}

/** The sources of a part that were not handed on. */
export function newSources(item: StreamItem, part: number, annotations: unknown): JsonValue[] {
  const all = recordsIn(annotations);
  const known = item.cited[part] ?? 0;
  if (all.length <= known) return [];
  item.cited[part] = all.length;
  return all.slice(known).map(asJson);
}

const JSON_START = '{"input":"';
const JSON_END = '"}';

/** A piece of a call: of a custom tool's plain text as well, which comes out as the text of JSON. */
export function callPiece(item: StreamItem, text: string, isLast: boolean): string {
  if (item.type !== "custom_tool_call") return text;
  const start = item.isOpen ? "" : JSON_START;
  item.isOpen = true;
  return `${start}${JSON.stringify(text).slice(1, -1)}${isLast ? JSON_END : ""}`;
}

/** The end of a call: its name where that had not come, and what was missing of its arguments. */
export function callEnd(state: StreamItem, item: Item): ToolCallDelta | undefined {
  const isNamed = state.hasName;
  const left = restOf(state, 0, item.type === "custom_tool_call" ? item.input : item.arguments);
  const piece = callPiece(state, left, true);
  if (isNamed && piece === "") return undefined;
  return {
    ...(isNamed ? { index: state.call } : callStart(state, item)),
    ...(piece === "" ? {} : { arguments: piece }),
  };
}

/** The beginning of a call: its id and name. */
export function callStart(state: StreamItem, item: Item): ToolCallDelta {
  const call = callOf(item, state.call);
  state.hasName = textOf(item.name) !== undefined;
  return { index: state.call, ...(call === undefined ? {} : { id: call.id, name: call.function.name }) };
}
