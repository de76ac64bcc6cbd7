import type { FallbackReason } from "../../config.ts";
import type { DroppedTarget, Route, Target } from "../../route.ts";
import type { DecidedTarget, Decision, ExpectedCost } from "../../router.ts";
import type { RankedTarget, Strategy } from "../../strategy.ts";
import type { Cost } from "../../usage.ts";
import type { Readiness } from "./readiness.ts";

/** A target in its place in a plan. */
export interface PlannedTarget {
  readonly target: Target;
  /** One of the route's own, or what must go wrong before it is tried. */
  readonly use: "target" | FallbackReason;
  /** Where the strategy had a choice. */
  readonly ranked?: RankedTarget;
  /** Absent where it is simply ready. */
  readonly readiness?: Readiness;
}

/** What a decision tells of. */
export interface DecisionParts {
  readonly asked: string;
  readonly route: Route;
  readonly strategy: Strategy;
  /** In the order in which they are tried. */
  readonly targets: readonly PlannedTarget[];
  readonly dropped: readonly DroppedTarget[];
  readonly expectedCost: (target: Target) => Cost;
  /** Absent where the choice did not depend on them. */
  readonly inputTokens?: number | undefined;
}

/** A plan as plain data, which JSON can hold. */
export function decisionOf(parts: DecisionParts): Decision {
  const { asked, route, strategy, targets, dropped, expectedCost, inputTokens } = parts;
  return {
    asked,
    route: route.name,
    strategy: strategy.name,
    targets: targets.map((planned) => decided(planned, expectedCost(planned.target))),
    dropped,
    ...(inputTokens !== undefined && { inputTokens }),
  };
}

function decided({ target, use, ranked, readiness }: PlannedTarget, cost: Cost): DecidedTarget {
  return {
    target: target.id,
    use,
    ...(ranked?.score !== undefined && { score: ranked.score }),
    ...(ranked?.parts !== undefined && { parts: ranked.parts }),
    expectedCost: plain(cost),
    ...(readiness !== undefined && { state: readiness.state }),
    ...(readiness?.note !== undefined && { note: readiness.note }),
  };
}

function plain(cost: Cost): ExpectedCost {
  return cost.usd === null ? { usd: null, reason: cost.reason } : { usd: cost.usd };
}
