import { balanced } from "../strategies/balanced.ts";
import { cost } from "../strategies/cost.ts";
import { manual } from "../strategies/manual.ts";
import { performance } from "../strategies/performance.ts";
import { quality } from "../strategies/quality.ts";
import { roundRobin } from "../strategies/round-robin.ts";
import type { Strategy } from "../strategy.ts";

/** The strategies that come with the package, by the name a config chooses them by. */
export const STRATEGIES_BY_NAME: ReadonlyMap<string, Strategy> = new Map(
  [cost, performance, quality, balanced, roundRobin, manual].map((strategy) => [strategy.name, strategy]),
);
