import type { Target } from "../../route.ts";
import type { RankedTarget, Strategy, StrategyContext } from "../../strategy.ts";
import { rendezvous } from "./affinity.ts";
import type { PlanContext } from "./plan-context.ts";
import type { Readiness } from "./readiness.ts";

/** How the targets of a route are put in order. */
export interface Ordering {
  readonly strategy: Strategy;
  readonly context: PlanContext;
  /** Of those that are not simply ready; absent where all are. */
  readonly readiness: ReadonlyMap<Target, Readiness> | undefined;
  readonly sessionKey?: string | undefined;
}

/** Targets best first, those that are not ready behind the others, each part in the order of the strategy. */
export function orderTargets(targets: readonly Target[], ordering: Ordering): readonly RankedTarget[] {
  const { strategy, context, readiness, sessionKey } = ordering;
  const [only] = targets;
  if (only === undefined) return [];
  if (targets.length === 1) return [{ target: only }];
  if (readiness === undefined && (strategy.spreads !== true || sessionKey === undefined))
    return ordered(strategy, targets, context);
  const isReady = (target: Target) => readiness?.get(target)?.isReady !== false;
  if (strategy.spreads !== true)
    return readyFirst(ordered(strategy, targets, context), ({ target }) => isReady(target));
  if (sessionKey !== undefined) {
    const preferred = rendezvous(
      sessionKey,
      targets,
      ({ id }) => id,
      ({ weight }) => weight,
    );
    return readyFirst(preferred, isReady).map((target) => ({ target }));
  }
  // What is not ready takes no turn: another would have it beside its own.
  const ready = targets.filter(isReady);
  if (ready.length === targets.length || ready.length === 0) return ordered(strategy, targets, context);
  const others = targets.filter((target) => !isReady(target));
  return [...ordered(strategy, ready, context), ...ordered(strategy, others, context.still())];
}

/** The strategy's order; a strategy of the user's own may neither add, drop nor double a target. */
function ordered(strategy: Strategy, targets: readonly Target[], context: StrategyContext): readonly RankedTarget[] {
  const ranked = strategy.order(targets, context);
  if (isPermutation(ranked, targets)) return ranked;
  const missing = new Set(targets);
  const known = ranked.filter(({ target }) => missing.delete(target));
  return [...known, ...[...missing].map((target) => ({ target }))];
}

// Routes are short: looking for each beats a set of them.
function isPermutation(ranked: readonly RankedTarget[], targets: readonly Target[]): boolean {
  if (ranked.length !== targets.length) return false;
  for (let place = 0; place < targets.length; place += 1) {
    if (!ranks(ranked, targets[place] as Target)) return false;
  }
  return true;
}

function ranks(ranked: readonly RankedTarget[], target: Target): boolean {
  for (let place = 0; place < ranked.length; place += 1) if (ranked[place]?.target === target) return true;
  return false;
}

function readyFirst<Item>(items: readonly Item[], isReady: (item: Item) => boolean): readonly Item[] {
  const ready = items.filter(isReady);
  return ready.length === items.length ? items : [...ready, ...items.filter((item) => !isReady(item))];
}
