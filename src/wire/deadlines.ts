import type { CallTimeouts } from "../backend.ts";
import type { CallErrorCode } from "../call-error.ts";

/** What holds where a call says nothing. */
export const DEFAULT_TIMEOUTS = {
  connectMs: 5_000,
  firstContentMs: 30_000,
  idleMs: 60_000,
  totalMs: 600_000,
} as const satisfies Required<CallTimeouts>;

/** The code of the deadline that has passed. */
export type TimeoutCode = Extract<
  CallErrorCode,
  "connect_timeout" | "first_content_timeout" | "idle_timeout" | "total_timeout"
>;

// A longer timer would fire at once.
const LONGEST_MS = 2 ** 31 - 1;

/** Whose clocks run. */
export interface Timed {
  /** Whether the wait is ours: somebody wants the next piece and has none. */
  readonly isWaiting: boolean;
  /** A deadline has passed, and all clocks have stopped. */
  late(code: TimeoutCode, limitMs: number): void;
}

/**
 * The four clocks of one exchange on a single timer, which looks when it fires what is due: what happens on every
 * piece of an answer is a note of the time.
 */
export class Deadlines {
  readonly #limits: Required<CallTimeouts>;
  readonly #timed: Timed;
  readonly #start = performance.now();
  #contentFrom = this.#start;
  #lastPiece = this.#start;
  #connected = false;
  #contentSeen = false;
  #stopped = false;
  #firesAt = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeouts: CallTimeouts | undefined, timed: Timed) {
    this.#limits = limitsOf(timeouts);
    this.#timed = timed;
    this.#arm();
  }

  /** The connection stands. */
  connected(): void {
    this.#connected = true;
  }

  /** A piece came, or the reader asks again after a pause of its own. */
  piece(): void {
    this.#lastPiece = performance.now();
  }

  /** Content has come: from now on only pauses count. */
  contentSeen(): void {
    if (this.#contentSeen) return;
    this.#contentSeen = true;
    this.#lastPiece = performance.now();
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    if (this.#stopped) return;
    const at = this.#dueAt();
    if (this.#timer !== undefined && this.#firesAt <= at) return;
    clearTimeout(this.#timer);
    this.#firesAt = at;
    if (at === Number.POSITIVE_INFINITY) {
      this.#timer = undefined;
      return;
    }
    const delay = Math.min(Math.max(Math.ceil(at - performance.now()), 0), LONGEST_MS);
    this.#timer = setTimeout(() => this.#look(), delay);
    // What is under way holds the process by its socket.
    this.#timer.unref();
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    if (this.#connected && !this.#timed.isWaiting) this.#forgive(now);
    const { at, code, limit } = this.#next();
    if (at > now) {
      this.#arm();
      return;
    }
    this.stop();
    this.#timed.late(code, limit);
  }

  /** A reader that is slow to ask is no fault of the server's. */
  #forgive(now: number): void {
    if (this.#contentSeen) this.#lastPiece = now;
    else this.#contentFrom = now;
  }

  /** When the first of those that still run is due: as `#next`, and no more than that. */
  #dueAt(): number {
    const { connectMs, firstContentMs, idleMs, totalMs } = this.#limits;
    const at = this.#contentSeen ? this.#lastPiece + idleMs : this.#contentFrom + firstContentMs;
    return Math.min(at, this.#start + totalMs, this.#connected ? at : this.#start + connectMs);
  }

  #next(): { at: number; code: TimeoutCode; limit: number } {
    const { connectMs, firstContentMs, idleMs, totalMs } = this.#limits;
    let next: { at: number; code: TimeoutCode; limit: number } = this.#contentSeen
      ? { at: this.#lastPiece + idleMs, code: "idle_timeout", limit: idleMs }
      : { at: this.#contentFrom + firstContentMs, code: "first_content_timeout", limit: firstContentMs };
    const connectAt = this.#start + connectMs;
    if (!this.#connected && connectAt <= next.at) next = { at: connectAt, code: "connect_timeout", limit: connectMs };
    const totalAt = this.#start + totalMs;
    if (totalAt <= next.at) next = { at: totalAt, code: "total_timeout", limit: totalMs };
    return next;
  }
}

function limitsOf(timeouts: CallTimeouts | undefined): Required<CallTimeouts> {
  if (timeouts === undefined) return DEFAULT_TIMEOUTS;
  const { connectMs, firstContentMs, idleMs, totalMs } = DEFAULT_TIMEOUTS;
  return {
    connectMs: timeouts.connectMs ?? connectMs,
    firstContentMs: timeouts.firstContentMs ?? firstContentMs,
    idleMs: timeouts.idleMs ?? idleMs,
    totalMs: timeouts.totalMs ?? totalMs,
  };
}
