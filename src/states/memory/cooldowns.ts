import type { Clock } from "../../router.ts";
import type { Cooldown } from "../../state.ts";
import { type Kept, KeyTable } from "./key-table.ts";

/** `setTimeout` and calendars both end somewhere: nobody is left alone longer than this. */
const LONGEST_MS = 30 * 24 * 60 * 60 * 1_000;

/** Keys that are left alone, each until its time. */
export class Cooldowns {
  readonly #table: KeyTable<Pause>;
  /** When the longest of all those so far ends. */
  #lastUntil = Number.NEGATIVE_INFINITY;

  constructor(most: number) {
    this.#table = new KeyTable(most);
  }

  /** Whether it is certain that no key is left alone. */
  isCalm(clock: Pick<Clock, "now">): boolean {
    return this.#table.size === 0 || clock.now() >= this.#lastUntil;
  }

  /** A longer time stands, a shorter one replaces none. */
  cool(key: string, { forMs }: Pick<Cooldown, "forMs">, now: number): void {
    if (!(forMs > 0)) return;
    const until = now + Math.min(forMs, LONGEST_MS);
    this.#lastUntil = Math.max(this.#lastUntil, until);
    const pause = this.#table.get(key, now);
    if (pause === undefined) this.#table.set(key, new Pause(until, now), now);
    else if (until > pause.until) pause.until = until;
  }

  until(key: string, now: number): number | undefined {
    const pause = this.#table.get(key, now);
    if (pause === undefined) return undefined;
    if (!pause.isIdle(now)) return pause.until;
    this.#table.delete(key);
    return undefined;
  }

  warm(key: string): void {
    this.#table.delete(key);
  }
}

class Pause implements Kept {
  until: number;
  usedAt: number;

  constructor(until: number, now: number) {
    this.until = until;
    this.usedAt = now;
  }

  isIdle(now: number): boolean {
    return this.until <= now;
  }
}
