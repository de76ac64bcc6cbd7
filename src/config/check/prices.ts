import type { Facts } from "../../model.ts";
import { type Pricing, pricingAt } from "../../pricing.ts";
import type { ConfigProblem, YamlPath } from "../problem.ts";
import { valueAt } from "../validate/value-at.ts";
import { type CheckContext, problemAt } from "./context.ts";

/** Prices differ between accounts, but hardly by more than this. */
const MOST_TIMES = 30;

/** Tokens that a price of each unit is for. */
const TOKENS_OF_UNIT = new Map([
  ["per_token", 1],
  ["per_1k_tokens", 1_000],
  ["per_1m_tokens", 1_000_000],
]);

/** Prices so far off the catalogue's that their unit must be another. */
export function checkPrices(context: CheckContext): readonly ConfigProblem[] {
  const { catalogue, config } = context;
  const ofBackends = [...config.backends.values()].flatMap(({ models, path, provider }) =>
    [...models].flatMap(([id, { facts }]) =>
      facts.pricing === undefined
        ? []
        : offPrice(context, [...path, "models", id, "pricing"], facts.pricing, catalogue.facts(provider.name, id)),
    ),
  );
  const ofModels = [...context.targetsOf].flatMap(([{ facts, path }, [primary]]) =>
    facts.pricing === undefined ? [] : offPrice(context, [...path, "pricing"], facts.pricing, primary?.facts),
  );
  return [...ofBackends, ...ofModels];
}

/** One problem for a block of prices: the first that is far off. */
function offPrice(context: CheckContext, path: YamlPath, given: Pricing, known: Facts | undefined): ConfigProblem[] {
  if (known?.pricing === undefined) return [];
  const now = context.now;
  const [there, here] = [pricingAt(known.pricing, now), pricingAt(given, now)];
  for (const rate of ["input", "output"] as const) {
    const [price, usual] = [here[rate], there[rate]];
    if (!price || !usual) continue;
    const times = price / usual;
    if (times < MOST_TIMES && times > 1 / MOST_TIMES) continue;
    const unit = likelyUnit(writtenUnit(context, path), times);
    const advice = unit === undefined ? "check the price and its unit" : `is the unit ${unit}?`;
    const message = `${price} USD per million tokens is ${factor(times)} the known price, ${usual}; ${advice}`;
    return [problemAt(context, "warning", "price_far_off", [...path, rate], message)];
  }
  return [];
}

function writtenUnit({ written }: CheckContext, path: YamlPath): string {
  return String(valueAt(written, [...path, "unit"]) ?? valueAt(written, ["pricing_unit"]) ?? "per_1k_tokens");
}

/** The unit in which the price written would be near the known one; absent where none would do. */
function likelyUnit(written: string, times: number): string | undefined {
  const now = TOKENS_OF_UNIT.get(written);
  if (now === undefined) return undefined;
  const rest = (tokens: number) => Math.abs(Math.log10((times * now) / tokens));
  const [best] = [...TOKENS_OF_UNIT].sort(([, a], [, b]) => rest(a) - rest(b));
  return best === undefined || best[0] === written || rest(best[1]) > 1 ? undefined : best[0];
}

function factor(times: number): string {
  const [large, sign] = times > 1 ? [times, ""] : [1 / times, "1/"];
  const rounded = Number(large.toPrecision(2)).toLocaleString("en-US");
  return sign === "" ? `${rounded} times` : `1/${rounded} of`;
}
