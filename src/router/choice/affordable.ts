import { decimalOf, picoUsd, usdText } from "../../cost/decimal.ts";
import { InvalidInputError } from "../../errors.ts";
import type { DroppedTarget, Route, Target } from "../../route.ts";
import { RouterError } from "../../router-error.ts";
import type { Forecast } from "./forecast.ts";

/** The targets of a route that a call may be expected to pay for, and those it may not beside those dropped before. */
export type AffordableTargets = Pick<Route, "targets" | "fallback" | "dropped">;

/**
 * Leaves out what is expected to cost more than `maxCost` (USD), and what nobody knows the cost of.
 * @throws {RouterError} `too_expensive` when nothing is left
 * @throws {InvalidInputError} for a `maxCost` that is no amount
 */
export function affordable(
  route: Route,
  maxCost: number | undefined,
  forecast: Forecast,
  asked: string,
): AffordableTargets {
  if (maxCost === undefined) return route;
  const decimal = decimalOf(maxCost);
  if (decimal === undefined) {
    const message = `expected USD as a number of zero or more, got ${maxCost}`;
    throw new InvalidInputError("options of a call", [{ path: "maxCost", message }]);
  }
  const most = picoUsd(decimal, 1n, 1n);
  const dropped: DroppedTarget[] = [];
  const within = (targets: readonly Target[]) =>
    targets.filter((target) => {
      const reason = whyNot(target, most, forecast);
      if (reason !== undefined) dropped.push({ id: target.id, code: "price", reason });
      return reason === undefined;
    });
  const targets = within(route.targets);
  const { any, contextWindow, contentPolicy } = route.fallback;
  const fallback = { any: within(any), contextWindow: within(contextWindow), contentPolicy: within(contentPolicy) };
  if (targets.length + fallback.any.length === 0) {
    const reasons = dropped.map(({ id, reason }) => `${id} (${reason})`).join("; ");
    const message = `no target of ${JSON.stringify(asked.slice(0, 100))} is within what the call may cost: ${reasons}; allow more, or shorten the request`;
    throw new RouterError("too_expensive", asked, message, { fault: "request" });
  }
  return { targets, fallback, dropped: [...route.dropped, ...dropped] };
}

function whyNot(target: Target, most: bigint, forecast: Forecast): string | undefined {
  const cost = forecast.costAt(target);
  if (cost.usd === null)
    return `the call may cost ${usdText(most)} USD, and nobody knows what it would: ${cost.reason}`;
  if (cost.picoUsd <= most) return undefined;
  return `the call may cost ${usdText(most)} USD, and it is expected to cost ${cost.usd}`;
}
