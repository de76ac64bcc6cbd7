import type { RankedTarget, Strategy, StrategyContext } from "../strategy.ts";
import { knownFirst } from "../util/known-first.ts";

/** What this very request is expected to cost, the least first; what has no known price is never taken for cheap. */
export const cost: Strategy = {
  name: "cost",
  order(targets, context) {
    const priced = targets.map((target) => ({ target, usd: context.expectedUsd(target) }));
    const sorted = knownFirst(priced, usdOf, ascending);
    const least = sorted[0]?.usd;
    return sorted.map(({ target, usd }) => rank(target, usd, least, context));
  },
};

function rank(
  target: RankedTarget["target"],
  usd: number | undefined,
  least: number | undefined,
  context: StrategyContext,
): RankedTarget {
  if (usd !== undefined) {
    const score = usd === least ? 1 : (least ?? usd) / usd;
    return { target, score, parts: { cost: { value: usd, unit: "USD", score, weight: 1 } } };
  }
  const told = context.expectedCost(target);
  return { target, parts: { cost: told.usd === null ? { unit: "USD", note: told.reason } : { unit: "USD" } } };
}

function usdOf({ usd }: { readonly usd: number | undefined }): number | undefined {
  return usd;
}

function ascending(a: number, b: number): number {
  return a - b;
}
