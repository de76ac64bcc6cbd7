import type { StrategyWeights } from "../config.ts";
import type { Target } from "../route.ts";
import { answerMs, type RankedTarget, type ScorePart, type Strategy, type StrategyContext } from "../strategy.ts";
import { knownFirst } from "../util/known-first.ts";

type Part = keyof StrategyWeights;

/** One part of a target's score before it is compared with the others: `value` is what was looked at. */
interface Measure {
  readonly value?: number;
  readonly unit: string;
  readonly note?: string;
}

const PARTS = ["cost", "quality", "performance"] as const satisfies readonly Part[];
const NOTHING: Measure = { unit: "" };
const UNKNOWN: Readonly<Record<Part, number>> = { cost: 0, quality: 0, performance: 0.5 };
const USUAL: StrategyWeights = { cost: 0.6, quality: 0.4 };

/**
 * Cost, quality and performance together, each from 0 to 1 and counting as much as its weight says: of cost and of
 * performance the best target's share of a target's own, of quality its percentile. A cost or quality nobody knows counts
 * as the worst; what was not called lately counts half of the quickest, or it would never be called. What nothing is
 * known of stands last.
 */
export const balanced: Strategy = {
  name: "balanced",
  order(targets, context) {
    const weights = weighed(context.weights);
    const measured = weights.map(({ part, weight }) => {
      const measures = targets.map((target) => measure(part, target, context));
      return { part, weight, measures, least: leastOf(measures) };
    });
    const ranked = targets.map((target, place): RankedTarget => {
      const parts: Record<string, ScorePart> = {};
      let total = 0;
      let isKnown = false;
      for (const { part, weight, measures, least } of measured) {
        const { value, unit, note } = measures[place] ?? NOTHING;
        const score = value === undefined ? UNKNOWN[part] : scoreOf(part, value, least ?? value);
        parts[part] = {
          ...(value !== undefined && { value }),
          unit,
          score,
          weight,
          ...(note !== undefined && { note }),
        };
        total += weight * score;
        if (value !== undefined) isKnown = true;
      }
      // The weights sum to 1 but for what no float can hold.
      return isKnown ? { target, score: Math.min(1, total), parts } : { target, parts };
    });
    return knownFirst(
      ranked,
      ({ score }) => score,
      (a, b) => b - a,
    );
  },
};

/** The parts that count, their weights scaled to sum to 1. */
function weighed(given: StrategyWeights): { part: Part; weight: number }[] {
  const positive = (weights: StrategyWeights) => PARTS.filter((part) => (weights[part] ?? 0) > 0);
  const chosen = positive(given).length > 0 ? given : USUAL;
  const parts = positive(chosen);
  const total = parts.reduce((sum, part) => sum + (chosen[part] ?? 0), 0);
  return parts.map((part) => ({ part, weight: (chosen[part] ?? 0) / total }));
}

function measure(part: Part, target: Target, context: StrategyContext): Measure {
  switch (part) {
    case "cost": {
      const value = context.expectedUsd(target);
      if (value !== undefined) return { value, unit: "USD" };
      const cost = context.expectedCost(target);
      return { unit: "USD", note: `counts as the worst: ${cost.usd === null ? cost.reason : "unknown"}` };
    }
    case "quality": {
      const quality = context.quality(target);
      if (quality === undefined) return { unit: "percentile", note: "counts as the worst: no benchmark is known" };
      const { known, of } = quality.coverage;
      return { value: quality.percentile, unit: "percentile", note: `by ${known} of ${of} benchmarks` };
    }
    case "performance": {
      const measured = context.performance(target);
      if (measured === undefined) return { unit: "ms", note: "counts half: not called lately" };
      const { calls } = measured;
      const value = answerMs(measured, context.expectedOutput(target));
      return { value, unit: "ms", note: `by ${calls} ${calls === 1 ? "call" : "calls"}` };
    }
  }
}

function leastOf(measures: readonly Measure[]): number | undefined {
  let least: number | undefined;
  for (const { value } of measures) if (value !== undefined && (least === undefined || value < least)) least = value;
  return least;
}

function scoreOf(part: Part, value: number, least: number): number {
  if (part === "quality") return value;
  return value === least ? 1 : least / value;
}
