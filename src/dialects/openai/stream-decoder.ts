import type { ChatChunk, FinishReason } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { truncated } from "../../dialect/truncated.ts";
import type { CallContext, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { readAnnotations } from "./annotations.ts";
import { isByTheBook } from "./by-the-book.ts";
import { type ChoiceReader, createChoiceReader } from "./choice-reader.ts";
import { type Compatibility, compatibilityOf } from "./compatibility.ts";
import { failureIn, failureOfChoice } from "./failure.ts";
import { readUsage } from "./usage.ts";

/** The marker at the end of a stream. */
const END = "[DONE]";

const NOTHING: UnknownRecord = {};

/** Reads the events of one stream (https://platform.openai.com/docs/api-reference/chat-streaming). */
export function createStreamDecoder(context: CallContext): StreamDecoder {
  return new Decoder(context);
}

// A class, as whatever each stream has of its own with getters: those of an object written out would give each object a
// hidden class of its own, with which all of its stream would stay in memory until a full collection.
class Decoder implements StreamDecoder {
  readonly #context: CallContext;
  readonly #compatibility: Compatibility;
  readonly #choices = new Map<number, ChoiceReader>();
  #waiting: ChatChunk[] = [];
  #id: string | undefined;
  #model: string | undefined;
  #hasMarker = false;
  #hasTold = false;
  #open = 0;
  #lastWithUsage: UnknownRecord | undefined;
  #lastWithSources: UnknownRecord | undefined;
  passes = false;

  constructor(context: CallContext) {
    this.#context = context;
    this.#compatibility = compatibilityOf(context.provider.name);
  }

  get ended(): boolean {
    if (this.#hasMarker) return true;
    return this.#compatibility.endsWithFinish === true && this.#choices.size > 0 && this.#open === 0;
  }

  get awaitsMore(): boolean {
    return !this.#hasMarker && this.#choices.size < (this.#context.answers ?? 1);
  }

  push({ data }: WireEvent): ChatChunk | undefined {
    this.passes = false;
    if (this.#waiting.length > 0) this.#waiting = [];
    if (data.length < 10 && data.trim() === END) {
      checkEnd(this.#choices);
      this.#hasMarker = true;
      return undefined;
    }
    return this.#readEvent(parse(data));
  }

  more(): ChatChunk | undefined {
    return this.#waiting.length === 0 ? undefined : this.#waiting.shift();
  }

  finish(): ChatChunk {
    const chunk: Writable<ChatChunk> = { finishReason: "other" as FinishReason };
    this.#choices.get(0)?.conclude(chunk);
    if (this.#lastWithSources !== undefined) {
      const annotations: readonly JsonValue[] | undefined = readAnnotations(NOTHING, this.#lastWithSources);
      if (annotations !== undefined) chunk.annotations = annotations;
    }
    if (this.#id !== undefined) chunk.id = this.#id;
    if (this.#model !== undefined) chunk.modelServed = this.#model;
    const usage = this.#lastWithUsage && readUsage(this.#lastWithUsage, this.#compatibility);
    if (usage !== undefined) chunk.usage = usage;
    return chunk;
  }

  #readEvent(body: UnknownRecord): ChatChunk | undefined {
    const failure = failureIn(body, this.#context);
    if (failure !== undefined) throw failure;
    if (this.#id === undefined && typeof body.id === "string" && body.id !== "") this.#id = body.id;
    if (typeof body.model === "string" && body.model !== "") this.#model = body.model;
    // Perplexity and others tell it in every event; only the last counts, and only that is worth reading.
    if (isRecord(body.usage) || (isRecord(body.x_groq) && isRecord(body.x_groq.usage))) this.#lastWithUsage = body;
    if (body.citations !== undefined || body.search_results !== undefined) this.#lastWithSources = body;
    const list = body.choices;
    if (!Array.isArray(list)) return undefined;
    this.passes = true;
    let first: ChatChunk | undefined;
    for (let place = 0; place < list.length; place++) {
      const chunk = this.#readChoice(list[place], place);
      if (chunk === undefined) continue;
      if (first === undefined) first = chunk;
      else this.#waiting.push(chunk);
    }
    return first;
  }

  #readChoice(choice: unknown, place: number): ChatChunk | undefined {
    if (!isRecord(choice)) throw malformed(`expected an object at choices[${place}] of a stream's event`);
    const failure = failureOfChoice(choice, this.#context);
    if (failure !== undefined) throw failure;
    const index = typeof choice.index === "number" ? choice.index : place;
    let reader = this.#choices.get(index);
    if (reader === undefined) {
      reader = createChoiceReader(index);
      this.#choices.set(index, reader);
      this.#open++;
    }
    const wasFinished = reader.isFinished;
    const chunk = reader.read(choice);
    this.passes &&= isByTheBook(choice, chunk);
    if (reader.isFinished && !wasFinished) this.#open--;
    if (chunk === undefined) return undefined;
    if (index !== 0) chunk.index = index;
    if (!this.#hasTold) {
      this.#hasTold = true;
      if (this.#id !== undefined) chunk.id = this.#id;
      if (this.#model !== undefined) chunk.modelServed = this.#model;
    }
    return chunk;
  }
}

/**
 * Some services never say why an answer ended (Snowflake), so the marker alone is a good end of one that holds something
 * and is not in the middle of a call.
 */
function checkEnd(choices: ReadonlyMap<number, ChoiceReader>): void {
  let isEmpty = true;
  for (const { isFinished, hasSaid, isCut } of choices.values()) {
    if (isFinished || hasSaid) isEmpty = false;
    if (!isFinished && isCut) {
      throw truncated("the stream ended in the middle of a call to a tool, without a finish_reason");
    }
  }
  if (isEmpty) throw malformed("the stream ended before it had begun: no event held any of an answer");
}

function parse(data: string): UnknownRecord {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch (cause) {
    throw malformed(`expected JSON in a stream's event, got "${data.slice(0, 40)}"`, cause);
  }
  if (isRecord(body)) return body;
  throw malformed(`expected an object in a stream's event, got "${data.slice(0, 40)}"`);
}
