import type { CallOptions } from "../../backend.ts";
import type { ChatChunk, ChatRequest, StreamEnd } from "../../chat.ts";
import { hasContent } from "../../dialect/has-content.ts";
import { truncated } from "../../dialect/truncated.ts";
import type { ChatDialect, StreamDecoder, WireEvent } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import type { WireAnswer } from "../../wire.ts";
import { type CallRun, endOf } from "./call-run.ts";
import type { Caller } from "./caller.ts";
import { createWholeDecoder, NOT_STREAMED } from "./whole-in-stream.ts";

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
  /** What must not be shown of the account. */
  readonly hidden: readonly string[];
}

/** A good answer, of which nothing but its head has been read. */
export class OpenedAnswer {
  readonly run: CallRun;
  readonly answer: WireAnswer;
  decoder: StreamDecoder;
  readonly #call: StreamedCall;
  readonly #events: AsyncIterator<WireEvent, undefined>;
  readonly #wasAdapted: boolean;
  #adaptations: readonly Adaptation[];
  #firstContentMs: number | undefined;

  constructor(call: StreamedCall, run: CallRun, answer: WireAnswer, adaptations: readonly Adaptation[]) {
    const { dialect, request } = call;
    const { n } = request;
    const isSeveral = typeof n === "number" && n > 1;
    this.run = run;
    this.answer = answer;
    this.decoder = dialect.createStreamDecoder(isSeveral ? { ...run.context, answers: n } : run.context);
    this.#call = call;
    this.#events = answer.events(dialect.framing)[Symbol.asyncIterator]();
    this.#wasAdapted = adaptations.length > 0;
    this.#adaptations = adaptations;
  }

  nextEvent(): Promise<IteratorResult<WireEvent, undefined>> {
    const { ended, awaitsMore } = this.decoder;
    return ended && awaitsMore !== true ? lastWords(this.#events, this.answer) : this.#events.next();
  }

  /** @throws {CallError} */
  read(event: WireEvent): ChatChunk | undefined {
    if (event.isBody) {
      const { caller, dialect } = this.#call;
      this.decoder = createWholeDecoder(caller, this.run, this.answer, dialect);
      this.#adaptations = [...this.#adaptations, NOT_STREAMED];
    }
    return this.decoder.push(event);
  }

  /**
   * Whether the event just read may be passed on as it came. Where something else was asked than what the caller meant, what
   * is answered needs to be read so too.
   */
  get passes(): boolean {
    const { options, dialect } = this.#call;
    return options?.raw === dialect.name && this.decoder.passes === true && !this.#wasAdapted;
  }

  /** Notes when an answer had its first content. */
  note(chunk: ChatChunk): void {
    if (this.#firstContentMs !== undefined || !hasContent(chunk)) return;
    this.#firstContentMs = performance.now() - this.run.started;
    this.answer.contentSeen();
  }

  /** What is told once its events have ended. @throws {CallError} `stream_truncated` */
  lastChunk(): ChatChunk {
    const { decoder, run, answer } = this;
    if (!decoder.ended) throw truncated("the stream ended before its end marker; what had come is not a whole answer");
    const words = decoder.finish();
    const firstContentMs = this.#firstContentMs;
    const end: StreamEnd = {
      ...endOf(run, words, answer.status),
      adaptations: this.#adaptations,
      ...(firstContentMs !== undefined && { firstContentMs }),
    };
    return { ...words, end };
  }
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
