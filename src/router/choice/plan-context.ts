import type { Catalogue, StrategyWeights } from "../../config.ts";
import { ownQuality, type Quality } from "../../quality.ts";
import type { Target } from "../../route.ts";
import type { Performance, StrategyContext } from "../../strategy.ts";
import type { Cost } from "../../usage.ts";
import type { Forecast } from "./forecast.ts";

/** What one plan's strategy may look at, each thing worked out when it is asked for. */
export interface PlanContextParts {
  readonly route: string;
  readonly weights: StrategyWeights;
  readonly forecast: Forecast;
  readonly catalogue: Catalogue;
  readonly performance: (targetId: string) => Performance | undefined;
  readonly memory: () => Map<string, number>;
  readonly random: () => number;
}

/** The strategies' view of one request. */
export class PlanContext implements StrategyContext {
  readonly route: string;
  readonly weights: StrategyWeights;
  readonly random: () => number;
  readonly #parts: PlanContextParts;
  #memory: Map<string, number> | undefined;

  constructor(parts: PlanContextParts) {
    this.route = parts.route;
    this.weights = parts.weights;
    this.random = parts.random;
    this.#parts = parts;
  }

  get memory(): Map<string, number> {
    this.#memory ??= this.#parts.memory();
    return this.#memory;
  }

  expectedCost(target: Target): Cost {
    return this.#parts.forecast.costAt(target);
  }

  expectedUsd(target: Target): number | undefined {
    return this.#parts.forecast.usdAt(target);
  }

  expectedOutput(target: Target): number {
    return this.#parts.forecast.outputAt(target);
  }

  quality({ facts, backend, model }: Target): Quality | undefined {
    return ownQuality(facts) ?? this.#parts.catalogue.quality?.(backend.provider.name, model);
  }

  performance({ id }: Target): Performance | undefined {
    return this.#parts.performance(id);
  }
}
