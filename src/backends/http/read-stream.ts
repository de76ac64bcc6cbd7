import type { CallOptions } from "../../backend.ts";
import { CallError } from "../../call-error.ts";
import type { ChatChunk, ChatRequest, StreamEnd } from "../../chat.ts";
import { hasContent } from "../../dialect/has-content.ts";
import type { ChatDialect, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import type { WireAnswer } from "../../wire.ts";
import { type CallRun, endOf } from "./call-run.ts";
import type { Caller } from "./caller.ts";

/** How long a server may take to close a stream it has ended; its connection is given up after that. */
const LINGER_MS = 250;

/** A streamed call of one account. */
export interface StreamedCall {
  readonly caller: Caller;
  readonly dialect: ChatDialect;
  readonly baseUrl: string;
  readonly model: string;
  readonly request: ChatRequest;
  readonly options: CallOptions | undefined;
}

/**
 * The chunks of an answer as they come in. What ends without the dialect's end marker was cut, and is an error.
 * @throws {CallError}
 */
export async function* readStream(call: StreamedCall): AsyncGenerator<ChatChunk, void, undefined> {
  const { caller, dialect, options } = call;
  const run = caller.begin(call.model, options, true);
  let phase: "request" | "answer" = "request";
  let answer: WireAnswer | undefined;
  try {
    const encoded = dialect.encodeRequest(call.request, run.context);
    const sent = await caller.post(run, call.baseUrl, encoded);
    answer = sent;
    phase = "answer";
    const { n } = call.request;
    const isSeveral = typeof n === "number" && n > 1;
    const decoder = dialect.createStreamDecoder(isSeveral ? { ...run.context, answers: n } : run.context);
    const events = sent.events(dialect.framing)[Symbol.asyncIterator]();
    let firstContentMs: number | undefined;
    while (true) {
      const next = await (decoder.ended && decoder.awaitsMore !== true ? lastWords(events, sent) : events.next());
      if (next.done) break;
      // What had come before the caller gave up is no longer wanted.
      if (options?.signal?.aborted) throw aborted(options.signal);
      for (let chunk = decoder.push(next.value); chunk !== undefined; chunk = decoder.more?.()) {
        if (firstContentMs === undefined && hasContent(chunk)) {
          firstContentMs = performance.now() - run.started;
          sent.contentSeen();
        }
        yield chunk;
      }
    }
    if (!decoder.ended) throw truncated();
    answer = undefined;
    yield lastChunk(run, decoder, { status: sent.status, firstContentMs, adaptations: encoded.adaptations });
  } catch (error) {
    throw caller.aim(error, run, phase);
  } finally {
    answer?.discard();
  }
}

function lastChunk(
  run: CallRun,
  decoder: StreamDecoder,
  told: { status: number; firstContentMs: number | undefined; adaptations: readonly Adaptation[] },
): ChatChunk {
  const words = decoder.finish();
  const { status, firstContentMs, adaptations } = told;
  const end: StreamEnd = {
    ...endOf(run, words, status),
    adaptations,
    ...(firstContentMs !== undefined && { firstContentMs }),
  };
  return { ...words, end };
}

const DONE = { done: true, value: undefined } as const;

/** What still comes at once after the end marker; nothing that goes wrong then matters. */
async function lastWords(
  events: AsyncIterator<WireEvent>,
  answer: WireAnswer,
): Promise<IteratorResult<WireEvent, undefined>> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<typeof DONE>((resolve) => {
    timer = setTimeout(() => {
      answer.discard();
      resolve(DONE);
    }, LINGER_MS);
  });
  try {
    return await Promise.race([events.next().catch(() => DONE), patience]);
  } finally {
    clearTimeout(timer);
  }
}

function truncated(): CallError {
  const message = "the stream ended before its end marker; what had come is not a whole answer";
  return new CallError("stream_truncated", message, { fault: "target", retryable: true });
}

function aborted(signal: AbortSignal): CallError {
  return new CallError("aborted", "the caller gave up", { fault: "caller", cause: signal.reason });
}
