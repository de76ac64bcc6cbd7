/** What was taken within a short time, which leaves the window as one: when its last part has. */
export interface Slice {
  readonly from: number;
  to: number;
  amount: number;
  isPast: boolean;
}

/** How finely time is told: a minute's window is told in tenths of a second. */
const SLICES = 600;
const WORTH_COMPACTING = 64;

/**
 * How much was taken in the time just past. In no stretch of that length is there ever more than a limit: what was taken
 * within a six-hundredth of it counts as taken at its end, so a place may be free that much later, and never earlier.
 */
export class SlidingWindow {
  #slices: Slice[] = [];
  #first = 0;
  #sum = 0;
  #lengthMs: number;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** Another length from now on; what a shorter one has forgotten stays forgotten. */
  resize(lengthMs: number): void {
    this.#lengthMs = lengthMs;
  }

  /** Whether nothing that was taken is in the window, also where it turned out to be nothing. */
  isEmpty(now: number): boolean {
    this.used(now);
    return this.#slices.length === 0;
  }

  /** So much is in the window. */
  used(now: number): number {
    let slice = this.#slices[this.#first];
    while (slice !== undefined && slice.to + this.#lengthMs <= now) {
      slice.isPast = true;
      this.#sum -= slice.amount;
      this.#first += 1;
      slice = this.#slices[this.#first];
    }
    if (slice === undefined) this.#empty();
    else if (this.#first >= WORTH_COMPACTING && this.#first * 2 >= this.#slices.length) this.#compact();
    return this.#sum;
  }

  /** Puts an amount in; what comes back is where it may be corrected. */
  take(amount: number, now: number): Slice {
    this.#sum += amount;
    const last = this.#slices.at(-1);
    // A clock that was set back: what is taken then stays as long as what was taken before.
    const at = last === undefined ? now : Math.max(now, last.to);
    if (last !== undefined && at - last.from < this.#lengthMs / SLICES) {
      last.to = at;
      last.amount += amount;
      return last;
    }
    const slice = { from: at, to: at, amount, isPast: false };
    this.#slices.push(slice);
    return slice;
  }

  /** What was taken was more or less in truth; of what has left the window nobody wants to know. */
  correct(slice: Slice, difference: number): void {
    if (slice.isPast) return;
    slice.amount += difference;
    this.#sum += difference;
  }

  /** Milliseconds until so much has left that an amount fits, if nothing is given back before. */
  freeIn(amount: number, limit: number, now: number): number {
    let left = this.used(now);
    for (let index = this.#first; index < this.#slices.length && left + amount > limit; index += 1) {
      const slice = this.#slices[index] as Slice;
      left -= slice.amount;
      if (left + amount <= limit) return slice.to + this.#lengthMs - now;
    }
    return 0;
  }

  #empty(): void {
    this.#slices = [];
    this.#first = 0;
    this.#sum = 0;
  }

  #compact(): void {
    this.#slices = this.#slices.slice(this.#first);
    this.#first = 0;
  }
}
