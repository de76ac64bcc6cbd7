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
import { Forecast, type ObservedTarget } from "./forecast.ts";
import { needsOf } from "./needs.ts";
import type { AnswerMemory } from "./observed-answers.ts";
import { orderTargets } from "./order-targets.ts";
import { type ContextSources, PlanContext } from "./plan-context.ts";
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

/** A planner; it remembers what it worked out for as long as config and catalogue stay the same. */
export function createPlanner(parts: PlannerParts): Planner {
  const { catalogue, strategies, health, answers, clock, random } = parts;
  const findRoute = createRouteFinder(catalogue);
  const chooseStrategy = createStrategyChoice(strategies);
  const readinessOf = createReadiness(health);
  const lookAt =
    ({ router }: Config, isAlone: boolean): Look =>
    (target) =>
      readinessOf(target, router.breaker, isAlone);
  const sources: ContextSources = {
    catalogue,
    performance: (targetId) => health.performance(targetId),
    memories: createStrategyMemory(),
    random,
  };

  return {
    plan(config, name, request, options = {}, how = {}) {
      const { peek = false } = how;
      const size = how.size ?? (request === undefined ? undefined : sizeOf(request));
      const at = clock.now();
      const { route, isSized } = findRoute(config, name, questionOf(request, options, how, size, at));
      const { strategy, weights } = chooseStrategy(config, options.strategy ?? route.strategy, name);
      const forecast = new Forecast(size, at, observedOf(route, answers));
      const { targets, fallback, dropped } = affordable(route, options.maxCost, forecast, name);
      const subject = { route: route.name, strategy: strategy.name, weights, forecast };
      const context = new PlanContext(sources, subject, peek);
      // Mostly all are simply ready, and nobody has to look who is not.
      const look = health.isCalm() ? undefined : lookAt(config, targets.length + fallback.any.length === 1);
      const readiness = look && remarkable(targets, look);
      const ranked = orderTargets(targets, { strategy, context, readiness, sessionKey: options.sessionKey });
      const own = ranked.map((one) => planned(one, readiness?.get(one.target)));
      const any = instead("any", fallback, look);
      return new ReadyPlan({
        at,
        asked: name,
        route,
        strategy,
        targets: any.length === 0 ? own : [...own, ...any],
        contextWindow: instead("contextWindow", fallback, look),
        contentPolicy: instead("contentPolicy", fallback, look),
        dropped,
        size: size ?? UNKNOWN_SIZE,
        forecast,
        isSizeTold: size !== undefined && (isSized || forecast.isSizeAsked),
      });
    },
  };
}

/** How ready a target is; absent where it simply is. */
type Look = (target: Target) => Readiness | undefined;

/** The targets that are not simply ready; absent where all are. */
function remarkable(targets: readonly Target[], look: Look): ReadonlyMap<Target, Readiness> | undefined {
  let found: Map<Target, Readiness> | undefined;
  for (const target of targets) {
    const readiness = look(target);
    if (readiness === undefined) continue;
    found ??= new Map();
    found.set(target, readiness);
  }
  return found;
}

function planned(ranked: RankedTarget, readiness: Readiness | undefined): PlannedTarget {
  const { target } = ranked;
  return readiness === undefined ? { target, use: "target", ranked } : { target, use: "target", ranked, readiness };
}

/** Who is tried where something went wrong. */
function instead(use: FallbackReason, fallback: Route["fallback"], look: Look | undefined): readonly PlannedTarget[] {
  if (fallback[use].length === 0) return NOBODY;
  return fallback[use].map((target) => {
    const readiness = look?.(target);
    return readiness === undefined ? { target, use } : { target, use, readiness };
  });
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
): ObservedTarget | undefined {
  if (answers === undefined) return undefined;
  let last: ObservedTarget | undefined;
  const note = (target: Target) => {
    const seen = answers.of(name, target.id);
    if (seen !== undefined) last = { target, seen, before: last };
  };
  targets.forEach(note);
  fallback.any.forEach(note);
  fallback.contextWindow.forEach(note);
  fallback.contentPolicy.forEach(note);
  return last;
}
