import type { Catalogue, StrategyWeights } from "../../config.ts";
import { ownQuality, type Quality } from "../../quality.ts";
import type { Target } from "../../route.ts";
import type { Performance, StrategyContext } from "../../strategy.ts";
import type { Cost } from "../../usage.ts";
import type { Forecast } from "./forecast.ts";
import type { StrategyMemory } from "./strategy-memory.ts";

/** What the contexts of all plans look things up in. */
export interface ContextSources {
  readonly catalogue: Catalogue;
  readonly performance: (targetId: string) => Performance | undefined;
  readonly memories: StrategyMemory;
  readonly random: () => number;
}

/** What one plan's strategy is asked about. */
export interface ContextSubject {
  readonly route: string;
  readonly strategy: string;
  readonly weights: StrategyWeights;
  readonly forecast: Forecast;
}

/** Just below 1: whoever explores by chance does not. */
const withoutChance = () => 1 - Number.EPSILON;

/** The strategies' view of one request, each thing worked out when it is asked for. */
export class PlanContext implements StrategyContext {
  readonly random: () => number;
  readonly #sources: ContextSources;
  readonly #subject: ContextSubject;
  readonly #isStill: boolean;
  #memory: Map<string, number> | undefined;

  /** One that is `still` leaves no trace, and nothing to chance. */
  constructor(sources: ContextSources, subject: ContextSubject, isStill: boolean) {
    this.random = isStill ? withoutChance : sources.random;
    this.#sources = sources;
    this.#subject = subject;
    this.#isStill = isStill;
  }

  get route(): string {
    return this.#subject.route;
  }

  get weights(): StrategyWeights {
    return this.#subject.weights;
  }

  get memory(): Map<string, number> {
    const { route, strategy } = this.#subject;
    this.#memory ??= this.#sources.memories.of(route, strategy, this.#isStill);
    return this.#memory;
  }

  /** The same for those whose turn it cannot be. */
  still(): PlanContext {
    return new PlanContext(this.#sources, this.#subject, true);
  }

  expectedCost(target: Target): Cost {
    return this.#subject.forecast.costAt(target);
  }

  expectedUsd(target: Target): number | undefined {
    return this.#subject.forecast.usdAt(target);
  }

  expectedOutput(target: Target): number {
    return this.#subject.forecast.outputAt(target);
  }

  quality({ facts, backend, model }: Target): Quality | undefined {
    return ownQuality(facts) ?? this.#sources.catalogue.quality?.(backend.provider.name, model);
  }

  performance({ id }: Target): Performance | undefined {
    return this.#sources.performance(id);
  }
}
