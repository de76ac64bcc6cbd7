import type { FallbackReason } from "../../config.ts";
import type { Target } from "../../route.ts";
import { jsonEqual } from "../../util/json-equal.ts";
import { type ConfigChange, change, show, valueChange } from "./change.ts";
import { commonTargets, FALLBACK_REASONS, type Pair } from "./pair.ts";

/** Which targets a name leads to, in which order and by which strategy. */
export function routeChanges(pair: Pair): ConfigChange[] {
  return [...targetListChanges(pair), ...entryChanges(pair), ...fallbackChanges(pair), ...strategyChanges(pair)];
}

function targetListChanges({ name, old, now }: Pair): ConfigChange[] {
  const [before, after] = [idsOf(old.route.targets), idsOf(now.route.targets)];
  if (jsonEqual(before, after)) return [];
  const values = { before, after };
  const [wasFirst, isFirst] = [before[0], after[0]];
  const added = without(after, before).filter((id) => id !== isFirst || wasFirst === isFirst);
  const removed = without(before, after).filter((id) => id !== wasFirst || wasFirst === isFirst);
  const primary =
    wasFirst === isFirst
      ? []
      : [change("primary_changed", name, `${isFirst} is the primary target, no longer ${wasFirst}`, values)];
  const members = [
    ...added.map((id) => change("target_added", name, `${id} is a target too`, { after: id })),
    ...removed.map((id) => change("target_removed", name, `${id} is no longer a target`, { before: id })),
  ];
  if (primary.length > 0 || members.length > 0) return [...primary, ...members];
  return [change("targets_reordered", name, `the targets are tried in the order ${show(after)}`, values)];
}

function entryChanges(pair: Pair): ConfigChange[] {
  const { name } = pair;
  return commonTargets(pair).flatMap(({ id, old, now }) => [
    ...valueChange("weight_changed", name, `the weight of ${id}`, old.weight, now.weight),
    ...valueChange("condition_changed", name, `what ${id} is for`, old.when, now.when),
  ]);
}

function fallbackChanges({ name, old, now }: Pair): ConfigChange[] {
  return (Object.keys(FALLBACK_REASONS) as FallbackReason[]).flatMap((reason) =>
    valueChange(
      "fallback_changed",
      name,
      FALLBACK_REASONS[reason],
      idsOf(old.route.fallback[reason]),
      idsOf(now.route.fallback[reason]),
    ),
  );
}

function strategyChanges({ name, old, now }: Pair): ConfigChange[] {
  const [before, after] = [old.route.strategy, now.route.strategy];
  if (before !== after) return valueChange("strategy_changed", name, "the strategy", before, after);
  const weights = [old, now].map(({ config, route }) => config.strategies.get(route.strategy));
  return valueChange("strategy_changed", name, `the weights of the strategy ${after}`, weights[0], weights[1]);
}

function idsOf(targets: readonly Target[]): string[] {
  return targets.map(({ id }) => id);
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => !others.includes(id));
}
