import type { CallOptions } from "../../backend.ts";
import { CallError } from "../../call-error.ts";
import type { ChatChunk, ChatRequest, RawEvent, StreamEnd } from "../../chat.ts";
import { hasContent } from "../../dialect/has-content.ts";
import { truncated } from "../../dialect/truncated.ts";
import type { ChatDialect, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import type { Writable } from "../../util/writable.ts";
import type { WireAnswer } from "../../wire.ts";
import { type CallRun, endOf } from "./call-run.ts";
import type { Caller } from "./caller.ts";
import { createWholeDecoder, NOT_STREAMED } from "./whole-in-stream.ts";

/** How long a server may take to close a stream it has ended; its connection is given up after that. */
const LINGER_MS = 250;
/** Characters; a shorter one would be found in the names of fields. */
const SHORTEST_SECRET = 8;

/** A streamed call of one account. */
export interface StreamedCall {
  readonly caller: Caller;
  readonly dialect: ChatDialect;
  readonly baseUrl: string;
  readonly model: string;
  readonly request: ChatRequest;
  readonly options: CallOptions | undefined;
  /** What must not be shown of the account. */
  readonly hidden: readonly string[];
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
    let decoder = dialect.createStreamDecoder(isSeveral ? { ...run.context, answers: n } : run.context);
    const events = sent.events(dialect.framing)[Symbol.asyncIterator]();
    let { adaptations } = encoded;
    // Where something else was asked than what the caller meant, what is answered needs to be read so too.
    const isRaw = options?.raw === dialect.name && adaptations.length === 0;
    let firstContentMs: number | undefined;
    while (true) {
      const next = await (decoder.ended && decoder.awaitsMore !== true ? lastWords(events, sent) : events.next());
      if (next.done) break;
      // What had come before the caller gave up is no longer wanted.
      if (options?.signal?.aborted) throw aborted(options.signal);
      if (next.value.isBody) {
        decoder = createWholeDecoder(caller, run, sent, dialect);
        adaptations = [...adaptations, NOT_STREAMED];
      }
      const read = decoder.push(next.value);
      const raw = isRaw && decoder.passes ? rawOf(next.value, read, call) : undefined;
      for (let chunk = raw === undefined ? read : (read ?? {}); chunk !== undefined; chunk = decoder.more?.()) {
        if (firstContentMs === undefined && hasContent(chunk)) {
          firstContentMs = performance.now() - run.started;
          sent.contentSeen();
        }
        if (raw !== undefined) (chunk as Writable<ChatChunk>).raw = raw; // made for us alone
        yield chunk;
      }
    }
    if (!decoder.ended) throw truncated("the stream ended before its end marker; what had come is not a whole answer");
    answer = undefined;
    yield lastChunk(run, decoder, { status: sent.status, firstContentMs, adaptations });
  } catch (error) {
    throw caller.aim(error, run, phase);
  } finally {
    answer?.discard();
  }
}

/** An event as it came; what is not read from it anyway must not show a secret. */
function rawOf({ event, data }: WireEvent, read: ChatChunk | undefined, { dialect, hidden }: StreamedCall): RawEvent {
  let shown = data;
  for (const secret of hidden) {
    if (secret.length >= SHORTEST_SECRET && data.includes(secret) && !JSON.stringify(read ?? {}).includes(secret))
      shown = shown.replaceAll(secret, "…");
  }
  return event === undefined ? { dialect: dialect.name, data: shown } : { dialect: dialect.name, event, data: shown };
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

function aborted(signal: AbortSignal): CallError {
  return new CallError("aborted", "the caller gave up", { fault: "caller", cause: signal.reason });
}
