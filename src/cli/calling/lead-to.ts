import { resolve } from "../../config/resolve.ts";
import { idAt } from "../../connector.ts";
import { ConnectorError } from "../../errors.ts";
import { targetOf } from "../../manager/connect.ts";
import { createRoutable } from "../../manager/routable-config.ts";
import type { ModelManager } from "../../manager.ts";
import type { Route, Target } from "../../route.ts";

/** Where a name on the command line leads, and the one of its targets that is meant. */
export interface Led {
  readonly route: Route;
  /** The primary, or the one at the backend or provider that was named. */
  readonly target: Target;
}

/**
 * Where a name leads: what the config exposes under it, a model of the registry by id or alias, else a model id behind
 * the name of a backend or provider; by `via`, at that backend or provider.
 * @throws {RouteError} for a name that is none of them @throws {ConnectorError} when `via` has no such model
 */
export function leadTo(name: string, manager: ModelManager, via?: string): Led {
  const { catalogue, config, registry, sources } = manager;
  const routable = createRoutable(sources)(config);
  const route = resolve(routable, name, { catalogue });
  const all = [...route.targets, ...Object.values(route.fallback).flat()];
  if (via === undefined || all.some(({ backend }) => backend.name === via)) {
    return { route, target: targetOf(route, via, "chat") };
  }
  // A model of the registry may be listed at other providers too, each with an id of its own for it.
  const model = registry.resolve(name);
  const isListed = model !== undefined && (model.provider === via || model.connectorMetadata[via] !== undefined);
  if (!isListed) throw notAt(name, via, [...new Set(all.map(({ backend }) => backend.name))], model?.connectorMetadata);
  const other = resolve(routable, `${via}/${idAt(model, via)}`, { catalogue });
  return { route: other, target: targetOf(other, undefined, "chat") };
}

function notAt(name: string, via: string, backends: readonly string[], listed: object = {}): ConnectorError {
  const known = [...new Set([...backends, ...Object.keys(listed)])].join(", ");
  return new ConnectorError("unreachable_by_client", "chat", `${name} is not at "${via}", only at ${known}`);
}
