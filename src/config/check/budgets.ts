import type { Budget } from "../../config.ts";
import { pricingAt } from "../../pricing.ts";
import type { ConfigProblem, YamlPath } from "../problem.ts";
import { type CheckContext, type CheckedTarget, problemAt } from "./context.ts";
import { listed } from "./wording.ts";

/** Budgets that let nothing through: of no money at all, or hard ones over targets whose price nobody knows. */
export function checkBudgets(context: CheckContext): readonly ConfigProblem[] {
  const { models, router } = context.config;
  const ofModels = [...models.values()].flatMap(({ budget, path }) =>
    budget === undefined ? [] : ofNothing(context, budget, [...path, "budget"]),
  );
  const ofOwners = (["tags", "callers"] as const).flatMap((kind) =>
    [...router.budgets[kind]].flatMap(([name, budget]) =>
      ofNothing(context, budget, ["router", "budgets", kind, name]),
    ),
  );
  return [...ofModels, ...ofOwners, ...overUnpriced(context)];
}

function ofNothing(context: CheckContext, { amount, hard }: Budget, path: YamlPath): ConfigProblem[] {
  if (amount > 0 || !hard) return [];
  const message = "nothing may be spent, so every call that costs something is refused";
  return [problemAt(context, "warning", "budget_of_nothing", [...path, "amount"], message)];
}

function overUnpriced(context: CheckContext): ConfigProblem[] {
  if (context.config.router.allowUnpriced === true) return [];
  return [...context.targetsOf].flatMap(([{ budget, path }, targets]) => {
    if (budget?.hard !== true) return [];
    const unpriced = targets.filter((target) => isUnpriced(context, target)).map(({ entry }) => entry.target);
    if (unpriced.length === 0) return [];
    const message = `the price of ${listed(unpriced)} is unknown, and under a hard budget such a target is not called; write its pricing under backends, or router: { allow_unpriced: true }`;
    return [problemAt(context, "warning", "unpriced_under_budget", [...path, "budget"], message)];
  });
}

/** Whether no price is known, where a catalogue is there that should know one. */
function isUnpriced({ catalogue, now }: CheckContext, { backend, facts, id }: CheckedTarget): boolean {
  if (backend === undefined || id.includes("*") || catalogue.covers?.(backend.provider.name) === false) return false;
  const { input, output } = pricingAt(facts.pricing ?? {}, now);
  return input === undefined && output === undefined;
}
