import type { BudgetClaim, BudgetKey, Refusal, Spent } from "../../state.ts";
import { BudgetCounter, type Period } from "./budget-period.ts";
import { KeyTable } from "./key-table.ts";

/** So much reserved in one period of one budget. */
export interface Reserved {
  readonly period: Period;
  readonly amount: bigint;
}

/** Budgets by key and length of period: reserves in several at once, or in none. */
export class BudgetCounters {
  readonly #tables: Readonly<Record<BudgetKey["per"], KeyTable<BudgetCounter>>>;

  /** At most so many for each length of period. */
  constructor(most: number) {
    const table = () => new KeyTable<BudgetCounter>(most);
    this.#tables = { hour: table(), day: table(), week: table(), month: table(), total: table() };
  }

  get size(): number {
    return Object.values(this.#tables).reduce((size, table) => size + table.size, 0);
  }

  reserve(claims: readonly BudgetClaim[], now: number): readonly Reserved[] | Refusal {
    for (const claim of claims) {
      const refusal = refusalOf(claim, askedWith(claim, claims), this.#periodOf(claim, now), now);
      if (refusal !== undefined) return refusal;
    }
    // Looked for again: a counter that holds nothing may have made room for one after it.
    return claims.map((claim) => {
      const { amount } = claim;
      const period = this.#periodOf(claim, now);
      period.reserved += amount;
      period.open += 1;
      return { period, amount };
    });
  }

  /** Ends reservations, each in the period in which it was made. */
  settle(all: readonly Reserved[], picoUsd: bigint): void {
    const spent = picoUsd > 0n ? picoUsd : 0n;
    for (const { period, amount } of all) {
      period.reserved -= amount;
      period.settled += spent;
      period.open -= 1;
    }
  }

  spent(budget: BudgetKey, now: number): Spent {
    const { settled, reserved, endsAt } = this.#periodOf(budget, now);
    return endsAt === undefined ? { settled, reserved } : { settled, reserved, endsAt };
  }

  #periodOf({ key, per }: BudgetKey, now: number): Period {
    const table = this.#tables[per];
    let counter = table.get(key, now);
    if (counter === undefined) {
      counter = new BudgetCounter(per, now);
      table.set(key, counter, now);
    }
    return counter.periodAt(now);
  }
}

// What costs nothing is never too much, also where more than all was spent.
function refusalOf({ key, limit }: BudgetClaim, amount: bigint, period: Period, now: number): Refusal | undefined {
  if (limit === undefined || amount === 0n || period.settled + period.reserved + amount <= limit) return undefined;
  // Calls that run may turn out cheaper at any time; only what is spent stays spent until the period ends.
  const needsNewPeriod = period.settled + amount > limit && amount <= limit && period.endsAt !== undefined;
  return needsNewPeriod
    ? { granted: false, key, retryAfterMs: (period.endsAt as number) - now }
    : { granted: false, key };
}

// Two claims on the same budget must fit together.
function askedWith(claim: BudgetClaim, claims: readonly BudgetClaim[]): bigint {
  let total = 0n;
  for (const other of claims) {
    if (other.key === claim.key && other.per === claim.per) total += other.amount;
  }
  return total;
}
