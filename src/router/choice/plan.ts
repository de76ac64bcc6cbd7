import type { ChatRequest } from "../../chat.ts";
import type { Catalogue, Config, FallbackReason } from "../../config.ts";
import type { Route, Target } from "../../route.ts";
import type { Clock, RouterCallOptions } from "../../router.ts";
import type { RankedTarget, Strategy } from "../../strategy.ts";
import type { Writable } from "../../util/writable.ts";
import type { Health } from "../health/health.ts";
import { affordable } from "./affordable.ts";
import { createStrategyChoice } from "./choose-strategy.ts";
import type { PlannedTarget } from "./decision.ts";
import { createRouteFinder, type RouteQuestion } from "./find-route.ts";
import { Forecast } from "./forecast.ts";
import { needsOf } from "./needs.ts";
import type { AnswerMemory, ObservedAnswers } from "./observed-answers.ts";
import { orderTargets } from "./order-targets.ts";
import { PlanContext } from "./plan-context.ts";
import { createReadiness, type Readiness } from "./readiness.ts";
import { type Plan, ReadyPlan } from "./ready-plan.ts";
import { type RequestSize, sizeOf } from "./request-size.ts";
import { createStrategyMemory } from "./strategy-memory.ts";

export type { PlannedTarget } from "./decision.ts";
export type { Plan } from "./ready-plan.ts";

/** What planning rests on. */
export interface PlannerParts {
  readonly catalogue: Catalogue;
  /** Built-in ones and the user's own, by name. */
  readonly strategies: ReadonlyMap<string, Strategy>;
  readonly health: Pick<Health, "isCalm" | "admit" | "performance">;
  /** What answers were like so far. @default nothing is known */
  readonly answers?: Pick<AnswerMemory, "of">;
  readonly clock: Pick<Clock, "now">;
  /** A number from 0 up to 1. */
  readonly random: () => number;
}

/** How one request is planned. */
export interface PlanOptions {
  /** Whether it is only looked at: no turn is taken, and no chance either. @default false */
  readonly peek?: boolean;
  /** What a request that is no chat needs. */
  readonly needs?: readonly string[];
  /** How large a request is that is no chat. */
  readonly size?: RequestSize;
}

/** Decides whom a request goes to. */
export interface Planner {
  /**
   * Without a request, what is known of any.
   * @throws {RouteError} when the name leads to no target that may be called
   * @throws {RouterError} `too_expensive`
   * @throws {InvalidInputError} for options that mean nothing
   */
  plan(config: Config, name: string, request?: ChatRequest, options?: RouterCallOptions, how?: PlanOptions): Plan;
}

/** Of a request nobody has shown. */
const UNKNOWN_SIZE: RequestSize = { atMost: 0, estimate: () => 0 };
const NOBODY: readonly PlannedTarget[] = Object.freeze([]);
const NOTHING: readonly string[] = Object.freeze([]);
/** Just below 1: whoever explores by chance does not. */
const withoutChance = () => 1 - Number.EPSILON;

/** A planner; it remembers what it worked out for as long as config and catalogue stay the same. */
export function createPlanner(parts: PlannerParts): Planner {
  const { catalogue, strategies, health, answers, clock, random } = parts;
  const findRoute = createRouteFinder(catalogue);
  const chooseStrategy = createStrategyChoice(strategies);
  const readinessOf = createReadiness(health);
  const memories = createStrategyMemory();
  const performance = (targetId: string) => health.performance(targetId);

  return {
    plan(config, name, request, options = {}, how = {}) {
      const { peek = false } = how;
      const size = how.size ?? (request === undefined ? undefined : sizeOf(request));
      const at = clock.now();
      const { route, isSized } = findRoute(config, name, questionOf(request, options, how, size, at));
      const { strategy, weights } = chooseStrategy(config, options.strategy ?? route.strategy, name);
      const forecast = new Forecast(size, at, observedOf(route, answers));
      const { targets, fallback, dropped } = affordable(route, options.maxCost, forecast, name);
      const context = (isStill: boolean) =>
        new PlanContext({
          route: route.name,
          weights,
          forecast,
          catalogue,
          performance,
          memory: () => memories.of(route.name, strategy.name, isStill),
          random: isStill ? withoutChance : random,
        });
      const isAlone = targets.length + fallback.any.length === 1;
      // Mostly all are simply ready, and nobody has to look who is not.
      const isCalm = health.isCalm();
      const look = (target: Target) => (isCalm ? undefined : readinessOf(target, config.router.breaker, isAlone));
      const readiness = isCalm ? undefined : targets.map(look);
      const areAllReady = readiness?.every(isUnremarkable) ?? true;
      const readinessOfOwn = (target: Target) => (areAllReady ? undefined : readiness?.[targets.indexOf(target)]);
      const ranked = orderTargets(targets, {
        strategy,
        context: context(peek),
        still: () => context(true),
        isReady: (target) => readinessOfOwn(target)?.isReady !== false,
        areAllReady,
        sessionKey: options.sessionKey,
      });
      const own = ranked.map((one) => plannedAs(one.target, "target", readinessOfOwn(one.target), one));
      const instead = (use: FallbackReason) =>
        fallback[use].length === 0 ? NOBODY : fallback[use].map((target) => plannedAs(target, use, look(target)));
      return new ReadyPlan({
        at,
        asked: name,
        route,
        strategy,
        targets: fallback.any.length === 0 ? own : [...own, ...instead("any")],
        contextWindow: instead("contextWindow"),
        contentPolicy: instead("contentPolicy"),
        dropped,
        size: size ?? UNKNOWN_SIZE,
        forecast,
        isSizeTold: size !== undefined && (isSized || forecast.isSizeAsked),
      });
    },
  };
}

function isUnremarkable(readiness: Readiness | undefined): boolean {
  return readiness === undefined;
}

function plannedAs(
  target: Target,
  use: PlannedTarget["use"],
  readiness?: Readiness,
  ranked?: RankedTarget,
): PlannedTarget {
  const planned: Writable<PlannedTarget> = { target, use };
  if (ranked !== undefined) planned.ranked = ranked;
  if (readiness !== undefined) planned.readiness = readiness;
  return planned;
}

/** What the request is known to be like; its needs, and those the caller names beside them. */
function questionOf(
  request: ChatRequest | undefined,
  { needs: named = NOTHING, tags }: RouterCallOptions,
  { needs: told }: PlanOptions,
  size: RequestSize | undefined,
  at: number,
): RouteQuestion {
  const shown = told ?? (request === undefined ? undefined : needsOf(request));
  const needs = named.length === 0 ? shown : [...new Set([...(shown ?? NOTHING), ...named])];
  // Of a request that is sent it is known that it has no more tags than these.
  const given = tags ?? (shown === undefined ? undefined : NOTHING);
  const question: Writable<RouteQuestion> = { at };
  if (needs !== undefined) question.needs = needs;
  if (given !== undefined) question.tags = given;
  if (size !== undefined) question.size = size;
  return question;
}

/** What answers were like so far, of each target that may be asked; noted down, since it changes with every call. */
function observedOf(
  { name, targets, fallback }: Route,
  answers: Pick<AnswerMemory, "of"> | undefined,
): ReadonlyMap<Target, ObservedAnswers> | undefined {
  if (answers === undefined) return undefined;
  const observed = new Map<Target, ObservedAnswers>();
  for (const group of [targets, fallback.any, fallback.contextWindow, fallback.contentPolicy]) {
    for (const target of group) {
      const seen = answers.of(name, target.id);
      if (seen !== undefined) observed.set(target, seen);
    }
  }
  return observed;
}
