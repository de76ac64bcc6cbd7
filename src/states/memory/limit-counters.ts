import type { AnnouncedLimit, LimitClaim, Refusal } from "../../state.ts";
import { KeyTable } from "./key-table.ts";
import { LimitCounter, type Taken } from "./limit-counter.ts";

/** Limits by key: takes from several at once, or from none. */
export class LimitCounters {
  readonly #table: KeyTable<LimitCounter>;

  constructor(most: number) {
    this.#table = new KeyTable(most);
  }

  get size(): number {
    return this.#table.size;
  }

  /** What was taken, in the order of the claims; or the claim that stands longest in the way. */
  take(claims: readonly LimitClaim[], now: number): readonly Taken[] | Refusal {
    let blocking: LimitClaim | undefined;
    let longest = 0;
    for (const claim of claims) {
      const wait = this.#of(claim.key, now).freeIn(claim, askedWith(claim, claims), now);
      if (wait === undefined) return { granted: false, key: claim.key };
      if (wait > longest) [blocking, longest] = [claim, wait];
    }
    if (blocking !== undefined) return { granted: false, key: blocking.key, retryAfterMs: longest };
    return claims.map((claim) => this.#of(claim.key, now).take(claim, amountOf(claim), now));
  }

  announce(key: string, announced: AnnouncedLimit, now: number): void {
    this.#of(key, now).announce(announced, now);
  }

  #of(key: string, now: number): LimitCounter {
    let counter = this.#table.get(key, now);
    if (counter === undefined) {
      counter = new LimitCounter(now);
      this.#table.set(key, counter, now);
    }
    return counter;
  }
}

/** Whole, so that sums are exact; what is no number fits nowhere. */
export function amountOf({ amount }: Pick<LimitClaim, "amount">): number {
  if (Number.isNaN(amount)) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.ceil(amount));
}

// Two claims on the same limit must fit together.
function askedWith(claim: LimitClaim, claims: readonly LimitClaim[]): number {
  let total = 0;
  for (const other of claims) {
    if (other.key === claim.key) total += amountOf(other);
  }
  return total;
}
