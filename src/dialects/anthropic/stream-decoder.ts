import { classify } from "../../call-error/classify.ts";
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
  const open = new Map<unknown, OpenBlock>();
  const usage: UnknownRecord = {};
  let id: string | undefined;
  let model: string | undefined;
  let stopReason: unknown;
  let calls = 0;
  let hasBegun = false;
  let hasContent = false;
  let ended = false;
  let passes = false;

  function begin({ message }: UnknownRecord): ChatChunk | undefined {
    // A proxy that tried again behind our back splices a second answer to the first; one that only repeats itself does no harm.
    if (hasContent) throw malformed("the stream is broken: a second message began in the middle of the first");
    if (!isRecord(message)) throw malformed("the stream is broken: a message_start without a message");
    const isRepeated = hasBegun && id === textOf(message.id);
    passes = !isRepeated;
    hasBegun = true;
    id = textOf(message.id);
    model = textOf(message.model);
    learn(message.usage);
    stopReason = message.stop_reason ?? stopReason;
    // A call that code of the model's makes stands here, whole.
    const blocks = Array.isArray(message.content) ? message.content.filter(isRecord).map(begun) : [];
    if (isRepeated && blocks.length === 0) return undefined;
    return {
      ...(id === undefined ? undefined : { id }),
      ...(model === undefined ? undefined : { modelServed: model }),
      ...mergeChunks(blocks.flatMap((block) => [block.first ?? [], block.end() ?? []].flat())),
    };
  }

  // Counts of later events replace those of earlier ones, as they are sums; what a later one leaves out stays.
  function learn(told: unknown): void {
    if (!isRecord(told)) return;
    for (const name in told) if (told[name] !== null && told[name] !== undefined) usage[name] = told[name];
  }

  function start({ index, content_block: content }: UnknownRecord): ChatChunk | undefined {
    if (!isRecord(content)) throw malformed("the stream is broken: a content_block_start without a block");
    const block = begun(content);
    open.set(index, block);
    return block.first;
  }

  function begun(content: UnknownRecord): OpenBlock {
    hasContent = true;
    if (content.type === "fallback" && isRecord(content.to)) model = textOf(content.to.model) ?? model;
    const block = openBlock(content, calls);
    if (block.isCall) calls += 1;
    return block;
  }

  function endBy({ delta, usage: told }: UnknownRecord): ChatChunk | undefined {
    learn(told);
    if (!isRecord(delta)) return undefined;
    stopReason = delta.stop_reason ?? stopReason;
    const refusal = readRefusal(delta.stop_reason, delta.stop_details);
    return refusal === undefined ? undefined : { refusal };
  }

  function stop({ index }: UnknownRecord): ChatChunk | undefined {
    const chunk = open.get(index)?.end();
    open.delete(index);
    return chunk;
  }

  return {
    push({ event, data }: WireEvent): ChatChunk | undefined {
      passes = false;
      if (ended || event === "ping" || data === "") return undefined;
      const told = parse(data);
      passes = PASSING_EVENTS.has(told.type);
      switch (told.type) {
        case "content_block_delta":
          return isRecord(told.delta) ? open.get(told.index)?.add(told.delta) : undefined;
        case "content_block_start":
          return start(told);
        case "content_block_stop":
          return stop(told);
        case "message_start":
          return begin(told);
        case "message_delta":
          return endBy(told);
        case "message_stop":
          ended = true;
          return undefined;
        case "error":
          throw classify(readWireError(told), { provider: context.provider.name, body: told });
        default:
          // An error without its type (proxies), a ping, or an event that came after this was written.
          if (event === "error" || isRecord(told.error) || textOf(told.error) !== undefined) {
            throw classify(readWireError(told), { provider: context.provider.name, body: told });
          }
          return undefined;
      }
    },
    get ended() {
      return ended;
    },
    get passes() {
      return passes;
    },
    finish(): ChatChunk {
      const raw = textOf(stopReason);
      const used = readUsage(Object.keys(usage).length === 0 ? undefined : usage);
      const served = fallbackModel(usage) ?? model;
      return {
        finishReason: readStopReason(stopReason, calls > 0),
        ...(raw === undefined ? undefined : { finishReasonRaw: raw }),
        ...(id === undefined ? undefined : { id }),
        ...(served === undefined ? undefined : { modelServed: served }),
        ...(used === undefined ? undefined : { usage: used }),
      };
    },
  };
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
