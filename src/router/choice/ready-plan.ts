import type { DroppedTarget, Route, Target } from "../../route.ts";
import type { Decision } from "../../router.ts";
import type { Strategy } from "../../strategy.ts";
import type { Cost } from "../../usage.ts";
import { decisionOf, type PlannedTarget } from "./decision.ts";
import type { Amount } from "./expected-cost.ts";
import type { Forecast } from "./forecast.ts";
import type { RequestSize } from "./request-size.ts";

/** Whom a request goes to, in order, and why. */
export interface Plan {
  /** When it was made, on the clock. */
  readonly at: number;
  readonly asked: string;
  readonly route: Route;
  readonly strategy: Strategy;
  /** The route's own in the order of the strategy, those not ready behind the others, then fall-backs for anything that goes wrong. */
  readonly targets: readonly PlannedTarget[];
  /** Tried where a request is too long. */
  readonly contextWindow: readonly PlannedTarget[];
  /** Tried where a content policy refuses a request. */
  readonly contentPolicy: readonly PlannedTarget[];
  readonly size: RequestSize;
  /** The same as data, of what was known when the plan was made; put together when it is first looked at. */
  readonly decision: Decision;
  /** What the request is expected to cost at one of the targets. */
  expectedCost(target: Target): Cost;
  /** The same as an amount alone. */
  expectedAmount(target: Target): Amount;
  /** What it costs there with the longest answer it allows; as expected where it allows any. */
  mostAmount(target: Target): Amount;
}

/** What a plan is made of. */
export interface ReadyPlanParts extends Omit<Plan, "decision" | "expectedCost" | "expectedAmount" | "mostAmount"> {
  /** Who is not called, and why. */
  readonly dropped: readonly DroppedTarget[];
  readonly forecast: Forecast;
  /** Whether the choice depended on how large the request is. */
  readonly isSizeTold: boolean;
}

/** A plan that writes its decision down only for those who read it. */
export class ReadyPlan implements Plan {
  readonly at: number;
  readonly asked: string;
  readonly route: Route;
  readonly strategy: Strategy;
  readonly targets: readonly PlannedTarget[];
  readonly contextWindow: readonly PlannedTarget[];
  readonly contentPolicy: readonly PlannedTarget[];
  readonly size: RequestSize;
  readonly #dropped: readonly DroppedTarget[];
  readonly #forecast: Forecast;
  readonly #isSizeTold: boolean;
  #decision: Decision | undefined;

  constructor(parts: ReadyPlanParts) {
    this.at = parts.at;
    this.asked = parts.asked;
    this.route = parts.route;
    this.strategy = parts.strategy;
    this.targets = parts.targets;
    this.contextWindow = parts.contextWindow;
    this.contentPolicy = parts.contentPolicy;
    this.size = parts.size;
    this.#dropped = parts.dropped;
    this.#forecast = parts.forecast;
    this.#isSizeTold = parts.isSizeTold;
  }

  get decision(): Decision {
    this.#decision ??= decisionOf({
      asked: this.asked,
      route: this.route,
      strategy: this.strategy,
      targets: [...this.targets, ...this.contextWindow, ...this.contentPolicy],
      dropped: this.#dropped,
      expectedCost: (target) => this.expectedCost(target),
      inputTokens: this.#isSizeTold ? this.size.estimate() : undefined,
    });
    return this.#decision;
  }

  expectedCost(target: Target): Cost {
    return this.#forecast.costAt(target);
  }

  expectedAmount(target: Target): Amount {
    return this.#forecast.amountAt(target);
  }

  mostAmount(target: Target): Amount {
    return this.#forecast.mostAt(target);
  }
}
