import { STRATEGIES_BY_NAME } from "../../builtins/strategies.ts";
import type { Catalogue, Config } from "../../config.ts";
import type { RouteRequest } from "../../route.ts";
import { createPlanner } from "../../router/choice/plan.ts";
import { sizeOf } from "../../router/choice/request-size.ts";
import type { Decision } from "../../router.ts";

/** What a request is explained with, beside itself. */
export interface DecideOptions {
  readonly catalogue: Catalogue;
  /** In place of the route's. */
  readonly strategy?: string | undefined;
}

/** A request with the tokens of its prompt, where nobody has said how many there are. */
export function sized(request: RouteRequest, prompt: string | undefined): RouteRequest {
  if (prompt === undefined || request.inputTokens !== undefined) return request;
  return { ...request, inputTokens: sizeOf({ messages: [{ role: "user", content: prompt }] }).estimate() };
}

/**
 * In which order a router that has called nobody yet would try the targets.
 * @throws {RouteError} @throws {InvalidInputError} for a strategy that is not there
 */
export function decide(
  config: Config,
  name: string,
  { inputTokens, maxTokens, needs, tags }: RouteRequest,
  { catalogue, strategy }: DecideOptions,
): Decision {
  const planner = createPlanner({
    catalogue,
    strategies: STRATEGIES_BY_NAME,
    health: { isCalm: () => true, admit: () => ({ admitted: true, state: "ready" }), performance: () => undefined },
    clock: { now: () => Date.now() },
    random: Math.random,
  });
  const size = inputTokens === undefined ? undefined : tokens(inputTokens, maxTokens);
  const { decision } = planner.plan(
    config,
    name,
    undefined,
    { ...(tags !== undefined && { tags }), ...(strategy !== undefined && { strategy }) },
    { peek: true, ...(needs !== undefined && { needs }), ...(size !== undefined && { size }) },
  );
  return decision;
}

function tokens(input: number, maxTokens: number | undefined) {
  return { atMost: input, estimate: () => input, ...(maxTokens !== undefined && { maxTokens }) };
}
