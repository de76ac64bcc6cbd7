import type { ChatChunk, ChatRequest, StreamEnd } from "../../chat.ts";
import type { RoutedChunk, RouterCallOptions } from "../../router.ts";
import { onAbort } from "../../util/on-abort.ts";
import type { Writable } from "../../util/writable.ts";
import { failOver } from "./fail-over.ts";
import { withDecision } from "./lazy-decision.ts";
import { AttemptStream } from "./open-stream.ts";
import type { RouterCall } from "./router-call.ts";

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
  #pending: Promise<unknown> | undefined;

  constructor(start: StreamStart, request: ChatRequest) {
    this.#start = start;
    this.#request = request;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    const next = this.#pending === undefined ? this.#next() : this.#pending.then(() => this.#next());
    const settle = (): void => {
      if (this.#pending === settled) this.#pending = undefined;
    };
    const settled = next.then(settle, settle);
    this.#pending = settled;
    return next;
  }

  async return(): Promise<Result> {
    // Once it is over nobody hears it any more, and it is dear to say.
    if (!this.#isOver) this.#leaving.abort();
    this.#isOver = true;
    this.#end();
    return DONE;
  }

  async #next(): Promise<Result> {
    if (this.#isOver) return DONE;
    try {
      this.#stream ??= await this.#open();
      const { done, value } = await this.#stream.next();
      if (done) {
        this.#isOver = true;
        return DONE;
      }
      return { done: false, value: value.end === undefined ? (value as RoutedChunk) : this.#lastChunk(value) };
    } catch (error) {
      const isLeft = this.#isOver;
      this.#isOver = true;
      this.#end();
      if (isLeft) return DONE;
      throw error;
    }
  }

  async #open(): Promise<AttemptStream> {
    const { signal } = this.#start;
    const leave = () => this.#leaving.abort(signal?.reason);
    if (signal?.aborted) leave();
    else if (signal !== undefined) this.#stopListening = onAbort(signal, leave);
    this.#call = this.#start.begin(this.#leaving.signal);
    const { opened } = await failOver<AttemptStream>(this.#call, {
      open: (attempt, onOpened, onFailed) => void AttemptStream.open(attempt, this.#request).then(onOpened, onFailed),
      unable: () => undefined,
    });
    // Also when nobody asks for another chunk.
    opened.onAborted = () => this.#end(opened);
    const { size } = this.#call.plan;
    this.#start.onServing?.({
      target: opened.attempt.target,
      attempts: this.#call.begun,
      get inputTokens() {
        return size.estimate();
      },
    });
    return opened;
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
