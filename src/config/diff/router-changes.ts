import type { Budget, Config } from "../../config.ts";
import { budgetChanges } from "./budget-changes.ts";
import { type ConfigChange, fieldChanges, valueChange } from "./change.ts";

/** How the router behaves otherwise, whatever the name that is called. */
export function routerChanges({ router: before }: Config, { router: after }: Config): ConfigChange[] {
  const changed = (field: string, old: unknown, now: unknown) =>
    valueChange("router_changed", "router", SETTINGS[field] ?? field, old, now);
  return [
    ...changed("queue", before.queue, after.queue),
    ...fieldChanges(
      "router_changed",
      "router",
      (field) => BREAKER[field] ?? field,
      before.breaker ?? {},
      after.breaker ?? {},
    ),
    ...changed("hedge", before.hedge, after.hedge),
    ...changed("probeMs", before.probeMs, after.probeMs),
    // What is left out and what is switched off are the same.
    ...changed("allowUnpriced", before.allowUnpriced ?? false, after.allowUnpriced ?? false),
    ...allBudgetChanges("tag", before.budgets.tags, after.budgets.tags),
    ...allBudgetChanges("caller", before.budgets.callers, after.budgets.callers),
  ];
}

const SETTINGS: Readonly<Record<string, string>> = {
  queue: "how many calls wait for a limit, and how many milliseconds",
  hedge: "when another target is asked beside one that is slow",
  probeMs: "the milliseconds between two probes of a backend",
  allowUnpriced: "whether targets of unknown price are called under a hard budget",
};

const BREAKER: Readonly<Record<string, string>> = {
  failureShare: "the share of failures at which a target is left alone",
  minimumCalls: "the calls before a target is left alone",
  openMs: "the milliseconds for which a target is left alone at first",
  maxOpenMs: "the most milliseconds for which a target is left alone",
};

function allBudgetChanges(
  kind: "tag" | "caller",
  before: ReadonlyMap<string, Budget>,
  after: ReadonlyMap<string, Budget>,
): ConfigChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const subject = name === "*" ? `every other ${kind}` : `${kind} ${name}`;
    return budgetChanges(subject, before.get(name), after.get(name));
  });
}
