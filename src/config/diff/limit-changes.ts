import { budgetChanges } from "./budget-changes.ts";
import { type ConfigChange, fieldChanges } from "./change.ts";
import type { Pair } from "./pair.ts";

/** How long, how often, where and for how much money a name may be called. */
export function limitChanges({ name, old, now }: Pair): ConfigChange[] {
  const [before, after] = [old.route, now.route];
  const named = (names: Readonly<Record<string, string>>) => (field: string) => names[field] ?? field;
  return [
    ...fieldChanges("timeout_changed", name, named(TIMEOUTS), before.timeouts, after.timeouts),
    ...fieldChanges("retry_changed", name, named(RETRY), before.retry, after.retry),
    ...fieldChanges("policy_changed", name, named(POLICY), before.policy, after.policy),
    ...budgetChanges(name, before.budget, after.budget),
  ];
}

const TIMEOUTS = {
  connectMs: "the milliseconds to connect",
  firstContentMs: "the milliseconds to the first content",
  idleMs: "the milliseconds between two pieces of content",
  totalMs: "the milliseconds in all",
};

const RETRY = {
  attempts: "the number of attempts",
  backoffMs: "the milliseconds before the second attempt",
  maxBackoffMs: "the most milliseconds between two attempts",
};

const POLICY = {
  allowedProviders: "the providers allowed",
  deniedProviders: "the providers denied",
  regions: "the regions allowed",
  localOnly: "local only",
  noTraining: "no training on what is sent",
  maxPrice: "the highest price in USD per million tokens",
};
