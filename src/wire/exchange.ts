import type { Dispatcher } from "undici";
import type { CallError } from "../call-error.ts";
import { Cohort } from "../util/cohort.ts";
import { onAbort } from "../util/on-abort.ts";
import type { WireAnswer, WireOptions } from "../wire.ts";
import { Deadlines, type Timed, type TimeoutCode } from "./deadlines.ts";
import { abortFailure, connectionFailure, wireFailure } from "./failure.ts";
import type { Connection } from "./pool.ts";

/** Status and headers of an answer. */
export interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Pieces of a body, as they come. */
export interface ByteSource {
  /** The next piece, if one is there. @throws {CallError} once all pieces before a failure are taken */
  take(): Buffer | undefined;
  /** Waits for a piece; `false` when the body has ended. @throws {CallError} */
  wait(): Promise<boolean>;
}

// Reading stops while more than this is not yet taken.
const HIGH_WATER_BYTES = 256 * 1024;
const MOST_TAKEN = 64;
/** Those for which something has come. */
const ARRIVALS = new Cohort<Exchange>((exchange) => exchange.deliver());

/** Makes an answer of an exchange whose head has come. @throws {CallError} where there is none for the caller */
export type ReadHead = (head: Head, exchange: Exchange) => WireAnswer;

/** One request and its answer on one connection, as undici's handler: the pieces wait here until they are taken. */
export class Exchange implements Dispatcher.DispatchHandler, ByteSource, Timed {
  /** Once the head has come. */
  readonly answer: Promise<WireAnswer>;
  readonly connection: Connection;
  readonly origin: string;
  readonly options: WireOptions;
  readonly #deadlines: Deadlines;
  readonly #stopListening: (() => void) | undefined;
  readonly #readHead: ReadHead;
  #resolveAnswer!: (answer: WireAnswer) => void;
  #rejectAnswer!: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #hasHead = false;
  #isPlain = false;
  #pieces: Buffer[] = [];
  #next = 0;
  #waitingBytes = 0;
  #over = false;
  #error: CallError | undefined;
  #wake: ((hasMore: boolean) => void) | undefined;
  #wakeWith: ((error: CallError) => void) | undefined;
  /** What has come, and is told with all others that came in the same turn. */
  #arrived: WireAnswer | undefined;
  #woken: ((hasMore: boolean) => void) | undefined;

  constructor(connection: Connection, origin: string, options: WireOptions, readHead: ReadHead) {
    this.connection = connection;
    this.origin = origin;
    this.options = options;
    this.#readHead = readHead;
    this.answer = new Promise((resolve, reject) => {
      this.#resolveAnswer = resolve;
      this.#rejectAnswer = reject;
    });
    this.#deadlines = new Deadlines(options.timeouts, this);
    const { signal, target } = options;
    if (signal !== undefined) this.#stopListening = onAbort(signal, () => this.stop(abortFailure(target, signal)));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error("ended"));
    else this.#deadlines.connected();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Head["headers"]): void {
    if (status < 200 || this.#over) return;
    this.#hasHead = true;
    try {
      this.#arrived = this.#readHead({ status, headers }, this);
      ARRIVALS.add(this);
    } catch (error) {
      this.#rejectAnswer(error);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#over) return;
    this.#pieces.push(piece);
    this.#waitingBytes += piece.length;
    if (this.#waitingBytes > HIGH_WATER_BYTES) controller.pause();
    if (this.#isPlain) this.#deadlines.contentSeen();
    this.#deadlines.piece();
    this.#wakeReader();
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#end();
    this.connection.keep();
    this.#wakeReader();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(connectionFailure(error, this.options.target, this.origin, this.#hasHead));
  }

  take(): Buffer | undefined {
    if (this.#next === this.#pieces.length) {
      if (this.#error !== undefined) throw this.#error;
      return undefined;
    }
    const piece = this.#pieces[this.#next] as Buffer;
    this.#next += 1;
    this.#waitingBytes -= piece.length;
    // A reader that never quite catches up must not hold what it has read.
    if (this.#next === this.#pieces.length || this.#next >= MOST_TAKEN) {
      this.#pieces = this.#pieces.slice(this.#next);
      this.#next = 0;
    }
    if (!this.#over && this.#waitingBytes <= HIGH_WATER_BYTES && this.#controller?.paused) this.#controller.resume();
    return piece;
  }

  wait(): Promise<boolean> {
    if (this.#next < this.#pieces.length) return Promise.resolve(true);
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#over) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      this.#wake = resolve;
      this.#wakeWith = reject;
    });
  }

  /** All of the body, where it has come already and is no larger than so many bytes. */
  takeAll(maxBytes: number): Buffer | undefined {
    if (!this.#over || this.#error !== undefined || this.#waitingBytes > maxBytes) return undefined;
    const pieces = this.#next === 0 ? this.#pieces : this.#pieces.slice(this.#next);
    this.#pieces = [];
    this.#next = 0;
    this.#waitingBytes = 0;
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  /** The body is read as a whole: its first byte is content. */
  readAsWhole(): void {
    this.#isPlain = true;
    if (this.#next < this.#pieces.length) this.#deadlines.contentSeen();
  }

  contentSeen(): void {
    if (!this.#over) this.#deadlines.contentSeen();
  }

  /** Ends it, with what has not been taken; whoever reads on is told why. */
  stop(reason: CallError): void {
    this.#pieces = [];
    this.#next = 0;
    this.#fail(reason);
  }

  get isWaiting(): boolean {
    return !this.#hasHead || this.#wake !== undefined;
  }

  late(code: TimeoutCode, limitMs: number): void {
    this.#fail(wireFailure(code, this.options.target, `${LATE[code]} within ${limitMs} ms (${this.origin})`));
  }

  /** Tells whoever waits for it what has come; where that was the end there may be no more. */
  deliver(): void {
    const answer = this.#arrived;
    const woken = this.#woken;
    this.#arrived = undefined;
    this.#woken = undefined;
    if (answer !== undefined) this.#resolveAnswer(answer);
    woken?.(this.#error !== undefined || this.#next < this.#pieces.length);
  }

  #fail(error: CallError): void {
    if (this.#over) return;
    this.#error = error;
    this.#end();
    this.#controller?.abort(error);
    this.connection.end();
    if (!this.#hasHead) this.#rejectAnswer(error);
    const wakeWith = this.#wakeWith;
    this.#wake = undefined;
    this.#wakeWith = undefined;
    wakeWith?.(error);
  }

  #end(): void {
    this.#over = true;
    this.#deadlines.stop();
    this.#stopListening?.();
  }

  #wakeReader(): void {
    if (this.#wake === undefined) return;
    this.#woken = this.#wake;
    this.#wake = undefined;
    this.#wakeWith = undefined;
    ARRIVALS.add(this);
  }
}

const LATE: Record<TimeoutCode, string> = {
  connect_timeout: "no connection",
  first_content_timeout: "no content",
  idle_timeout: "nothing more of the answer",
  total_timeout: "no whole answer",
};
