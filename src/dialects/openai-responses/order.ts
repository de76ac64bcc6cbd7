import type { ReasoningDetail } from "../../chat.ts";
import { asJson, only, recordsIn, textOf, without } from "./read.ts";
import { DIALECT, type Item } from "./words.ts";

const MESSAGE_READ = new Set(["type", "role", "content"]);
const CALL_READ = new Set(["type", "call_id", "name", "arguments", "input"]);
const MESSAGE_KEPT = ["id", "status", "phase"];
const CALL_KEPT = ["id", "status", "caller", "namespace"];

/** Where items come from: an answer, whose ids matter only beside thoughts, or a request, which comes out as it was. */
export type Origin = "reply" | "request";

/** Keeps the thoughts of a turn, and the order of its items where they could not be sent back without it. */
export interface Order {
  /** Grows at its end only. */
  readonly details: readonly ReasoningDetail[];
  add(item: Item): void;
}

/** What is known beforehand of the items of a turn. */
export interface OrderOptions {
  readonly origin: Origin;
  /** Whether the provider keeps the answer, so that an id alone brings a thought back. */
  readonly isStored: boolean;
}

/** Begins to keep the order of a turn's items: thoughts whole, places of messages and calls, all else as it is. */
export function createOrder({ origin, isStored }: OrderOptions): Order {
  const details: ReasoningDetail[] = [];
  // Thoughts first, then one message, then calls is the order they are sent in anyway: items wait until theirs is needed.
  let held: Item[] = [];
  let isNeeded = false;
  let hasPlaces = false;
  const need = (): void => {
    isNeeded = true;
    for (const item of held) details.push(itemDetail(placeOf(item, origin)));
    held = [];
  };
  return {
    details,
    add(item) {
      const { type } = item;
      if (type === "reasoning") {
        if (hasPlaces) need();
        const before = details.length;
        addThought(item, isStored || origin === "request", details);
        // The API wants the very item that followed a thought it knows by its id.
        if (origin === "reply" && details.length > before && details[before]?.id !== undefined) need();
        return;
      }
      if ((type === "message" && hasPlaces) || !isPlain(item, origin)) need();
      hasPlaces = true;
      if (isNeeded) details.push(itemDetail(placeOf(item, origin)));
      else held.push(item);
    },
  };
}

/** Whether an item is one that content and calls of a message say all of. */
function isPlain(item: Item, origin: Origin): boolean {
  switch (item.type) {
    case "message":
      return origin === "reply" ? saysNothing(item.phase) : hasOnly(item, MESSAGE_READ);
    case "function_call":
    case "custom_tool_call":
      return origin === "reply" ? saysNothing(item.caller) && saysNothing(item.namespace) : hasOnly(item, CALL_READ);
    default:
      return false;
  }
}

function saysNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function hasOnly(item: Item, fields: ReadonlySet<string>): boolean {
  for (const key in item) if (!fields.has(key)) return false;
  return true;
}

/** What is kept of an item beside the content, call or image that stands in the message itself. */
function placeOf(item: Item, origin: Origin): Item {
  const { type } = item;
  if (type === "message") {
    const own = origin === "reply" ? only(item, MESSAGE_KEPT) : without(item, MESSAGE_READ);
    return { ...own, type, parts: partsIn(item.content, origin) };
  }
  if (type === "function_call" || type === "custom_tool_call") {
    const own = origin === "reply" ? only(item, CALL_KEPT) : without(item, CALL_READ);
    return { ...own, type, call_id: item.call_id };
  }
  if (type !== "image_generation_call" || typeof item.result !== "string" || item.result === "") return item;
  const { result, ...place } = item;
  return place;
}

/** How many parts of the message's content were this item's; `text` where it was one, put as a plain text. */
function partsIn(content: unknown, origin: Origin): number | "text" {
  if (typeof content === "string") return "text";
  if (origin === "reply") return recordsIn(content).length;
  return Array.isArray(content) ? content.length : 0;
}

function itemDetail(value: Item): ReasoningDetail {
  return { type: "item", dialect: DIALECT, value: asJson(value) };
}

/** A reasoning item in pieces; its id only where the provider would know it again. */
function addThought(item: Item, isStored: boolean, details: ReasoningDetail[]): void {
  const data = textOf(item.encrypted_content);
  const content = recordsIn(item.content);
  const shared: { dialect: string; id?: string; format?: string } = { dialect: DIALECT };
  const { id, format } = item;
  if (typeof id === "string" && (isStored || data !== undefined || content.length > 0)) shared.id = id;
  if (typeof format === "string") shared.format = format;
  const before = details.length;
  for (const { text } of recordsIn(item.summary)) {
    if (typeof text === "string") details.push({ type: "summary", ...shared, text });
  }
  for (const { text } of content) {
    if (typeof text === "string") details.push({ type: "text", ...shared, text });
  }
  if (data !== undefined) details.push({ type: "encrypted", ...shared, data });
  else if (details.length === before && shared.id !== undefined) details.push({ type: "encrypted", ...shared });
}
