import type { ChatChunk, FinishReason } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { truncated } from "../../dialect/truncated.ts";
import type { CallContext, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { Usage } from "../../usage.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { readAnnotations } from "./annotations.ts";
import { isByTheBook } from "./by-the-book.ts";
import { type ChoiceReader, createChoiceReader } from "./choice-reader.ts";
import { compatibilityOf } from "./compatibility.ts";
import { failureIn, failureOfChoice } from "./failure.ts";
import { readUsage } from "./usage.ts";

/** The marker at the end of a stream. */
const END = "[DONE]";

const NOTHING: UnknownRecord = {};

/** Reads the events of one stream (https://platform.openai.com/docs/api-reference/chat-streaming). */
export function createStreamDecoder(context: CallContext): StreamDecoder {
  const compatibility = compatibilityOf(context.provider.name);
  const choices = new Map<number, ChoiceReader>();
  let waiting: ChatChunk[] = [];
  let id: string | undefined;
  let model: string | undefined;
  let hasMarker = false;
  let hasTold = false;
  let passes = false;
  let open = 0;
  let lastWithUsage: UnknownRecord | undefined;
  let usage: Usage | undefined;
  let lastWithSources: UnknownRecord | undefined;

  function readChoice(choice: unknown, place: number): ChatChunk | undefined {
    if (!isRecord(choice)) throw malformed(`expected an object at choices[${place}] of a stream's event`);
    const failure = failureOfChoice(choice, context);
    if (failure !== undefined) throw failure;
    const index = typeof choice.index === "number" ? choice.index : place;
    let reader = choices.get(index);
    if (reader === undefined) {
      reader = createChoiceReader(index);
      choices.set(index, reader);
      open++;
    }
    const wasFinished = reader.isFinished;
    const chunk = reader.read(choice);
    passes &&= isByTheBook(choice, chunk);
    if (reader.isFinished && !wasFinished) open--;
    if (chunk === undefined) return undefined;
    if (index !== 0) chunk.index = index;
    if (!hasTold) {
      hasTold = true;
      if (id !== undefined) chunk.id = id;
      if (model !== undefined) chunk.modelServed = model;
    }
    return chunk;
  }

  function readEvent(body: UnknownRecord): ChatChunk | undefined {
    const failure = failureIn(body, context);
    if (failure !== undefined) throw failure;
    if (id === undefined && typeof body.id === "string" && body.id !== "") id = body.id;
    if (typeof body.model === "string" && body.model !== "") model = body.model;
    if (isRecord(body.usage) || isRecord(body.x_groq)) noteUsage(body);
    if (body.citations !== undefined || body.search_results !== undefined) lastWithSources = body;
    const list = body.choices;
    if (!Array.isArray(list)) return undefined;
    passes = true;
    let first: ChatChunk | undefined;
    for (let place = 0; place < list.length; place++) {
      const chunk = readChoice(list[place], place);
      if (chunk === undefined) continue;
      if (first === undefined) first = chunk;
      else waiting.push(chunk);
    }
    return first;
  }

  // Perplexity and others tell it in every event; only the last counts, and only that is worth reading.
  function noteUsage(body: UnknownRecord): void {
    const { usage: told, x_groq: groq } = body;
    if (!isRecord(told) && !(isRecord(groq) && isRecord(groq.usage))) return;
    lastWithUsage = body;
    usage = undefined;
  }

  return {
    push({ data }: WireEvent): ChatChunk | undefined {
      passes = false;
      if (waiting.length > 0) waiting = [];
      if (data.length < 10 && data.trim() === END) {
        checkEnd(choices);
        hasMarker = true;
        return undefined;
      }
      return readEvent(parse(data));
    },
    get passes() {
      return passes;
    },
    more: () => (waiting.length === 0 ? undefined : waiting.shift()),
    get ended() {
      return hasMarker || (compatibility.endsWithFinish === true && choices.size > 0 && open === 0);
    },
    get awaitsMore() {
      return !hasMarker && choices.size < (context.answers ?? 1);
    },
    finish(): ChatChunk {
      const chunk: Writable<ChatChunk> = { finishReason: "other" as FinishReason };
      choices.get(0)?.conclude(chunk);
      if (lastWithSources !== undefined) {
        const annotations: readonly JsonValue[] | undefined = readAnnotations(NOTHING, lastWithSources);
        if (annotations !== undefined) chunk.annotations = annotations;
      }
      if (id !== undefined) chunk.id = id;
      if (model !== undefined) chunk.modelServed = model;
      if (lastWithUsage !== undefined) usage ??= readUsage(lastWithUsage, compatibility);
      if (usage !== undefined) chunk.usage = usage;
      return chunk;
    },
  };
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
