import type { Item } from "./words.ts";

/** Items of the Responses API that are served under ids of ours. */
export type MadeKind = "rs" | "msg" | "fc" | "ctc" | "ig";

const MADE = /^(?:rs|msg|fc|ctc|ig)_modelmall_/;

/** An id for an item of an answer whose provider gave it none; it can be told from theirs when it comes back. */
export function makeId(kind: MadeKind, callId: string, place: number): string {
  return `${kind}_modelmall_${callId}_${place}`;
}

/** Whether an id is one that we made, which no provider knows. */
export function isMadeId(id: unknown): boolean {
  return typeof id === "string" && MADE.test(id);
}

/** An item that comes back as its provider would have it: without an id that was made here, and what hangs on it. */
export function withoutMadeId(item: Item): Item {
  if (!isMadeId(item.id) || item.type === "reasoning") return item;
  const { id: _, status: __, ...rest } = item;
  return rest;
}
