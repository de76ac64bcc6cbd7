import { picoUsdPerToken } from "../../cost/decimal.ts";
import type { Pricing } from "../../pricing.ts";
import type { Target } from "../../route.ts";
import { familyOf } from "../../tokens/family.ts";

/** What every forecast needs of a target. */
export interface TargetPrices {
  /** A name that tells how the model counts. */
  readonly countsAs: string;
  /** Tokens of an answer, as far as the config limits them. */
  readonly maxTokens: number | undefined;
  /** Absent where prices are not plain. */
  readonly plain: PlainPrices | undefined;
}

/** One price for each class at any time and size, in 1e-12 USD for a token; no number where only `costOf` knows. */
export interface PlainPrices {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
}

const known = new WeakMap<Target, TargetPrices>();

/** What every forecast needs of a target, worked out once: a route's targets are the same for all its calls. */
export function pricesOf(target: Target): TargetPrices {
  const found = known.get(target);
  if (found !== undefined) return found;
  const prices = {
    countsAs: tellingName(target),
    maxTokens: maxTokensOf(target),
    plain: plainPricesOf(target.facts.pricing),
  };
  known.set(target, prices);
  return prices;
}

function maxTokensOf({ parameters }: Target): number | undefined {
  const most = parameters.known.max_completion_tokens ?? parameters.known.max_tokens;
  return typeof most === "number" ? most : undefined;
}

/** The model's id, or what it stands for where that is of the user's own choice. */
function tellingName({ model, facts }: Target): string {
  if (familyOf(model) !== "other") return model;
  return [facts.name, facts.family].find((name) => name !== undefined && familyOf(name) !== "other") ?? model;
}

/** The prices that hold for every call; absent where they depend on its time or size, or a call has one of its own. */
export function plainPricesOf(pricing: Pricing | undefined): PlainPrices | undefined {
  if (pricing === undefined) return undefined;
  const { from, dated, windows, tiers, request, input, output, cacheRead = input } = pricing;
  const isTimed = from !== undefined || dated !== undefined || windows !== undefined;
  const isPlain = !isTimed && tiers === undefined && (request === undefined || request === null);
  return isPlain ? { input: picoOf(input), output: picoOf(output), cacheRead: picoOf(cacheRead) } : undefined;
}

function picoOf(price: number | null | undefined): number {
  return typeof price === "number" ? (picoUsdPerToken(price) ?? Number.NaN) : Number.NaN;
}
