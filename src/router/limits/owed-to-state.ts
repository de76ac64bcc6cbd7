import type { BudgetClaim, Grant, State } from "../../state.ts";
import type { Awaitable } from "../../util/awaitable.ts";

type Payment = (state: State) => Awaitable<void>;

interface Spending {
  readonly claims: readonly BudgetClaim[];
  picoUsd: bigint;
}

const MOST_BUDGETS = 10_000;

/** What a shared state was not told while it gave no answer: how grants of its own ended, and what was spent without it. */
export class OwedToState {
  /** No more than there were calls running. */
  readonly #ends = new Map<Grant, Payment>();
  readonly #spent = new Map<string, Spending>();
  #isPaying = false;

  end(grant: Grant, end: Payment): void {
    this.#ends.set(grant, end);
  }

  spend(claims: readonly BudgetClaim[], picoUsd: bigint): void {
    if (picoUsd <= 0n) return;
    const together = claims.map(({ key, per }) => `${per} ${key}`).join("\n");
    const known = this.#spent.get(together);
    if (known !== undefined) known.picoUsd += picoUsd;
    else if (this.#spent.size < MOST_BUDGETS) this.#spent.set(together, { claims, picoUsd });
  }

  /** Tells everything, until telling fails. */
  async payTo(tell: (what: Payment) => Promise<boolean>): Promise<void> {
    if (this.#isPaying) return;
    this.#isPaying = true;
    try {
      for (const [grant, end] of this.#ends) {
        if (!(await tell(end))) return;
        this.#ends.delete(grant);
      }
      for (const [together, spending] of this.#spent) {
        this.#spent.delete(together);
        if (await tell((state) => spendAt(state, spending))) continue;
        this.spend(spending.claims, spending.picoUsd);
        return;
      }
    } finally {
      this.#isPaying = false;
    }
  }
}

async function spendAt(state: State, { claims, picoUsd }: Spending): Promise<void> {
  const grant = await state.reserve(claims.map(({ key, per }) => ({ key, per, amount: picoUsd })));
  if (grant.granted) await state.settle(grant, picoUsd);
}
