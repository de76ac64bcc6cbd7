import type { Clock } from "../../router.ts";
import type { Grant, LimitClaim, Refusal } from "../../state.ts";
import type { Awaitable } from "../../util/awaitable.ts";

/** What a queue needs of the limits it waits for. */
export interface QueueOptions {
  readonly clock: Clock;
  readonly acquire: (claims: readonly LimitClaim[]) => Awaitable<Grant | Refusal>;
  /** Gives back all of a grant that comes too late. */
  readonly giveBack: (grant: Grant, claims: readonly LimitClaim[]) => void;
  /** Nobody waits any longer. */
  readonly onEmpty: () => void;
}

/** How long one call waits. */
export interface WaitOptions {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** How waiting ended without a grant; `refusal` is the last answer to whoever stood first. */
export interface InVain {
  readonly granted: false;
  readonly why: "late" | "aborted" | "closed";
  readonly refusal: Refusal | undefined;
}

interface Waiter {
  readonly claims: readonly LimitClaim[];
  readonly end: (how: Grant | InVain) => void;
  readonly fail: (error: unknown) => void;
}

/** How often is asked again where nobody knows when there will be room: others may end calls elsewhere. */
const ASK_AGAIN_MS = 100;

/** Calls that wait for a limit, first come, first served. It asks for the first alone, when something was given back or time has passed. */
export class LimitQueue {
  readonly #options: QueueOptions;
  readonly #waiters = new Set<Waiter>();
  #isAsking = false;
  #mustAskAgain = false;
  #stopTimer: (() => void) | undefined;
  #refused: { readonly answer: Refusal; readonly at: number } | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** The last answer to whoever stood first, as of now. */
  get refusal(): Refusal | undefined {
    if (this.#refused === undefined) return undefined;
    const { answer, at } = this.#refused;
    if (answer.retryAfterMs === undefined) return answer;
    return { ...answer, retryAfterMs: Math.max(0, answer.retryAfterMs - (this.#options.clock.now() - at)) };
  }

  /** Waits for claims; ends at once when the signal is aborted, and in vain when the time is over. */
  join(claims: readonly LimitClaim[], { until, signal }: WaitOptions): Promise<Grant | InVain> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        stopTimer();
        signal?.removeEventListener("abort", onAbort);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        claims,
        end: (how) => {
          leave();
          resolve(how);
          this.#tidy();
        },
        fail: (error) => {
          leave();
          reject(error);
          this.#tidy();
        },
      };
      const onAbort = (): void => this.#endInVain(waiter, "aborted");
      const { clock } = this.#options;
      const stopTimer = clock.after(Math.max(0, until - clock.now()), () => this.#endInVain(waiter, "late"), {
        keepAlive: true,
      });
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiters.add(waiter);
      if (signal?.aborted) onAbort();
      else void this.#ask();
    });
  }

  /** Something may have become free. */
  wake(): void {
    void this.#ask();
  }

  close(): void {
    for (const waiter of [...this.#waiters]) this.#endInVain(waiter, "closed");
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) {
      this.#mustAskAgain = true;
      return;
    }
    this.#isAsking = true;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    let waitMs = ASK_AGAIN_MS;
    do {
      this.#mustAskAgain = false;
      waitMs = await this.#serve();
    } while (this.#mustAskAgain && this.#waiters.size > 0);
    this.#isAsking = false;
    if (this.#waiters.size > 0) this.#stopTimer = this.#options.clock.after(waitMs, () => void this.#ask());
    else this.#tidy();
  }

  /** Serves one after the other until one must wait; says how long. */
  async #serve(): Promise<number> {
    for (const first of this.#waiters) {
      let answer: Grant | Refusal;
      try {
        answer = await this.#options.acquire(first.claims);
      } catch (error) {
        if (this.#waiters.has(first)) first.fail(error);
        continue;
      }
      if (!this.#waiters.has(first)) {
        if (answer.granted) this.#options.giveBack(answer, first.claims);
        continue;
      }
      if (answer.granted) {
        first.end(answer);
        continue;
      }
      this.#refused = { answer, at: this.#options.clock.now() };
      return Math.max(1, answer.retryAfterMs ?? ASK_AGAIN_MS);
    }
    return ASK_AGAIN_MS;
  }

  #endInVain(waiter: Waiter, why: InVain["why"]): void {
    waiter.end({ granted: false, why, refusal: this.refusal });
  }

  #tidy(): void {
    if (this.#waiters.size > 0 || this.#isAsking) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#options.onEmpty();
  }
}
