import type { BackendConfig } from "../../../src/config.ts";
import type { Quality } from "../../../src/quality.ts";
import type { Route, Target } from "../../../src/route.ts";
import { expectedCost } from "../../../src/router/choice/expected-cost.ts";
import type { Performance, RankedTarget, StrategyContext } from "../../../src/strategy.ts";

/** What is known of a target in a test of a strategy. */
export interface Known {
  readonly id: string;
  readonly weight?: number;
  /** USD per million tokens of input. */
  readonly price?: number;
  readonly quality?: number;
  /** Benchmarks that say something of it. */
  readonly coverage?: number;
  readonly performance?: Performance;
}

const BACKEND = { name: "any", provider: { name: "any" } } as unknown as BackendConfig; // Strategies do not look at it.

/** Targets of which only so much is known, and a context that tells it. */
export function aContext(known: readonly Known[], more: Partial<StrategyContext> = {}) {
  const byTarget = new Map<Target, Known>();
  const targets: Route["targets"] = known.map((one) => {
    const target: Target = Object.freeze({
      id: one.id,
      backend: BACKEND,
      model: one.id,
      calledAs: one.id,
      weight: one.weight ?? 1,
      parameters: { known: {}, extra: {} },
      facts: one.price === undefined ? {} : { pricing: { input: one.price } },
    });
    byTarget.set(target, one);
    return target;
  });
  const context: StrategyContext = {
    route: "m",
    weights: {},
    expectedCost: ({ facts }) => expectedCost(facts, { input: 1_000_000, output: 0 }, new Date(0)),
    expectedUsd: (target) => {
      const { usd } = context.expectedCost(target);
      return usd === null ? undefined : Number(usd);
    },
    expectedOutput: () => 100,
    quality: (target) => qualityOf(byTarget.get(target)),
    performance: (target) => byTarget.get(target)?.performance,
    memory: new Map(),
    random: () => 0.99,
    ...more,
  };
  return { targets: Object.freeze(targets), context };
}

/** The ids of ranked targets, in order. */
export function ids(ranked: readonly RankedTarget[]): string[] {
  return ranked.map(({ target }) => target.id);
}

function qualityOf(known: Known | undefined): Quality | undefined {
  if (known?.quality === undefined) return undefined;
  return { percentile: known.quality, coverage: { known: known.coverage ?? 1, of: 10 }, parts: [] };
}
