import type { Target } from "../../route.ts";
import { familyOf } from "../../tokens/family.ts";
import type { Cost } from "../../usage.ts";
import { type ExpectedUse, expectedCost, plainUsd } from "./expected-cost.ts";
import type { ObservedAnswers } from "./observed-answers.ts";
import type { RequestSize } from "./request-size.ts";

/** Tokens of an answer where nothing is known of it yet. */
const TYPICAL_OUTPUT = 500;
/** Tokens of a request nobody has shown. */
const TYPICAL_INPUT = 1_000;

/** What one request is expected to use and cost at each target, from what was known when it was planned. */
export class Forecast {
  /** Whether anybody asked how large the request is. */
  isSizeAsked = false;
  readonly #size: RequestSize | undefined;
  readonly #at: Date;
  readonly #observed: ReadonlyMap<Target, ObservedAnswers> | undefined;
  #costs: Map<Target, Cost> | undefined;

  constructor(size: RequestSize | undefined, at: Date, observed: ReadonlyMap<Target, ObservedAnswers> | undefined) {
    this.#size = size;
    this.#at = at;
    this.#observed = observed;
  }

  /** Tokens of output: as many as answers had there lately, at most as many as are allowed, for each answer. */
  outputAt(target: Target): number {
    const { maxTokens = maxTokensOf(target), answers = 1 } = this.#size ?? {};
    const usual = this.#observed?.get(target)?.output ?? TYPICAL_OUTPUT;
    return answers * Math.min(usual, maxTokens ?? usual, target.facts.maxOutputTokens ?? usual);
  }

  /** Cost at the prices of the hour, part of the input read from the cache where that was so lately. */
  costAt(target: Target): Cost {
    this.#costs ??= new Map();
    const known = this.#costs.get(target);
    if (known !== undefined) return known;
    const cost = this.#cost(target);
    this.#costs.set(target, cost);
    return cost;
  }

  /** The same as a number of USD; absent where nobody knows it. */
  usdAt(target: Target): number | undefined {
    if (target.facts.pricing !== undefined && !this.#costs?.has(target)) {
      const usd = plainUsd(target.facts, this.#useAt(target));
      if (usd !== undefined) return usd;
    }
    const cost = this.costAt(target);
    return cost.usd === null ? undefined : Number(cost.usd);
  }

  /** Cost of the longest answer that is allowed, nothing read from a cache; as expected where no answer is too long. */
  mostAt(target: Target): Cost {
    const { maxTokens = maxTokensOf(target), answers = 1 } = this.#size ?? {};
    if (maxTokens === undefined || target.facts.pricing === undefined) return this.costAt(target);
    const output = answers * Math.min(maxTokens, target.facts.maxOutputTokens ?? maxTokens);
    return expectedCost(target.facts, { input: this.#inputAt(target), output }, this.#at);
  }

  #cost(target: Target): Cost {
    // Where there is no price, nobody needs to count.
    if (target.facts.pricing === undefined) return expectedCost(target.facts, { input: 0, output: 0 }, this.#at);
    return expectedCost(target.facts, this.#useAt(target), this.#at);
  }

  #useAt(target: Target): ExpectedUse {
    this.isSizeAsked = true;
    const input = this.#inputAt(target);
    const cached = input * (this.#observed?.get(target)?.cached ?? 0);
    return { input, output: this.outputAt(target), cached };
  }

  #inputAt(target: Target): number {
    return this.#size === undefined ? TYPICAL_INPUT : this.#size.estimate(tellingName(target));
  }
}

function maxTokensOf({ parameters: { known } }: Target): number | undefined {
  const most = known.max_completion_tokens ?? known.max_tokens;
  return typeof most === "number" ? most : undefined;
}

/** A name that tells how the model counts: its id, or what it stands for where that is of the user's own choice. */
function tellingName({ model, facts }: Target): string {
  if (familyOf(model) !== "other") return model;
  return [facts.name, facts.family].find((name) => name !== undefined && familyOf(name) !== "other") ?? model;
}
