import type { CallError } from "../../call-error.ts";
import type { Clock } from "../../router.ts";
import { onAbort } from "../../util/on-abort.ts";

/** An attempt, which may be ended before its backend does. */
export interface Guarded {
  readonly clock: Clock;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Milliseconds that it may take. */
  readonly totalMs: number;
  /** Whether another attempt may win, so that this one needs a signal of its own. */
  readonly isRaced: boolean;
  abortedBy(reason: unknown): CallError;
  timedOut(): CallError;
  /** Called once, before whoever waits is told. */
  tripped(error: CallError): void;
}

/**
 * Ends an attempt when the caller gives up, when its time is over, or when another has won: whoever waits for it is told
 * at once, whether or not the backend heeds its signal.
 */
export class AttemptGuard {
  // A signal is dear to make. Where only the caller may give up, his own does.
  readonly #controller: AbortController | undefined;
  readonly #guarded: Guarded;
  readonly #stopTimer: () => void;
  readonly #stopListening: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #error: CallError | undefined;

  constructor(guarded: Guarded) {
    this.#guarded = guarded;
    const { clock, signal, totalMs, isRaced } = guarded;
    this.#controller = isRaced ? new AbortController() : undefined;
    // A backend ends a call at its time by itself, and says more of it; this is for one that does not.
    this.#stopTimer = clock.after(totalMs + GRACE_MS, () => this.trip(guarded.timedOut()));
    if (signal !== undefined) {
      this.#stopListening = onAbort(signal, () => this.trip(guarded.abortedBy(signal.reason)));
    }
  }

  /** What ended the attempt from outside. */
  get error(): CallError | undefined {
    return this.#error;
  }

  /** For the backend. */
  get signal(): AbortSignal | undefined {
    return this.#controller === undefined ? this.#guarded.signal : this.#controller.signal;
  }

  /** Waits for a step of the attempt. @throws {CallError} as soon as the guard trips */
  wait<Value>(step: PromiseLike<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.watch(step, resolve, reject);
    });
  }

  /** Tells how a step of the attempt ended, or at once that the guard has tripped; only the first may count. */
  watch<Value>(step: PromiseLike<Value>, onValue: (value: Value) => void, onError: (error: unknown) => void): void {
    if (this.#error === undefined) this.#reject = onError;
    else onError(this.#error);
    step.then(onValue, onError);
  }

  /** Ends the attempt; only the first time counts. */
  trip(error: CallError): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    this.release();
    this.#guarded.tripped(error);
    this.#reject?.(error);
    this.#controller?.abort(error.cause ?? error);
  }

  /** The attempt has ended by itself. */
  release(): void {
    this.#stopTimer();
    this.#stopListening?.();
  }
}

/** How much longer than its time a backend may take to say that its time is over. */
const GRACE_MS = 100;
