import { type Catalogue, type Config, EMPTY_CATALOGUE, type RouteModel } from "../../config.ts";
import type { Route, RouteRequest } from "../../route.ts";
import { own } from "../../util/record.ts";
import type { RouteError } from "../route-error.ts";
import { type Assembled, assemble } from "./assemble.ts";
import { compiled, type Lead } from "./compiled.ts";
import { narrow } from "./narrow.ts";
import { noTarget, notFound, switchedOff, withoutCapability } from "./route-failures.ts";

/** What a name is resolved with. */
export interface ResolveOptions {
  /** What is known of models. @default a catalogue of nothing */
  readonly catalogue?: Catalogue;
  /** What is known of the request: what is absent of it is not judged by. */
  readonly request?: RouteRequest;
  /** When the request is sent, for prices that depend on it. @default now */
  readonly at?: Date;
}

/** How far a name leads: to a route, or to the error that says why not, with all that was found on the way. */
export interface Outcome {
  readonly lead?: Lead;
  readonly assembled?: Assembled;
  readonly result: { readonly route: Route } | { readonly error: RouteError };
}

/** Follows a name as far as it leads; never throws. */
export function follow(config: Config, asked: string, options: ResolveOptions): Outcome {
  const { catalogue = EMPTY_CATALOGUE, request = {}, at = new Date() } = options;
  const { names, groups, lead: leadOf } = compiled(config);
  const lead = leadOf(catalogue, asked);
  if (lead === undefined) return { result: { error: notFound(config, catalogue, names, asked) } };
  const { named } = lead;
  if (named?.model.enabled === false) return { lead, result: { error: switchedOff(asked, named) } };
  const off = (request.needs ?? []).filter((need) => own(named?.model.capabilities, need) === false);
  if (named !== undefined && off.length > 0) return { lead, result: { error: withoutCapability(asked, named, off) } };
  const assembled = assemble(
    lead.candidates.map((candidate) => narrow(candidate, request, at)),
    request,
  );
  if (assembled.targets.length === 0) {
    return { lead, assembled, result: { error: noTarget(asked, assembled.dropped) } };
  }
  const route =
    named === undefined
      ? directRoute(asked, assembled)
      : modelRoute(asked, named.model, assembled, groups.get(named.model.name) ?? []);
  return { lead, assembled, result: { route } };
}

function modelRoute(asked: string, model: RouteModel, assembled: Assembled, groups: readonly string[]): Route {
  const { targets, fallback, dropped, promoted } = assembled;
  const { name, description, capabilities, tags, timeouts, retry, policy, budget } = model;
  return Object.freeze({
    asked,
    name,
    ...(description !== undefined && { description }),
    targets,
    fallback,
    dropped,
    // Fall-backs are tried in the order they are written in, also where they stand in.
    strategy: promoted === undefined ? model.strategy : "manual",
    capabilities,
    tags: Object.freeze([...new Set([...tags, ...groups.map((group) => `group:${group}`)])]),
    timeouts,
    retry,
    policy,
    ...(budget !== undefined && { budget }),
  });
}

const NOTHING = Object.freeze({});
const NO_TAGS = Object.freeze([]);

function directRoute(asked: string, { targets, fallback, dropped }: Assembled): Route {
  return Object.freeze({
    asked,
    name: targets[0]?.id ?? asked,
    targets,
    fallback,
    dropped,
    strategy: "manual",
    capabilities: NOTHING,
    tags: NO_TAGS,
    timeouts: NOTHING,
    retry: NOTHING,
    policy: NOTHING,
  });
}
