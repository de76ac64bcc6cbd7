import type { Budget } from "../../config.ts";
import { jsonEqual } from "../../util/json-equal.ts";
import { type ConfigChange, change } from "./change.ts";

/** What changes about the money that may be spent. */
export function budgetChanges(subject: string, before: Budget | undefined, after: Budget | undefined): ConfigChange[] {
  if (jsonEqual(before, after)) return [];
  const text = `the budget: ${showBudget(before)} becomes ${showBudget(after)}`;
  return [change("budget_changed", subject, text, { before, after })];
}

function showBudget(budget: Budget | undefined): string {
  if (budget === undefined) return "none";
  const span = budget.per === "total" ? "in all" : `a ${budget.per}`;
  return `${budget.amount} USD ${span}${budget.hard ? "" : ", told of only"}`;
}
