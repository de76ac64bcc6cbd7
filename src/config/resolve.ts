import { type Config, EMPTY_CATALOGUE } from "../config.ts";
import type { Route, RouteRequest } from "../route.ts";
import { compiled } from "./resolve/compiled.ts";
import { follow, type ResolveOptions } from "./resolve/outcome.ts";

export type { ResolveOptions } from "./resolve/outcome.ts";
export { routeFacts } from "./resolve/route-facts.ts";

/**
 * What a name leads to. An exposed name is looked for first, then an alias, then the name with a `*` that leaves the
 * least open; else a name that is itself a target (`openai/gpt-4o`) leads to that. Routes are frozen, and the same one is
 * given again as long as the config and the catalogue say the same.
 * @throws {RouteError} when nothing has the name, or none of its targets may be called
 */
export function resolve(config: Config, name: string, options: ResolveOptions = {}): Route {
  const { catalogue = EMPTY_CATALOGUE, request } = options;
  const finished = saysNothing(request) ? compiled(config).routes(catalogue) : undefined;
  const known = finished?.get(name);
  if (known !== undefined) return known;
  const { lead, result } = follow(config, name, options);
  if ("error" in result) throw result.error;
  if (lead?.isTimed === false) finished?.set(name, result.route);
  return result.route;
}

function saysNothing(request: RouteRequest | undefined): boolean {
  return request === undefined || Object.values(request).every((part) => part === undefined);
}
