import type { Config, FallbackReason } from "../../config.ts";
import type { Route, Target } from "../../route.ts";

/** One side of a comparison: a config, and where the name leads in it. */
export interface Side {
  readonly config: Config;
  readonly route: Route;
}

/** A name that both configs offer, and both sides of it. */
export interface Pair {
  readonly name: string;
  readonly old: Side;
  readonly now: Side;
}

/** The reasons for which fall-backs are tried, as sentences say them. */
export const FALLBACK_REASONS: Readonly<Record<FallbackReason, string>> = {
  any: "fall-backs",
  contextWindow: "fall-backs for requests that are too long",
  contentPolicy: "fall-backs for what a content policy refuses",
};

/** A target of a route or one of its fall-backs, before and after. */
export interface TargetPair {
  readonly id: string;
  readonly old: Target;
  readonly now: Target;
}

/** The targets and fall-backs that both routes have in the same role, each with the same one of the other. */
export function commonTargets({ old, now }: Pair): TargetPair[] {
  return listsOf(old.route).flatMap((list, role) => {
    const others = listsOf(now.route)[role] ?? [];
    return pairUp(list, others);
  });
}

function listsOf({ targets, fallback }: Route): readonly (readonly Target[])[] {
  return [targets, fallback.any, fallback.contextWindow, fallback.contentPolicy];
}

// One target may stand in a list several times, each under a condition of its own.
function pairUp(list: readonly Target[], others: readonly Target[]): TargetPair[] {
  const left = [...others];
  return list.flatMap((old) => {
    const place = left.findIndex(({ id }) => id === old.id);
    if (place < 0) return [];
    const [now] = left.splice(place, 1) as [Target];
    return [{ id: old.id, old, now }];
  });
}
