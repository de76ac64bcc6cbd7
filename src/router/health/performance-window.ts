import type { Performance } from "../../strategy.ts";
import { addSample, createSamples, percentileOf, type Samples } from "./percentiles.ts";

/** After so long a call counts half. */
const HALF_LIFE_MS = 300_000;
/** Fewer calls make no 95th percentile. */
const FEWEST = 20;

/** How quickly one target answered: means in which a call five minutes old counts half, and the newest times themselves. */
export interface PerformanceWindow {
  readonly firstContent: DecayedMean;
  readonly speed: DecayedMean;
  /** Milliseconds to the first content of streams. */
  readonly streamed: Samples;
  /** Milliseconds to answers that came whole. */
  readonly whole: Samples;
}

/** A mean, and how many values it rests on, old ones counting as parts. */
interface DecayedMean {
  mean: number;
  weight: number;
  at: number;
}

/** How long one call took. */
export interface MeasuredCall {
  /** Milliseconds to the end of the answer. */
  readonly latencyMs: number;
  /** Milliseconds to its first content, where it was streamed. */
  readonly firstContentMs?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly streamed: boolean;
}

/** Nothing measured yet. */
export function createPerformanceWindow(): PerformanceWindow {
  return { firstContent: noMean(), speed: noMean(), streamed: createSamples(), whole: createSamples() };
}

/** Takes a call that went well into account. */
export function measureCall(
  window: PerformanceWindow,
  now: number,
  { latencyMs, firstContentMs, outputTokens, streamed }: MeasuredCall,
): void {
  const untilContent = streamed ? firstContentMs : latencyMs;
  if (untilContent === undefined) return;
  include(window.firstContent, now, untilContent);
  addSample(streamed ? window.streamed : window.whole, untilContent);
  const writingMs = latencyMs - untilContent;
  // The first token came with the first content.
  if (streamed && outputTokens !== undefined && outputTokens > 1 && writingMs >= 1)
    include(window.speed, now, ((outputTokens - 1) * 1_000) / writingMs);
}

/** How quickly the target answered lately; absent where it was not called for so long that nothing is known any more. */
export function performanceAt({ firstContent, speed }: PerformanceWindow, now: number): Performance | undefined {
  const calls = Math.round(weightAt(firstContent, now));
  if (calls < 1) return undefined;
  const isSpeedKnown = Math.round(weightAt(speed, now)) >= 1;
  return { firstContentMs: firstContent.mean, calls, ...(isSpeedKnown && { tokensPerSecond: speed.mean }) };
}

/** The time to the first content of streams, or to `whole` answers, that 95 of 100 calls keep; absent for fewer than 20 calls. */
export function p95Of({ streamed, whole }: PerformanceWindow, kind: "streamed" | "whole"): number | undefined {
  const samples = kind === "streamed" ? streamed : whole;
  return samples.values.length < FEWEST ? undefined : percentileOf(samples, 0.95);
}

function noMean(): DecayedMean {
  return { mean: 0, weight: 0, at: 0 };
}

function include(decayed: DecayedMean, now: number, value: number): void {
  const weight = weightAt(decayed, now) + 1;
  decayed.mean += (value - decayed.mean) / weight;
  decayed.weight = weight;
  decayed.at = now;
}

function weightAt({ weight, at }: DecayedMean, now: number): number {
  return weight === 0 ? 0 : weight * 2 ** (-Math.max(0, now - at) / HALF_LIFE_MS);
}
