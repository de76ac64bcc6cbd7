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
  readonly #table: KeyTable<BudgetCounter>;

  constructor(most: number) {
    this.#table = new KeyTable(most);
  }

  get size(): number {
    return this.#table.size;
  }

  reserve(claims: readonly BudgetClaim[], now: number): readonly Reserved[] | Refusal {
    const names = claims.map(nameOf);
    for (let place = 0; place < claims.length; place += 1) {
      const claim = claims[place] as BudgetClaim;
      const period = this.#periodOf(names[place] as string, claim.per, now);
      const refusal = refusalOf(claim, askedWith(claim, claims), period, now);
      if (refusal !== undefined) return refusal;
    }
    // Looked for again: a counter that holds nothing may have made room for one after it.
    return claims.map(({ per, amount }, place) => {
      const period = this.#periodOf(names[place] as string, per, now);
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
    const { settled, reserved, endsAt } = this.#periodOf(nameOf(budget), budget.per, now);
    return endsAt === undefined ? { settled, reserved } : { settled, reserved, endsAt };
  }

  #periodOf(name: string, per: BudgetKey["per"], now: number): Period {
    let counter = this.#table.get(name, now);
    if (counter === undefined) {
      counter = new BudgetCounter(per, now);
      this.#table.set(name, counter, now);
    }
    return counter.periodAt(now);
  }
}

function nameOf({ key, per }: BudgetKey): string {
  return `${per} ${key}`;
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
