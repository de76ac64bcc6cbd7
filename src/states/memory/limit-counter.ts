import type { AnnouncedLimit, LimitClaim } from "../../state.ts";
import { Announcement } from "./announcement.ts";
import type { Kept } from "./key-table.ts";
import { type Slice, SlidingWindow } from "./sliding-window.ts";

/** What one claim took, to be given back or corrected. */
export interface Taken {
  readonly counter: LimitCounter;
  readonly amount: number;
  readonly slice: Slice | undefined;
  readonly announcement: Announcement | undefined;
  readonly runs: boolean;
}

/** What is in use of one limit: at once, in the time just past, and of what its provider said is left. */
export class LimitCounter implements Kept {
  usedAt: number;
  #running = 0;
  #window: SlidingWindow | undefined;
  #announcement: Announcement | undefined;

  constructor(now: number) {
    this.usedAt = now;
  }

  isIdle(now: number): boolean {
    return this.#running === 0 && (this.#window?.isEmpty(now) ?? true) && (this.#announcement?.isOver(now) ?? true);
  }

  announce(announced: AnnouncedLimit, now: number): void {
    // What makes no sense is no news; what says that all of it is there ends what was said before.
    if (!(announced.remaining >= 0) || !(announced.resetMs >= 0)) return;
    this.#announcement = Announcement.of(announced, now);
  }

  /** Milliseconds until an amount fits beside so much more that is asked for with it; 0 now, `undefined` nobody knows when. */
  freeIn({ kind, limit, windowMs }: LimitClaim, amount: number, now: number): number | undefined {
    if (amount > limit) return undefined;
    if (kind === "concurrent") return this.#running + amount <= limit ? 0 : undefined;
    let wait = 0;
    if (windowMs !== undefined) {
      const window = this.#windowOf(windowMs);
      if (window.used(now) + amount > limit) wait = window.freeIn(amount, limit, now);
    }
    if (this.#announcement === undefined) return wait;
    if (this.#announcement.isOver(now)) {
      this.#announcement = undefined;
      return wait;
    }
    return Math.max(wait, this.#announcement.freeIn(amount, now));
  }

  take({ kind, windowMs }: LimitClaim, amount: number, now: number): Taken {
    const runs = kind === "concurrent";
    if (runs) this.#running += amount;
    else this.#announcement?.take(amount);
    const slice = runs || windowMs === undefined ? undefined : this.#windowOf(windowMs).take(amount, now);
    return { counter: this, amount, slice, announcement: runs ? undefined : this.#announcement, runs };
  }

  /** Ends what was taken: what runs ends, and of what is counted so much was used. */
  end({ amount, slice, announcement, runs }: Taken, used: number): void {
    if (runs) this.#running -= amount;
    if (slice !== undefined) this.#window?.correct(slice, used - amount);
    announcement?.take(used - amount);
  }

  #windowOf(lengthMs: number): SlidingWindow {
    this.#window ??= new SlidingWindow(lengthMs);
    this.#window.resize(lengthMs);
    return this.#window;
  }
}
