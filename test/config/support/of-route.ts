import { resolve } from "../../../src/config/resolve.ts";
import { RouteError } from "../../../src/config/route-error.ts";
import type { Config } from "../../../src/config.ts";
import type { Route, RouteRequest } from "../../../src/route.ts";

/** The targets of a route, in their order. */
export function idsOf({ targets }: Route): string[] {
  return targets.map(({ id }) => id);
}

/** What a route dropped, each with the code of the reason. */
export function droppedOf({ dropped }: Route): string[] {
  return dropped.map(({ id, code }) => `${id} ${code}`);
}

/** The error of a name that must lead nowhere. */
export function failureOf(config: Config, name: string, request?: RouteRequest): RouteError {
  try {
    resolve(config, name, request === undefined ? {} : { request });
  } catch (error) {
    if (error instanceof RouteError) return error;
    throw error;
  }
  throw new Error(`${name} leads somewhere`);
}
