import type { AnnouncedLimit } from "../../state.ts";

/** No provider's limit is longer, and what is said to be is a mistake. */
const LONGEST_MS = 24 * 60 * 60 * 1_000;

/**
 * What a provider said is left of a limit of its own. What was taken before it spoke is part of what it counted; what is
 * taken afterwards is taken from what it left.
 */
export class Announcement {
  readonly #endsAt: number;
  readonly #most: number;
  /** So much comes back in a millisecond. */
  readonly #fill: number;
  #left: number;
  #filledAt: number;

  /** `undefined` for what makes no sense, or holds nobody back. */
  static of({ remaining, resetMs, limit, refills }: AnnouncedLimit, now: number): Announcement | undefined {
    if (!(remaining >= 0) || !(resetMs > 0)) return undefined;
    const left = Math.min(remaining, Number.MAX_SAFE_INTEGER);
    const lasts = Math.min(resetMs, LONGEST_MS);
    const full = refills === true && limit !== undefined && limit > left ? limit : left;
    return new Announcement(left, now, now + lasts, full, (full - left) / resetMs);
  }

  private constructor(left: number, now: number, endsAt: number, most: number, fill: number) {
    this.#left = left;
    this.#filledAt = now;
    this.#endsAt = endsAt;
    this.#most = most;
    this.#fill = fill;
  }

  isOver(now: number): boolean {
    return now >= this.#endsAt;
  }

  /** Milliseconds until an amount fits; 0 where it fits now. */
  freeIn(amount: number, now: number): number {
    if (this.isOver(now)) return 0;
    this.#refill(now);
    const missing = amount - this.#left;
    // A billionth for what adding up fractions loses.
    if (missing <= 1e-9) return 0;
    const untilEnd = this.#endsAt - now;
    return this.#fill === 0 || amount > this.#most ? untilEnd : Math.min(Math.ceil(missing / this.#fill), untilEnd);
  }

  /** Takes an amount, or gives a negative one back. */
  take(amount: number): void {
    this.#left -= amount;
  }

  #refill(now: number): void {
    if (this.#fill === 0 || now <= this.#filledAt) return;
    this.#left = Math.min(this.#most, this.#left + this.#fill * (now - this.#filledAt));
    this.#filledAt = now;
  }
}
