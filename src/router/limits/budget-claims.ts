import type { Budget, RouterSettings } from "../../config.ts";
import { decimalOf, picoUsd } from "../../cost/decimal.ts";
import type { Route } from "../../route.ts";

/** Whose money a call spends. */
export interface BudgetScope {
  readonly route: Pick<Route, "asked" | "name" | "budget">;
  readonly tags?: readonly string[] | undefined;
  readonly caller?: string | undefined;
  readonly settings: Pick<RouterSettings, "budgets" | "allowUnpriced">;
}

/** One budget a call is counted in. */
export interface AppliedBudget {
  /** `route gpt-4`, `tag team-a`, `caller ann`. */
  readonly key: string;
  readonly budget: Budget;
}

const EACH = "*";
const NONE: readonly AppliedBudget[] = [];

/** The budgets a call is counted in, each once: its route's, those of its tags, its caller's. */
export function budgetsOf({ route, tags, caller, settings }: BudgetScope): readonly AppliedBudget[] {
  const { budgets } = settings;
  const tagged = budgets.tags.size > 0 && tags !== undefined && tags.length > 0;
  const called = budgets.callers.size > 0 && caller !== undefined;
  if (route.budget === undefined && !tagged && !called) return NONE;
  const ofRoute = route.budget === undefined ? NONE : [appliedTo("route", route.name, route.budget)];
  const ofCaller = called ? found("caller", caller, budgets.callers) : NONE;
  if (!tagged) return ofCaller.length === 0 ? ofRoute : ofRoute.concat(ofCaller);
  const ofTags = [...new Set(tags)].flatMap((tag) => found("tag", tag, budgets.tags));
  return [...ofRoute, ...ofTags, ...ofCaller];
}

/** Whoever a budget was applied to lately, by name: the same come back with every call. */
const known = {
  route: new WeakMap<Budget, Map<string, AppliedBudget>>(),
  tag: new WeakMap<Budget, Map<string, AppliedBudget>>(),
  caller: new WeakMap<Budget, Map<string, AppliedBudget>>(),
} as const;
const MOST_KNOWN = 1_000;

function appliedTo(kind: keyof typeof known, name: string, budget: Budget): AppliedBudget {
  let byName = known[kind].get(budget);
  if (byName === undefined) {
    byName = new Map();
    known[kind].set(budget, byName);
  }
  const found = byName.get(name);
  if (found !== undefined) return found;
  if (byName.size >= MOST_KNOWN) byName.clear();
  const applied = { key: `${kind} ${name}`, budget };
  byName.set(name, applied);
  return applied;
}

const amounts = new WeakMap<Budget, bigint>();

/** A budget's amount in 1e-12 USD, exactly what its decimal text says. */
export function picoUsdOf(budget: Budget): bigint {
  const found = amounts.get(budget);
  if (found !== undefined) return found;
  const decimal = decimalOf(budget.amount);
  const amount = decimal === undefined ? 0n : picoUsd(decimal, 1n, 1n);
  amounts.set(budget, amount);
  return amount;
}

/** A budget in words: `5 USD a day for route gpt-4`. */
export function wordsFor({ key, budget }: AppliedBudget): string {
  const period = budget.per === "total" ? "in all" : budget.per === "hour" ? "an hour" : `a ${budget.per}`;
  return `${budget.amount} USD ${period} for ${key}`;
}

function found(kind: "tag" | "caller", name: string, budgets: ReadonlyMap<string, Budget>): readonly AppliedBudget[] {
  const budget = budgets.get(name) ?? budgets.get(EACH);
  return budget === undefined ? NONE : [appliedTo(kind, name, budget)];
}
