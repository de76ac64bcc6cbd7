import type { ChatChunk, ContentPart, ReasoningDetail, ToolCallDelta } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import type { CallContext, StreamDecoder, WireEvent } from "../../dialect.ts";
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
  return new ResponseStream(context);
}

class ResponseStream implements StreamDecoder {
  readonly #context: CallContext;
  readonly #items: StreamItem[] = [];
  /** The ids of items that have ended: places may have gaps that the whole response does not have. */
  readonly #endedIds = new Set<unknown>();
  #order: Order | undefined;
  #isStored = true;
  #toldDetails = 0;
  #calls = 0;
  #webSearches = 0;
  #waiting: string | undefined;
  /** The part of a thought that was told last: a new one begins a new paragraph. */
  #thoughtItem: StreamItem | undefined;
  #thoughtPart = 0;
  #end: Item | undefined;
  #endStatus = "";

  constructor(context: CallContext) {
    this.#context = context;
  }

  push({ data, event }: WireEvent): ChatChunk | undefined {
    if (data === "[DONE]") return undefined;
    let parsed: unknown;
    try {
      parsed = JSON.parse(data);
    } catch (cause) {
      throw malformed(`an event of the stream is no JSON: ${JSON.stringify(data.slice(0, 60))}`, cause);
    }
    if (!isRecord(parsed)) return undefined;
    return this.#read(parsed.type === undefined && event !== undefined ? { ...parsed, type: event } : parsed);
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  finish(): ChatChunk {
    const response = this.#end ?? {};
    const usage = readUsage(response, this.#webSearches);
    const ended = response.status === undefined ? { ...response, status: this.#endStatus } : response;
    return {
      ...names(response),
      ...endingOf(ended, this.#calls > 0, this.#waiting),
      ...(usage === undefined ? {} : { usage }),
    };
  }

  /** The item an event is about; one that never began begins here. */
  #itemAt(index: unknown, type: unknown): StreamItem {
    const place =
      typeof index === "number" && index >= 0 && index < 100_000 ? index : Math.max(0, this.#items.length - 1);
    const known = this.#items[place];
    if (known !== undefined) return known;
    const item = newItem(type);
    if (type === "function_call" || type === "custom_tool_call") item.call = this.#calls++;
    this.#items[place] = item;
    return item;
  }

  #think(text: string, item: StreamItem, part: number): string {
    const isNew = this.#thoughtItem !== undefined && (this.#thoughtItem !== item || this.#thoughtPart !== part);
    this.#thoughtItem = item;
    this.#thoughtPart = part;
    return isNew ? `\n\n${text}` : text;
  }

  #begin(event: Item): ChatChunk | undefined {
    const item = isRecord(event.item) ? event.item : {};
    const index = typeof event.output_index === "number" ? event.output_index : this.#items.length;
    const state = this.#itemAt(index, item.type);
    return state.call < 0 ? undefined : { toolCalls: [callStart(state, item)] };
  }

  /** The end of an item: what its deltas left out, and what must go back with the next request. */
  #close(item: Item, index: unknown, piece: Piece): void {
    const state = this.#itemAt(index, item.type);
    if (state.isDone) return;
    state.isDone = true;
    if (item.id !== undefined) this.#endedIds.add(item.id);
    this.#waiting = isAnswer(item) ? undefined : (waitingFor(item) ?? this.#waiting);
    if (isWebSearch(item)) this.#webSearches++;
    if (item.type === "message") closeMessage(state, item, piece);
    else if (item.type === "image_generation_call") {
      const image = imagePart(item);
      if (image !== undefined) piece.parts = [...(piece.parts ?? []), image];
    } else if (item.type === "reasoning") this.#closeThought(state, item, piece);
    else if (state.call >= 0) {
      const last = callEnd(state, item);
      if (last !== undefined) piece.toolCalls = [...(piece.toolCalls ?? []), last];
    }
    this.#order ??= createOrder({ origin: "reply", isStored: this.#isStored });
    this.#order.add(item);
    if (this.#order.details.length > this.#toldDetails) {
      piece.reasoningDetails = [...(piece.reasoningDetails ?? []), ...this.#order.details.slice(this.#toldDetails)];
      this.#toldDetails = this.#order.details.length;
    }
  }

  #closeThought(state: StreamItem, item: Item, piece: Piece): void {
    const add = (told: readonly Item[], offset: number): void => {
      for (let index = 0; index < told.length; index++) {
        const part = index * 2 + offset;
        const text = restOf(state, part, told[index]?.text);
        if (text !== "") piece.reasoning = (piece.reasoning ?? "") + this.#think(text, state, part);
      }
    };
    add(recordsIn(item.summary), SUMMARY);
    add(recordsIn(item.content), CONTENT);
  }

  #read(event: Item): ChatChunk | undefined {
    const { type, delta, output_index: index } = event;
    switch (type) {
      case "response.output_text.delta": {
        if (typeof delta !== "string" || delta === "") return undefined;
        count(this.#itemAt(index, "message"), event.content_index, delta);
        const { logprobs } = event;
        const isTelling = Array.isArray(logprobs) && logprobs.length > 0;
        return isTelling ? { content: delta, logprobs: { content: asJson(logprobs) } } : { content: delta };
      }
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta": {
        if (typeof delta !== "string" || delta === "") return undefined;
        const state = this.#itemAt(index, type.startsWith("response.custom") ? "custom_tool_call" : "function_call");
        if (state.call < 0) return undefined;
        count(state, 0, delta);
        return { toolCalls: [{ index: state.call, arguments: callPiece(state, delta, false) }] };
      }
      case "response.reasoning_summary_text.delta":
        return this.#thoughtDelta(event, SUMMARY, event.summary_index);
      case "response.reasoning_text.delta":
        return this.#thoughtDelta(event, CONTENT, event.content_index);
      case "response.refusal.delta":
        if (typeof delta !== "string" || delta === "") return undefined;
        count(this.#itemAt(index, "message"), event.content_index, delta);
        return { refusal: delta };
      case "response.output_text.annotation.added": {
        if (!isRecord(event.annotation)) return undefined;
        const { cited } = this.#itemAt(index, "message");
        const part = numberOf(event.content_index);
        cited[part] = (cited[part] ?? 0) + 1;
        return { annotations: [asJson(event.annotation)] };
      }
      case "response.output_item.added":
        return this.#begin(event);
      case "response.output_item.done": {
        if (!isRecord(event.item)) return undefined;
        const piece: Piece = {};
        this.#close(event.item, index ?? placeOf(this.#items), piece);
        return told(piece);
      }
      case "response.created":
        return isRecord(event.response) ? this.#start(event.response) : undefined;
      case "response.completed":
      case "response.incomplete":
        return this.#finish(isRecord(event.response) ? event.response : {}, type);
      case "response.failed":
        throw failureOf(isRecord(event.response) ? event.response.error : event.error, this.#context);
      case "error":
        throw failureOf(event, this.#context);
      default:
        // Some gateways tell a failure without a type.
        if (type === undefined && event.error !== undefined && event.error !== null)
          throw failureOf(event, this.#context);
        return undefined;
    }
  }

  #thoughtDelta({ delta, output_index: index }: Item, offset: number, place: unknown): ChatChunk | undefined {
    if (typeof delta !== "string" || delta === "") return undefined;
    const part = numberOf(place) * 2 + offset;
    const state = this.#itemAt(index, "reasoning");
    count(state, part, delta);
    return { reasoning: this.#think(delta, state, part) };
  }

  #start(response: Item): ChatChunk {
    this.#isStored = response.store !== false;
    return told(names(response)) ?? {};
  }

  #finish(response: Item, type: string): ChatChunk | undefined {
    if (isRecord(response.error)) throw failureOf(response.error, this.#context);
    const piece: Piece = {};
    recordsIn(response.output).forEach((item, index) => {
      if (!this.#endedIds.has(item.id)) this.#close(item, index, piece);
    });
    this.#end = response;
    this.#endStatus = type.slice("response.".length);
    return told(piece);
  }
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
