import { costOf } from "../../cost.ts";
import type { Facts } from "../../model.ts";
import type { Cost, Usage } from "../../usage.ts";
import type { PlainPrices } from "./target-prices.ts";

/** Tokens a call is expected to use. */
export interface ExpectedUse {
  readonly input: number;
  readonly output: number;
  /** How many of the input's are read from a cache. @default 0 */
  readonly cached?: number;
}

/** So much, in 1e-12 USD, or why nobody knows how much. */
export type Amount =
  | { readonly picoUsd: bigint; readonly reason?: undefined }
  | { readonly reason: string; readonly picoUsd?: undefined };

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

/**
 * What `expectedCost` tells in 1e-12 USD, without all it tells beside, at plain prices; `undefined` where these do not
 * say it, or it is more than a number can hold exactly.
 */
export function plainPicoUsd(
  prices: PlainPrices,
  { input, output, cached }: Required<ExpectedUse>,
): number | undefined {
  const totalInput = wholeOf(input);
  const cacheRead = Math.min(totalInput, wholeOf(cached));
  const fresh = totalInput - cacheRead;
  const answer = wholeOf(output);
  let pico = 0;
  if (fresh > 0) pico += fresh * prices.input;
  if (answer > 0) pico += answer * prices.output;
  if (cacheRead > 0) pico += cacheRead * prices.cacheRead;
  return pico <= MOST_PICO_USD ? pico : undefined;
}

function wholeOf(tokens: number): number {
  return Math.max(0, Math.round(tokens));
}
