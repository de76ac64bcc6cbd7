import type { Clock } from "../router.ts";
import { Refusal } from "./refusal.ts";

/** How many calls may run, and wait. */
export interface AdmissionOptions {
  readonly maxInFlight: number;
  readonly maxQueue: number;
  /** Milliseconds. */
  readonly queueMs: number;
  readonly clock: Clock;
}

interface Waiting {
  admit(): void;
}

const COME_AGAIN_MS = 1_000;

/** Lets in as many calls as may run at once; a few more wait for a moment, any other is refused at once. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #waiting = new Set<Waiting>();
  #running = 0;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** @throws {Refusal} where a call could not even wait */
  checkRoom(): void {
    const { maxInFlight, maxQueue } = this.#options;
    if (this.#running >= maxInFlight && this.#waiting.size >= maxQueue) throw overloaded();
  }

  /** Nothing where the call may begin now; else what it waits for. Each that was let in leaves. @throws {Refusal} */
  enter(signal: () => AbortSignal): Promise<void> | undefined {
    if (this.#running < this.#options.maxInFlight) {
      this.#running += 1;
      return undefined;
    }
    this.checkRoom();
    return this.#wait(signal());
  }

  /** A call has ended; the one that has waited longest takes its place. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#running -= 1;
    else next.admit();
  }

  #wait(signal: AbortSignal): Promise<void> {
    const { clock, queueMs } = this.#options;
    return new Promise((resolve, reject) => {
      const end = () => {
        cancel();
        signal.removeEventListener("abort", leave);
        this.#waiting.delete(waiting);
      };
      const waiting = {
        admit() {
          end();
          resolve();
        },
      };
      const leave = () => {
        end();
        reject(new Refusal("client_gone", "the client is gone"));
      };
      const cancel = clock.after(queueMs, () => {
        end();
        reject(overloaded());
      });
      this.#waiting.add(waiting);
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave);
    });
  }
}

function overloaded(): Refusal {
  const message = "the gateway runs as many calls as it may; try again shortly";
  return new Refusal("overloaded", message, { retryAfterMs: COME_AGAIN_MS });
}
