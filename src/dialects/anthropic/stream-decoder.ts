import { classify } from "../../call-error/classify.ts";
import type { CallError } from "../../call-error.ts";
import type { ChatChunk } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { textOf } from "./blocks.ts";
import { readRefusal } from "./decode-reply.ts";
import { readStopReason } from "./finish-reason.ts";
import { mergeChunks } from "./merge-chunks.ts";
import { type OpenBlock, openBlock } from "./open-block.ts";
import { PASSING_EVENTS } from "./pass-events.ts";
import { fallbackModel, readUsage } from "./usage.ts";

/** Decodes one stream of the Messages API (https://platform.claude.com/docs/en/build-with-claude/streaming). */
export function createStreamDecoder(context: CallContext): StreamDecoder {
  return new Decoder(context);
}

class Decoder implements StreamDecoder {
  readonly #context: CallContext;
  readonly #open = new Map<unknown, OpenBlock>();
  readonly #usage: UnknownRecord = {};
  #id: string | undefined;
  #model: string | undefined;
  #stopReason: unknown;
  #calls = 0;
  #hasBegun = false;
  #hasContent = false;
  ended = false;
  passes = false;

  constructor(context: CallContext) {
    this.#context = context;
  }

  push({ event, data }: WireEvent): ChatChunk | undefined {
    this.passes = false;
    if (this.ended || event === "ping" || data === "") return undefined;
    const told = parse(data);
    this.passes = PASSING_EVENTS.has(told.type);
    switch (told.type) {
      case "content_block_delta":
        return isRecord(told.delta) ? this.#open.get(told.index)?.add(told.delta) : undefined;
      case "content_block_start":
        return this.#start(told);
      case "content_block_stop":
        return this.#stop(told);
      case "message_start":
        return this.#begin(told);
      case "message_delta":
        return this.#endBy(told);
      case "message_stop":
        this.ended = true;
        return undefined;
      case "error":
        throw this.#failure(told);
      default:
        // An error without its type (proxies), a ping, or an event that came after this was written.
        if (event === "error" || isRecord(told.error) || textOf(told.error) !== undefined) throw this.#failure(told);
        return undefined;
    }
  }

  finish(): ChatChunk {
    const raw = textOf(this.#stopReason);
    const used = readUsage(Object.keys(this.#usage).length === 0 ? undefined : this.#usage);
    const served = fallbackModel(this.#usage) ?? this.#model;
    return {
      finishReason: readStopReason(this.#stopReason, this.#calls > 0),
      ...(raw === undefined ? undefined : { finishReasonRaw: raw }),
      ...(this.#id === undefined ? undefined : { id: this.#id }),
      ...(served === undefined ? undefined : { modelServed: served }),
      ...(used === undefined ? undefined : { usage: used }),
    };
  }

  #begin({ message }: UnknownRecord): ChatChunk | undefined {
    // A proxy that tried again behind our back splices a second answer to the first; one that only repeats itself does no harm.
    if (this.#hasContent) throw malformed("the stream is broken: a second message began in the middle of the first");
    if (!isRecord(message)) throw malformed("the stream is broken: a message_start without a message");
    const id = textOf(message.id);
    const model = textOf(message.model);
    const isRepeated = this.#hasBegun && this.#id === id;
    this.passes = !isRepeated;
    this.#hasBegun = true;
    this.#id = id;
    this.#model = model;
    this.#learn(message.usage);
    this.#stopReason = message.stop_reason ?? this.#stopReason;
    // A call that code of the model's makes stands here, whole.
    const contents = Array.isArray(message.content) ? message.content.filter(isRecord) : [];
    const blocks = contents.map((content) => this.#begun(content));
    if (isRepeated && blocks.length === 0) return undefined;
    return {
      ...(id === undefined ? undefined : { id }),
      ...(this.#model === undefined ? undefined : { modelServed: this.#model }),
      ...mergeChunks(blocks.flatMap((block) => [block.first ?? [], block.end() ?? []].flat())),
    };
  }

  // Counts of later events replace those of earlier ones, as they are sums; what a later one leaves out stays.
  #learn(told: unknown): void {
    if (!isRecord(told)) return;
    for (const name in told) if (told[name] !== null && told[name] !== undefined) this.#usage[name] = told[name];
  }

  #start({ index, content_block: content }: UnknownRecord): ChatChunk | undefined {
    if (!isRecord(content)) throw malformed("the stream is broken: a content_block_start without a block");
    const block = this.#begun(content);
    this.#open.set(index, block);
    return block.first;
  }

  #begun(content: UnknownRecord): OpenBlock {
    this.#hasContent = true;
    if (content.type === "fallback" && isRecord(content.to)) this.#model = textOf(content.to.model) ?? this.#model;
    const block = openBlock(content, this.#calls);
    if (block.isCall) this.#calls += 1;
    return block;
  }

  #endBy({ delta, usage: told }: UnknownRecord): ChatChunk | undefined {
    this.#learn(told);
    if (!isRecord(delta)) return undefined;
    this.#stopReason = delta.stop_reason ?? this.#stopReason;
    const refusal = readRefusal(delta.stop_reason, delta.stop_details);
    return refusal === undefined ? undefined : { refusal };
  }

  #stop({ index }: UnknownRecord): ChatChunk | undefined {
    const chunk = this.#open.get(index)?.end();
    this.#open.delete(index);
    return chunk;
  }

  #failure(told: UnknownRecord): CallError {
    return classify(readWireError(told), { provider: this.#context.provider.name, body: told });
  }
}

function parse(data: string): Record<string, JsonValue> {
  let told: unknown;
  try {
    told = JSON.parse(data);
  } catch (cause) {
    throw malformed("an event of the stream is no JSON", cause);
  }
  if (!isRecord(told)) throw malformed("an event of the stream is no JSON object");
  return told as Record<string, JsonValue>;
}
