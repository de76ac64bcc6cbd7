import type { StrategyWeights } from "./config.ts";
import type { Quality } from "./quality.ts";
import type { Target } from "./route.ts";
import type { Cost } from "./usage.ts";

/** Orders the targets of a route and does nothing else: it drops none, calls none and waits for nothing. */
export interface Strategy {
  readonly name: string;
  /** Whether it spreads requests over the targets on purpose; then the calls of one session stay with one target. */
  readonly spreads?: boolean;
  /** Each target once, best first; what is equal stays in the order of the route, what is unknown stands last. */
  order(targets: readonly Target[], context: StrategyContext): readonly RankedTarget[];
}

/** A target in its place, and why it stands there. */
export interface RankedTarget {
  readonly target: Target;
  /** Higher is better, on the strategy's own scale; absent where what it rests on is unknown, or the order is not by score. */
  readonly score?: number;
  /** What the score is made of, by name: `cost`, `quality`. */
  readonly parts?: Readonly<Record<string, ScorePart>>;
}

/** One part of a score. */
export interface ScorePart {
  /** What was looked at: USD, milliseconds, a percentile; absent where it is unknown. */
  readonly value?: number;
  readonly unit?: string;
  /** What it adds to the score before weighing, 0 to 1. */
  readonly score?: number;
  /** How much it counts; all weights sum to 1. */
  readonly weight?: number;
  /** What people should know of it: on how many benchmarks it rests, why it is unknown. */
  readonly note?: string;
}

/** What a strategy may look at. */
export interface StrategyContext {
  /** The exposed name the targets belong to. */
  readonly route: string;
  /** Of the named weights the route chose; empty where it chose a built-in strategy. */
  readonly weights: StrategyWeights;
  /** What this request is expected to cost at a target, cached input and expected output included. */
  expectedCost(target: Target): Cost;
  /** The same in USD alone, which costs less to tell; absent where it is unknown. */
  expectedUsd(target: Target): number | undefined;
  /** Tokens of output this request is expected to bring at a target. */
  expectedOutput(target: Target): number;
  /** How good the target's model is; absent where no benchmark says anything of it. */
  quality(target: Target): Quality | undefined;
  /** How quickly the target answered lately; absent where it was not called yet. */
  performance(target: Target): Performance | undefined;
  /** The strategy's own numbers about this route, kept from call to call and bounded with the route's targets. */
  readonly memory: Map<string, number>;
  /** A number from 0 up to 1. */
  random(): number;
}

/** How quickly a target answered, recent calls counting more. */
export interface Performance {
  /** Milliseconds to the first content; of answers that come whole, to the whole answer. */
  readonly firstContentMs: number;
  /** Tokens of output a second after the first content; absent where nothing was streamed or counted. */
  readonly tokensPerSecond?: number;
  /** How many calls it rests on. */
  readonly calls: number;
}

/** Milliseconds until an answer of so many tokens is whole, by what was measured. */
export function answerMs({ firstContentMs, tokensPerSecond }: Performance, outputTokens: number): number {
  // Of answers that come whole, the time to the first content is that to the last.
  if (tokensPerSecond === undefined || tokensPerSecond <= 0) return firstContentMs;
  return firstContentMs + (1_000 * outputTokens) / tokensPerSecond;
}
