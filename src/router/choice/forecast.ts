import type { Target } from "../../route.ts";
import type { Cost } from "../../usage.ts";
import { type Amount, type ExpectedUse, expectedCost, plainPicoUsd } from "./expected-cost.ts";
import type { ObservedAnswers } from "./observed-answers.ts";
import type { RequestSize } from "./request-size.ts";
import { pricesOf, type TargetPrices } from "./target-prices.ts";

/** Tokens of an answer where nothing is known of it yet. */
const TYPICAL_OUTPUT = 500;
/** Tokens of a request nobody has shown. */
const TYPICAL_INPUT = 1_000;
const PICO_PER_USD = 1e12;

/** What the answers of a target were like when a request was planned, and of the others before it. */
export interface ObservedTarget {
  readonly target: Target;
  readonly seen: ObservedAnswers;
  readonly before: ObservedTarget | undefined;
}

/** What one request is expected to use and cost at each target, from what was known when it was planned. */
export class Forecast {
  /** Whether anybody asked how large the request is. */
  isSizeAsked = false;
  readonly #size: RequestSize | undefined;
  readonly #at: number;
  readonly #observed: ObservedTarget | undefined;
  #costs: Map<Target, Cost> | undefined;

  /** `at` in milliseconds since 1970. */
  constructor(size: RequestSize | undefined, at: number, observed: ObservedTarget | undefined) {
    this.#size = size;
    this.#at = at;
    this.#observed = observed;
  }

  /** Tokens of output: as many as answers had there lately, at most as many as are allowed, for each answer. */
  outputAt(target: Target): number {
    return this.#outputAt(target, pricesOf(target), this.#seenAt(target));
  }

  /** Cost at the prices of the hour, part of the input read from the cache where that was so lately. */
  costAt(target: Target): Cost {
    this.#costs ??= new Map();
    const known = this.#costs.get(target);
    if (known !== undefined) return known;
    const { facts } = target;
    // Where there is no price, nobody needs to count.
    const use = facts.pricing === undefined ? { input: 0, output: 0 } : this.#useAt(target, pricesOf(target));
    const cost = expectedCost(facts, use, new Date(this.#at));
    this.#costs.set(target, cost);
    return cost;
  }

  /** The same as an amount alone, without all that a cost tells beside where prices are plain. */
  amountAt(target: Target): Amount {
    const pico = this.#plainAt(target);
    return pico === undefined ? this.costAt(target) : { picoUsd: BigInt(pico) };
  }

  /** The same as a number of USD; absent where nobody knows it. */
  usdAt(target: Target): number | undefined {
    const pico = this.#plainAt(target);
    if (pico !== undefined) return pico / PICO_PER_USD;
    const cost = this.costAt(target);
    return cost.usd === null ? undefined : Number(cost.usd);
  }

  /** The amount of the longest answer that is allowed, nothing read from a cache; as expected where no answer is too long. */
  mostAt(target: Target): Amount {
    const prices = pricesOf(target);
    const { facts } = target;
    const { maxTokens = prices.maxTokens, answers = 1 } = this.#size ?? {};
    if (maxTokens === undefined || facts.pricing === undefined) return this.amountAt(target);
    const output = answers * Math.min(maxTokens, facts.maxOutputTokens ?? maxTokens);
    const use = { input: this.#inputAt(prices), output, cached: 0 };
    const pico = prices.plain && plainPicoUsd(prices.plain, use);
    return pico === undefined ? expectedCost(facts, use, new Date(this.#at)) : { picoUsd: BigInt(pico) };
  }

  #plainAt(target: Target): number | undefined {
    const prices = pricesOf(target);
    return prices.plain && plainPicoUsd(prices.plain, this.#useAt(target, prices));
  }

  #useAt(target: Target, prices: TargetPrices): Required<ExpectedUse> {
    const observed = this.#seenAt(target);
    const input = this.#inputAt(prices);
    return { input, output: this.#outputAt(target, prices, observed), cached: input * (observed?.cached ?? 0) };
  }

  // A chain, for there are few, and looking one up in a table would cost more than all of them.
  #seenAt(target: Target): ObservedAnswers | undefined {
    let one = this.#observed;
    while (one !== undefined && one.target !== target) one = one.before;
    return one?.seen;
  }

  #outputAt({ facts }: Target, prices: TargetPrices, observed: ObservedAnswers | undefined): number {
    const { maxTokens = prices.maxTokens, answers = 1 } = this.#size ?? {};
    const usual = observed?.output ?? TYPICAL_OUTPUT;
    return answers * Math.min(usual, maxTokens ?? usual, facts.maxOutputTokens ?? usual);
  }

  #inputAt({ countsAs }: TargetPrices): number {
    this.isSizeAsked = true;
    return this.#size === undefined ? TYPICAL_INPUT : this.#size.estimate(countsAs);
  }
}
