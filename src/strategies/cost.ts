import type { Target } from "../route.ts";
import type { RankedTarget, ScorePart, Strategy, StrategyContext } from "../strategy.ts";
import { knownFirst } from "../util/known-first.ts";

/** What this very request is expected to cost, the least first; what has no known price is never taken for cheap. */
export const cost: Strategy = {
  name: "cost",
  order(targets, context) {
    const places = targets.map((target) => placeOf(target, context));
    const sorted = knownFirst(places, usdOf, ascending);
    const least = sorted[0]?.usd;
    for (const place of sorted) if (place instanceof Priced) place.compareWith(least ?? place.usd);
    return sorted;
  },
};

function placeOf(target: Target, context: StrategyContext): Place {
  const usd = context.expectedUsd(target);
  if (usd !== undefined) return new Priced(target, usd);
  const told = context.expectedCost(target);
  return { target, parts: { cost: told.usd === null ? { unit: "USD", note: told.reason } : { unit: "USD" } } };
}

type Place = RankedTarget & { readonly usd?: number };

/** A target in its place by its cost; what its score is made of is said to those alone who ask, for most calls nobody does. */
class Priced implements Place {
  readonly target: Target;
  readonly usd: number;
  score = 1;

  constructor(target: Target, usd: number) {
    this.target = target;
    this.usd = usd;
  }

  get parts(): { readonly cost: ScorePart } {
    return { cost: { value: this.usd, unit: "USD", score: this.score, weight: 1 } };
  }

  compareWith(least: number): void {
    this.score = this.usd === least ? 1 : least / this.usd;
  }
}

function usdOf({ usd }: Place): number | undefined {
  return usd;
}

function ascending(a: number, b: number): number {
  return a - b;
}
