import type { ChatChunk, ChatRequest, StreamEnd } from "../../chat.ts";
import type { RoutedChunk, RouterCallOptions } from "../../router.ts";
import { InTurn } from "../../util/in-turn.ts";
import { onAbort } from "../../util/on-abort.ts";
import type { Writable } from "../../util/writable.ts";
import { failOver } from "./fail-over.ts";
import { withDecision } from "./lazy-decision.ts";
import type { Answered, Mechanism } from "./mechanism.ts";
import { AttemptStream, type ChunkConsumer } from "./open-stream.ts";
import type { RouterCall } from "./router-call.ts";
import { servingOf } from "./serving-of.ts";

/** How a streamed call begins and ends. */
export interface StreamStart {
  /** Called when the first chunk is asked for. @throws {RouteError} @throws {RouterError} */
  begin(signal: AbortSignal): RouterCall;
  /** Once for a call that began. */
  ended(call: RouterCall): void;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  readonly onServing: RouterCallOptions["onServing"];
}

type Result = IteratorResult<RoutedChunk, undefined>;

const DONE = { done: true, value: undefined } as const;

/**
 * The answer of whichever target gives the first content; from then on of this one alone. Leaving the loop ends the
 * call, wherever it is.
 */
export class RoutedStream implements AsyncIterableIterator<RoutedChunk, undefined> {
  readonly #start: StreamStart;
  readonly #request: ChatRequest;
  readonly #leaving = new AbortController();
  #stopListening: (() => void) | undefined;
  #call: RouterCall | undefined;
  #stream: AttemptStream | undefined;
  #isOver = false;
  #isEnded = false;
  /** Chunks are given in the order in which they were asked for. */
  readonly #turns = new InTurn();
  readonly #consumer: ChunkConsumer<Result> = {
    give: (result) => this.#give(result),
    fail: (error) => this.#fail(error),
  };

  constructor(start: StreamStart, request: ChatRequest) {
    this.#start = start;
    this.#request = request;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    return this.#turns.ask(this.#ask);
  }

  async return(): Promise<Result> {
    // Once it is over nobody hears it any more, and it is dear to say.
    if (!this.#isOver) this.#leaving.abort();
    this.#isOver = true;
    this.#end();
    return DONE;
  }

  readonly #ask = (): Promise<Result> => {
    if (this.#isOver) return Promise.resolve(this.#give(DONE));
    if (this.#stream !== undefined) return this.#stream.next(this.#consumer);
    return this.#open().then(
      (opened) => {
        this.#stream = opened;
        return opened.next(this.#consumer);
      },
      (error) => this.#fail(error),
    );
  };

  #give({ done, value }: IteratorResult<ChatChunk, undefined>): Result {
    this.#turns.answered();
    if (done) {
      this.#isOver = true;
      return DONE;
    }
    return { done: false, value: value.end === undefined ? (value as RoutedChunk) : this.#lastChunk(value) };
  }

  #fail(error: unknown): Result {
    this.#turns.answered();
    const isLeft = this.#isOver;
    this.#isOver = true;
    this.#end();
    if (isLeft) return DONE;
    throw error;
  }

  async #open(): Promise<AttemptStream> {
    const { signal } = this.#start;
    const leave = () => this.#leaving.abort(signal?.reason);
    if (signal?.aborted) leave();
    else if (signal !== undefined) this.#stopListening = onAbort(signal, leave);
    this.#call = this.#start.begin(this.#leaving.signal);
    const { opened } = await this.#failOver(this.#call);
    // Also when nobody asks for another chunk.
    opened.onAborted = () => this.#end(opened);
    this.#start.onServing?.(servingOf(this.#call, opened.attempt.target));
    return opened;
  }

  #failOver(call: RouterCall): Promise<Answered<AttemptStream>> {
    const mechanism: Mechanism<AttemptStream> = {
      open: (attempt, opening) =>
        void AttemptStream.open(attempt, this.#request).then(
          (opened) => opening.opened(opened),
          (error) => opening.failed(error),
        ),
      unable: () => undefined,
    };
    return new Promise((answered, failed) => failOver(call, mechanism, { answered, failed }));
  }

  #lastChunk(chunk: ChatChunk): RoutedChunk {
    const { end, ...rest } = chunk;
    const call = this.#call;
    const attempt = this.#stream?.attempt;
    this.#end();
    if (end === undefined || call === undefined || attempt === undefined) return rest;
    const { firstContentMs } = attempt.seen;
    const before = attempt.startedAt - call.startedAt;
    const ended: Writable<StreamEnd> = {
      ...end,
      target: attempt.target,
      cost: call.cost,
      attempts: call.attempts,
      latencyMs: call.latencyMs,
    };
    if (firstContentMs !== undefined) ended.firstContentMs = before + firstContentMs;
    return { ...rest, end: withDecision(ended, call) };
  }

  /** The call is over; once. */
  #end(stream = this.#stream): void {
    this.#stopListening?.();
    const call = this.#call;
    if (call === undefined || this.#isEnded) return;
    this.#isEnded = true;
    call.tell(stream?.attempt.record ?? call.attempts.at(-1));
    this.#start.ended(call);
  }
}
