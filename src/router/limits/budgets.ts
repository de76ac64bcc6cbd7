import { usdText } from "../../cost/decimal.ts";
import type { BudgetStatus } from "../../router.ts";
import { RouterError } from "../../router-error.ts";
import type { BudgetClaim, Grant, Refusal, State } from "../../state.ts";
import type { Cost } from "../../usage.ts";
import { type Awaitable, whenReady } from "../../util/awaitable.ts";
import type { Amount } from "../choice/expected-cost.ts";
import { type AppliedBudget, type BudgetScope, budgetsOf, picoUsdOf, wordsFor } from "./budget-claims.ts";
import { tellState } from "./tell-state.ts";

/** What budgets are counted with. */
export interface BudgetsOptions {
  readonly state: State;
}

/** Money set aside for one call. */
export interface BudgetGrant {
  /** The soft budgets that this call spends more of than there is, in words; mostly none. */
  readonly overspent: readonly string[];
  /**
   * The call has ended and cost so much. A cost that is unknown or not told counts as what was set aside; a call that was
   * never made cost 0. Once counts, and it never throws.
   */
  settle(cost: Cost | undefined): void;
}

/** What may be spent on calls: by route, tag and caller. */
export interface Budgets {
  /**
   * Sets aside what a call is expected to cost; where a hard budget applies what it may cost at most, or many that run at
   * once would spend more than there is.
   *
   * @throws {RouterError} `budget_spent` where a hard budget has not so much left, `too_expensive` where the cost is unknown under one
   */
  reserve(scope: BudgetScope, expected: Amount, most?: () => Amount): Awaitable<BudgetGrant>;
  /** The budgets that calls were counted in so far. */
  spent(): Promise<readonly BudgetStatus[]>;
}

const MOST_KNOWN = 10_000;
const NONE: readonly AppliedBudget[] = [];
const FREE: BudgetGrant = { overspent: [], settle: () => undefined };

interface Known extends AppliedBudget {
  unpriced: number;
}

/** Counts what calls cost against budgets in a state. */
export function createBudgets({ state }: BudgetsOptions): Budgets {
  const known = new Map<string, Known>();

  return {
    reserve(scope, expected, most = () => expected) {
      const applied = budgetsOf(scope);
      if (applied.length === 0) return FREE;
      const isHard = applied.some(({ budget }) => budget.hard);
      if (isHard && expected.reason !== undefined && !scope.settings.allowUnpriced)
        throw unpricedError(scope.route.asked, applied, expected.reason);
      const { picoUsd = 0n } = isHard ? most() : expected;
      return setAside(scope.route.asked, applied, NONE, picoUsd);
    },
    async spent() {
      const all = [...known.values()];
      const spent = await state.spent(all.map(({ key, budget }) => ({ key, per: budget.per })));
      return all.map(({ key, budget, unpriced }, index) => {
        const { settled = 0n, reserved = 0n, endsAt } = spent[index] ?? {};
        const status = { key, budget, limit: picoUsdOf(budget), settled, reserved, unpriced };
        return endsAt === undefined ? status : { ...status, endsAt };
      });
    },
  };

  /** A soft budget that has not so much left is gone over; the others still count. */
  function setAside(
    asked: string,
    applied: readonly AppliedBudget[],
    overspent: readonly AppliedBudget[],
    amount: bigint,
  ): Awaitable<BudgetGrant> {
    return whenReady(state.reserve(claimsFor(applied, overspent, amount)), (answer) => {
      if (answer.granted) return granted(answer, applied, overspent, amount);
      const inTheWay = applied.find(({ key }) => key === answer.key);
      if (inTheWay === undefined || inTheWay.budget.hard || overspent.includes(inTheWay)) {
        throw spentError(asked, inTheWay ?? applied[0], answer, amount);
      }
      return setAside(asked, applied, [...overspent, inTheWay], amount);
    });
  }

  function granted(
    grant: Grant,
    applied: readonly AppliedBudget[],
    overspent: readonly AppliedBudget[],
    reserved: bigint,
  ): BudgetGrant {
    const counted = applied.map(remember);
    return new CountedGrant(state, grant, counted, reserved, overspent);
  }

  function remember({ key, budget }: AppliedBudget): Known {
    const old = known.get(key);
    if (old?.budget === budget) return old;
    if (old === undefined && known.size >= MOST_KNOWN) forgetOldest(known);
    const entry = { key, budget, unpriced: old?.unpriced ?? 0 };
    known.set(key, entry);
    return entry;
  }
}

class CountedGrant implements BudgetGrant {
  readonly overspent: readonly string[];
  readonly #state: State;
  readonly #grant: Grant;
  readonly #counted: readonly Known[];
  readonly #reserved: bigint;
  #isSettled = false;

  constructor(
    state: State,
    grant: Grant,
    counted: readonly Known[],
    reserved: bigint,
    overspent: readonly AppliedBudget[],
  ) {
    this.overspent = overspent.length === 0 ? FREE.overspent : overspent.map(wordsFor);
    this.#state = state;
    this.#grant = grant;
    this.#counted = counted;
    this.#reserved = reserved;
  }

  settle(cost: Cost | undefined): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    const isPriced = cost !== undefined && cost.usd !== null;
    if (!isPriced) for (const one of this.#counted) one.unpriced += 1;
    tellState(() => this.#state.settle(this.#grant, isPriced ? cost.picoUsd : this.#reserved));
  }
}

// Many at once: a Map walks past all it has lost to find its first.
function forgetOldest(known: Map<string, unknown>): void {
  let left = MOST_KNOWN / 10;
  for (const key of known.keys()) {
    if (left === 0) return;
    known.delete(key);
    left -= 1;
  }
}

function claimsFor(
  applied: readonly AppliedBudget[],
  overspent: readonly AppliedBudget[],
  amount: bigint,
): readonly BudgetClaim[] {
  return applied.map((one) => {
    const { key, budget } = one;
    const { per } = budget;
    return overspent.includes(one) ? { key, per, amount } : { key, per, amount, limit: picoUsdOf(budget) };
  });
}

function unpricedError(asked: string, applied: readonly AppliedBudget[], reason: string): RouterError {
  const hard = applied.filter(({ budget }) => budget.hard).slice(0, 1);
  const message = `what the call would cost is not known (${reason}), and the budget of ${hard.map(wordsFor)} is a hard one; give the target its pricing in the config, or allow this with router.allow_unpriced: true`;
  return new RouterError("too_expensive", asked, message);
}

function spentError(
  asked: string,
  inTheWay: AppliedBudget | undefined,
  { retryAfterMs }: Refusal,
  amount: bigint,
): RouterError {
  const budget = inTheWay === undefined ? "of the call" : `of ${wordsFor(inTheWay)}`;
  const message = `the budget ${budget} has no ${usdText(amount)} USD left, which the call may cost; raise it, wait until it begins anew, or use a cheaper target`;
  return new RouterError("budget_spent", asked, message, {
    retryable: retryAfterMs !== undefined,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) }),
  });
}
