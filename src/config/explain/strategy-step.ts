import type { Config, RouteModel, StrategyWeights } from "../../config.ts";
import type { ExplanationStep, Route } from "../../route.ts";
import { at } from "./place.ts";

const DECIDES_BY = new Map([
  ["cost", "the cheapest for its tokens first"],
  ["performance", "the one that has lately answered fastest first"],
  ["quality", "the one with the best scores first"],
  ["balanced", "by cost and quality together"],
  ["round_robin", "each in its turn, in proportion to its weight"],
]);

/** By what the order of the targets is decided when the request runs; nothing where it is the order they stand in. */
export function strategyStep(config: Config, route: Route, model: RouteModel | undefined): ExplanationStep[] {
  const { strategy, targets } = route;
  if (strategy === "manual") return [];
  const place = model === undefined ? {} : at(config, [...model.path, "strategy"]);
  const weights = config.strategies.get(strategy);
  const how = weights === undefined ? DECIDES_BY.get(strategy) : `by ${showWeights(weights)}`;
  const text =
    targets.length === 1
      ? `the strategy ${strategy} has one target to choose from`
      : `in which order the ${targets.length} targets are tried, the strategy ${strategy} decides when the request runs: ${how ?? "as it is set up"}`;
  return [{ kind: "strategy", text, subject: strategy, ...place }];
}

function showWeights(weights: StrategyWeights): string {
  const parts = Object.entries(weights).map(([quality, weight]) => `${quality} ${weight}`);
  return parts.length === 0 ? "rules that the program brings" : parts.join(", ");
}
