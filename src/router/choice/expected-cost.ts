import { picoUsdPerToken } from "../../cost/decimal.ts";
import { costOf } from "../../cost.ts";
import type { Facts } from "../../model.ts";
import type { Pricing } from "../../pricing.ts";
import type { Cost, Usage } from "../../usage.ts";

/** Tokens a call is expected to use. */
export interface ExpectedUse {
  readonly input: number;
  readonly output: number;
  /** How many of the input's are read from a cache. @default 0 */
  readonly cached?: number;
}

/** What a call is expected to cost at a target at a time, or why nobody knows. */
export function expectedCost(facts: Facts, { input, output, cached = 0 }: ExpectedUse, at: Date): Cost {
  const totalInput = wholeOf(input);
  const cacheRead = Math.min(totalInput, wholeOf(cached));
  const answer = wholeOf(output);
  const usage: Usage = {
    input: totalInput - cacheRead,
    output: answer,
    cacheRead,
    cacheWrite: 0,
    cacheWrite1h: 0,
    reasoning: 0,
    audioInput: 0,
    audioOutput: 0,
    audioCacheRead: 0,
    imageInput: 0,
    imageOutput: 0,
    totalInput,
    totalOutput: answer,
  };
  return costOf(usage, facts.pricing, { at });
}

/** The greatest amount of 1e-12 USD of which every one is another number of USD. */
const MOST_PICO_USD = 2 ** 51;
const PICO_PER_USD = 1e12;

/**
 * The number that `expectedCost` tells in USD, without all it tells beside, where prices are plain: one for each class
 * at any time and size. `undefined` where they are not.
 */
export function plainUsd({ pricing }: Facts, { input, output, cached = 0 }: ExpectedUse): number | undefined {
  if (pricing === undefined || !isPlain(pricing)) return undefined;
  const totalInput = wholeOf(input);
  const cacheRead = Math.min(totalInput, wholeOf(cached));
  const pico =
    picoOf(totalInput - cacheRead, pricing.input) +
    picoOf(wholeOf(output), pricing.output) +
    picoOf(cacheRead, pricing.cacheRead === undefined ? pricing.input : pricing.cacheRead);
  return pico <= MOST_PICO_USD ? pico / PICO_PER_USD : undefined;
}

function isPlain({ from, dated, windows, tiers, request }: Pricing): boolean {
  const isTimed = from !== undefined || dated !== undefined || windows !== undefined;
  return !isTimed && tiers === undefined && (request === undefined || request === null);
}

/** In 1e-12 USD; no number where only `costOf` knows. */
function picoOf(count: number, price: number | null | undefined): number {
  if (count === 0) return 0;
  return typeof price === "number" ? count * (picoUsdPerToken(price) ?? Number.NaN) : Number.NaN;
}

function wholeOf(tokens: number): number {
  return Math.max(0, Math.round(tokens));
}
