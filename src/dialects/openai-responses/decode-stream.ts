import type { ChatChunk, ContentPart, ReasoningDetail, ToolCallDelta } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import type { CallContext, StreamDecoder } from "../../dialect.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { endingOf, failureOf, isAnswer, waitingFor } from "./ending.ts";
import { createOrder, type Order } from "./order.ts";
import { asJson, recordsIn, textOf } from "./read.ts";
import { callEnd, callPiece, callStart, newItem, newSources, restOf, type StreamItem } from "./stream-item.ts";
import { imagePart } from "./turn.ts";
import { isWebSearch, readUsage } from "./usage.ts";
import type { Item } from "./words.ts";

// Summary and content of a thought have places of their own: even ones and odd ones.
const SUMMARY = 0;
const CONTENT = 1;

/** A chunk while it is put together. */
interface Piece {
  content?: string;
  reasoning?: string;
  refusal?: string;
  toolCalls?: ToolCallDelta[];
  reasoningDetails?: readonly ReasoningDetail[];
  parts?: ContentPart[];
  annotations?: JsonValue[];
  logprobs?: JsonValue;
  id?: string;
  modelServed?: string;
}

/**
 * Turns the events of one streamed response into chunks; what no delta told is taken from the end of its item, or of the
 * response (https://platform.openai.com/docs/api-reference/responses-streaming).
 */
export function createStreamDecoder(context: CallContext): StreamDecoder {
  const items: StreamItem[] = [];
  /** The ids of items that have ended: places may have gaps that the whole response does not have. */
  const endedIds = new Set<unknown>();
  let order: Order | undefined;
  let isStored = true;
  let toldDetails = 0;
  let calls = 0;
  let webSearches = 0;
  let waiting: string | undefined;
  /** The part of a thought that was told last: a new one begins a new paragraph. */
  let thoughtItem: StreamItem | undefined;
  let thoughtPart = 0;
  let end: Item | undefined;
  let endStatus = "";

  /** The item an event is about; one that never began begins here. */
  const itemAt = (index: unknown, type: unknown): StreamItem => {
    const place = typeof index === "number" && index >= 0 && index < 100_000 ? index : Math.max(0, items.length - 1);
    const known = items[place];
    if (known !== undefined) return known;
    const item = newItem(type);
    if (type === "function_call" || type === "custom_tool_call") item.call = calls++;
    items[place] = item;
    return item;
  };

  const think = (text: string, item: StreamItem, part: number): string => {
    const isNew = thoughtItem !== undefined && (thoughtItem !== item || thoughtPart !== part);
    thoughtItem = item;
    thoughtPart = part;
    return isNew ? `\n\n${text}` : text;
  };

  const begin = (event: Item): ChatChunk | undefined => {
    const item = isRecord(event.item) ? event.item : {};
    const index = typeof event.output_index === "number" ? event.output_index : items.length;
    const state = itemAt(index, item.type);
    return state.call < 0 ? undefined : { toolCalls: [callStart(state, item)] };
  };

  /** The end of an item: what its deltas left out, and what must go back with the next request. */
  const close = (item: Item, index: unknown, piece: Piece): void => {
    const state = itemAt(index, item.type);
    if (state.isDone) return;
    state.isDone = true;
    if (item.id !== undefined) endedIds.add(item.id);
    waiting = isAnswer(item) ? undefined : (waitingFor(item) ?? waiting);
    if (isWebSearch(item)) webSearches++;
    if (item.type === "message") closeMessage(state, item, piece);
    else if (item.type === "image_generation_call") {
      const image = imagePart(item);
      if (image !== undefined) piece.parts = [...(piece.parts ?? []), image];
    } else if (item.type === "reasoning") closeThought(state, item, piece);
    else if (state.call >= 0) {
      const last = callEnd(state, item);
      if (last !== undefined) piece.toolCalls = [...(piece.toolCalls ?? []), last];
    }
    order ??= createOrder({ origin: "reply", isStored });
    order.add(item);
    if (order.details.length > toldDetails) {
      piece.reasoningDetails = [...(piece.reasoningDetails ?? []), ...order.details.slice(toldDetails)];
      toldDetails = order.details.length;
    }
  };

  const closeThought = (state: StreamItem, item: Item, piece: Piece): void => {
    const add = (told: readonly Item[], offset: number): void => {
      for (let index = 0; index < told.length; index++) {
        const part = index * 2 + offset;
        const text = restOf(state, part, told[index]?.text);
        if (text !== "") piece.reasoning = (piece.reasoning ?? "") + think(text, state, part);
      }
    };
    add(recordsIn(item.summary), SUMMARY);
    add(recordsIn(item.content), CONTENT);
  };

  const push = (event: Item): ChatChunk | undefined => {
    const { type, delta, output_index: index } = event;
    switch (type) {
      case "response.output_text.delta": {
        if (typeof delta !== "string" || delta === "") return undefined;
        count(itemAt(index, "message"), event.content_index, delta);
        const { logprobs } = event;
        const isTelling = Array.isArray(logprobs) && logprobs.length > 0;
        return isTelling ? { content: delta, logprobs: { content: asJson(logprobs) } } : { content: delta };
      }
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta": {
        if (typeof delta !== "string" || delta === "") return undefined;
        const state = itemAt(index, type.startsWith("response.custom") ? "custom_tool_call" : "function_call");
        if (state.call < 0) return undefined;
        count(state, 0, delta);
        return { toolCalls: [{ index: state.call, arguments: callPiece(state, delta, false) }] };
      }
      case "response.reasoning_summary_text.delta":
        return thoughtDelta(event, SUMMARY, event.summary_index);
      case "response.reasoning_text.delta":
        return thoughtDelta(event, CONTENT, event.content_index);
      case "response.refusal.delta":
        if (typeof delta !== "string" || delta === "") return undefined;
        count(itemAt(index, "message"), event.content_index, delta);
        return { refusal: delta };
      case "response.output_text.annotation.added": {
        if (!isRecord(event.annotation)) return undefined;
        const { cited } = itemAt(index, "message");
        const part = numberOf(event.content_index);
        cited[part] = (cited[part] ?? 0) + 1;
        return { annotations: [asJson(event.annotation)] };
      }
      case "response.output_item.added":
        return begin(event);
      case "response.output_item.done": {
        if (!isRecord(event.item)) return undefined;
        const piece: Piece = {};
        close(event.item, index ?? placeOf(items), piece);
        return told(piece);
      }
      case "response.created":
        return isRecord(event.response) ? start(event.response) : undefined;
      case "response.completed":
      case "response.incomplete":
        return finish(isRecord(event.response) ? event.response : {}, type);
      case "response.failed":
        throw failureOf(isRecord(event.response) ? event.response.error : event.error, context);
      case "error":
        throw failureOf(event, context);
      default:
        // Some gateways tell a failure without a type.
        if (type === undefined && event.error !== undefined && event.error !== null) throw failureOf(event, context);
        return undefined;
    }
  };

  const thoughtDelta = (
    { delta, output_index: index }: Item,
    offset: number,
    place: unknown,
  ): ChatChunk | undefined => {
    if (typeof delta !== "string" || delta === "") return undefined;
    const part = numberOf(place) * 2 + offset;
    const state = itemAt(index, "reasoning");
    count(state, part, delta);
    return { reasoning: think(delta, state, part) };
  };

  const start = (response: Item): ChatChunk => {
    isStored = response.store !== false;
    return told(names(response)) ?? {};
  };

  const finish = (response: Item, type: string): ChatChunk | undefined => {
    if (isRecord(response.error)) throw failureOf(response.error, context);
    const piece: Piece = {};
    recordsIn(response.output).forEach((item, index) => {
      if (!endedIds.has(item.id)) close(item, index, piece);
    });
    end = response;
    endStatus = type.slice("response.".length);
    return told(piece);
  };

  return {
    push({ data, event }) {
      if (data === "[DONE]") return undefined;
      let parsed: unknown;
      try {
        parsed = JSON.parse(data);
      } catch (cause) {
        throw malformed(`an event of the stream is no JSON: ${JSON.stringify(data.slice(0, 60))}`, cause);
      }
      if (!isRecord(parsed)) return undefined;
      return push(parsed.type === undefined && event !== undefined ? { ...parsed, type: event } : parsed);
    },
    get ended() {
      return end !== undefined;
    },
    finish() {
      const response = end ?? {};
      const usage = readUsage(response, webSearches);
      return {
        ...names(response),
        ...endingOf(response.status === undefined ? { ...response, status: endStatus } : response, calls > 0, waiting),
        ...(usage === undefined ? {} : { usage }),
      };
    },
  };
}

function closeMessage(state: StreamItem, item: Item, piece: Piece): void {
  const { content } = item;
  const parts = typeof content === "string" ? [{ type: "output_text", text: content }] : recordsIn(content);
  parts.forEach((part: Item, index) => {
    const isRefusal = part.type === "refusal";
    const text = restOf(state, index, isRefusal ? part.refusal : part.text);
    if (text !== "" && isRefusal) piece.refusal = (piece.refusal ?? "") + text;
    else if (text !== "") piece.content = (piece.content ?? "") + text;
    const sources = newSources(state, index, part.annotations);
    if (sources.length > 0) piece.annotations = [...(piece.annotations ?? []), ...sources];
  });
}

function count({ sent }: StreamItem, part: unknown, delta: string): void {
  const place = numberOf(part);
  sent[place] = (sent[place] ?? "") + delta;
}

function numberOf(value: unknown): number {
  return typeof value === "number" && value >= 0 && value < 100_000 ? value : 0;
}

/** The first item that has not ended, for a provider that does not tell which one has. */
function placeOf(items: readonly StreamItem[]): number {
  const open = items.findIndex((item) => item !== undefined && !item.isDone);
  return open < 0 ? items.length : open;
}

function names({ id, model }: Item): Piece {
  const [own, modelServed] = [textOf(id), textOf(model)];
  return { ...(own === undefined ? {} : { id: own }), ...(modelServed === undefined ? {} : { modelServed }) };
}

function told(piece: Piece): ChatChunk | undefined {
  return Object.keys(piece).length === 0 ? undefined : piece;
}
