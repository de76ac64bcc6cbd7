import type { RouterCallOptions } from "../../router.ts";
import { present } from "../../util/present.ts";
import type { RoutingFields } from "./fields.ts";

/** What a model tells the router of each of its calls. */
export interface RoutingDefaults extends RoutingFields {
  readonly tags?: readonly string[] | undefined;
  /** Milliseconds for a whole call. */
  readonly timeout?: number | undefined;
}

/** Router options of every call. */
export function routingDefaults({
  sessionKey,
  caller,
  tags,
  timeout,
  routerOptions,
}: RoutingDefaults): RouterCallOptions {
  const shared = tags === undefined || tags.length === 0 ? undefined : tags;
  const timeouts = timeout === undefined ? undefined : { ...routerOptions?.timeouts, totalMs: timeout };
  return { ...routerOptions, ...present({ sessionKey, caller, tags: routerOptions?.tags ?? shared, timeouts }) };
}

/** Router options of one call: its own over those of every call. */
export function routingOf(
  defaults: RouterCallOptions,
  { sessionKey, caller, routerOptions }: RoutingFields,
  signal: AbortSignal | undefined,
): RouterCallOptions {
  if (signal === undefined && sessionKey === undefined && caller === undefined && routerOptions === undefined)
    return defaults;
  return { ...defaults, ...routerOptions, ...present({ sessionKey, caller, signal }) };
}
