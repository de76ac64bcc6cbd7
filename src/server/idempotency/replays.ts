import type { Clock } from "../../router.ts";
import type { IdempotencyOptions } from "../../server.ts";
import { Refusal } from "../refusal.ts";

/** An answer as it was sent, ready to be sent again. */
export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** What it holds of the room for all of them. */
  readonly bytes: number;
}

/** A request that is answered for the first time, or was. */
export interface FirstRequest {
  /** Of its body. */
  readonly fingerprint: string;
  /** Absent while it is being answered. */
  readonly answer?: KeptAnswer;
}

interface Running extends FirstRequest {
  readonly answer?: never;
  readonly waiting: Set<() => void>;
}

interface Kept extends FirstRequest {
  readonly answer: KeptAnswer;
  /** On the clock. */
  readonly until: number;
}

const MIB = 1_024 * 1_024;
const MOST_WAITING = 1_000;

/** What was answered to requests that have a key of their own, and which of them are being answered. */
export class Replays {
  readonly #clock: Clock;
  readonly #keepMs: number;
  readonly #maxAnswers: number;
  readonly #maxBytes: number;
  readonly #running = new Map<string, Running>();
  /** The oldest first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  #waiting = 0;
  #cancelSweep: (() => void) | undefined;

  constructor({ clock, keepMs, maxAnswers, maxBytes }: IdempotencyOptions & { readonly clock: Clock }) {
    this.#clock = clock;
    this.#keepMs = keepMs ?? 600_000;
    this.#maxAnswers = maxAnswers ?? 10_000;
    this.#maxBytes = maxBytes ?? 64 * MIB;
  }

  /** The most bytes of one answer. */
  get maxAnswerBytes(): number {
    return this.#maxBytes / 4;
  }

  /** The first request of this key, as long as it is remembered. */
  find(key: string): FirstRequest | undefined {
    this.#forgetOld();
    return this.#running.get(key) ?? this.#kept.get(key);
  }

  /** A first request begins to be answered. */
  begin(key: string, fingerprint: string): void {
    this.#running.set(key, { fingerprint, waiting: new Set() });
  }

  /** It is answered; without an answer to keep, whoever waits tries it himself. */
  end(key: string, answer: KeptAnswer | undefined): void {
    const running = this.#running.get(key);
    if (running === undefined) return;
    this.#running.delete(key);
    if (answer !== undefined) {
      const { fingerprint } = running;
      this.#kept.set(key, { fingerprint, answer, until: this.#clock.now() + this.#keepMs });
      if (this.#kept.size > this.#maxAnswers) this.#forgetOldest();
      this.#sweepLater();
    }
    for (const go of running.waiting) go();
  }

  /** Until the first request of a key is answered, whatever the answer is. @throws {Refusal} when too many wait, or the one that waits leaves */
  ended(key: string, signal: AbortSignal): Promise<void> {
    const running = this.#running.get(key);
    if (running === undefined) return Promise.resolve();
    if (this.#waiting >= MOST_WAITING) throw inUse();
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiting -= 1;
        running.waiting.delete(go);
        signal.removeEventListener("abort", leave);
      };
      const go = () => {
        end();
        resolve();
      };
      const leave = () => {
        end();
        reject(new Refusal("client_gone", "the client is gone"));
      };
      running.waiting.add(go);
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave);
    });
  }

  /** Room for so many bytes more of answers, made by letting go of the oldest; `false` where there is none. */
  take(bytes: number): boolean {
    while (this.#bytes + bytes > this.#maxBytes) if (!this.#forgetOldest()) return false;
    this.#bytes += bytes;
    return true;
  }

  /** Gives back what was taken. */
  free(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** Keeps nothing any longer. */
  clear(): void {
    while (this.#forgetOldest());
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
  }

  #forgetOldest(): boolean {
    const [oldest] = this.#kept;
    if (oldest === undefined) return false;
    const [key, { answer }] = oldest;
    this.#kept.delete(key);
    this.free(answer.bytes);
    return true;
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    for (const { until } of this.#kept.values()) {
      if (until > now) return;
      this.#forgetOldest();
    }
  }

  /** What nobody asks for again is not kept for ever. */
  #sweepLater(): void {
    this.#cancelSweep ??= this.#clock.after(this.#keepMs, () => {
      this.#cancelSweep = undefined;
      this.#forgetOld();
      if (this.#kept.size > 0) this.#sweepLater();
    });
  }
}

function inUse(): Refusal {
  const message = "a request with this idempotency-key is being answered; try again shortly";
  return new Refusal("idempotency_key_in_use", message, { retryAfterMs: 1_000, headers: ["retry-after", "1"] });
}
