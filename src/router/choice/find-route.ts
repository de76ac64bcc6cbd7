import type { Candidate } from "../../config/resolve/candidate.ts";
import { compiled } from "../../config/resolve/compiled.ts";
import { type ResolveOptions, resolve } from "../../config/resolve.ts";
import { RouteError } from "../../config/route-error.ts";
import type { Catalogue, Config } from "../../config.ts";
import { InvalidInputError } from "../../errors.ts";
import { CAPABILITIES } from "../../model.ts";
import type { Pricing } from "../../pricing.ts";
import type { Route, RouteRequest } from "../../route.ts";
import { nearest } from "../../util/nearest.ts";
import { own } from "../../util/record.ts";
import type { RequestSize } from "./request-size.ts";

/** What a route is looked for with; what is absent is unknown, and nothing is judged by it. */
export interface RouteQuestion {
  readonly needs?: readonly string[];
  readonly tags?: readonly string[];
  readonly size?: RequestSize;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A route, and whether it was counted how large the request is to find it. */
export interface FoundRoute {
  readonly route: Route;
  readonly isSized: boolean;
}

/** What of a request can change where a name leads. */
interface Dependence {
  /** Up to so many tokens, answer included, the size changes nothing. */
  readonly mostTokens: number;
  readonly isTimed: boolean;
  /** The tags some target asks for; any other changes nothing. */
  readonly tags: ReadonlySet<string>;
  /** Routes by needs and tags, for requests of a size that does not matter. */
  readonly routes: Map<string, Route>;
}

interface Knowledge {
  readonly version: number;
  readonly names: Map<string, Dependence>;
}

const MOST_NAMES = 1_000;
const MOST_ROUTES = 64;

/**
 * By how much an estimate of tokens may be too high: where it leaves no target that is large enough, one that may be is
 * tried rather than none.
 */
const LEAST_SHARE = 0.7;

/**
 * Finds where a name leads for a request. A request is only counted where its size can make a difference, and what
 * depends on neither size nor time is worked out once.
 */
export function createRouteFinder(catalogue: Catalogue) {
  const byConfig = new WeakMap<Config, Knowledge>();

  const dependenceOf = (config: Config, name: string): Dependence | undefined => {
    let known = byConfig.get(config);
    if (known === undefined || known.version !== catalogue.version) {
      known = { version: catalogue.version, names: new Map() };
      byConfig.set(config, known);
    }
    const found = known.names.get(name);
    if (found !== undefined) return found;
    const lead = compiled(config).lead(catalogue, name);
    if (lead === undefined) return undefined;
    if (known.names.size >= MOST_NAMES) known.names.clear();
    const { candidates, isTimed } = lead;
    const tags = new Set(
      candidates.flatMap((one) => ("target" in one.found ? (one.found.target.when?.tags ?? []) : [])),
    );
    const dependence = { mostTokens: leastRoom(candidates), isTimed, tags, routes: new Map() };
    known.names.set(name, dependence);
    return dependence;
  };

  /** @throws {RouteError} @throws {InvalidInputError} for a need nobody has heard of */
  return (config: Config, name: string, { needs, tags, size, at }: RouteQuestion): FoundRoute => {
    const dependence = dependenceOf(config, name);
    if (dependence === undefined) return { route: resolve(config, name, { catalogue }), isSized: false };
    const { mostTokens, isTimed, routes } = dependence;
    const heard = tags === undefined || tags.length === 0 ? tags : tags.filter((tag) => dependence.tags.has(tag));
    if (size !== undefined && size.atMost + (size.maxTokens ?? 0) > mostTokens) {
      checkNeeds(config, catalogue, name, needs);
      return {
        route: sizedRoute(config, name, { catalogue, at: new Date(at) }, requestOf(needs, heard), size),
        isSized: true,
      };
    }
    const key = isTimed ? "" : keyOf(needs, heard);
    const cached = isTimed ? undefined : routes.get(key);
    if (cached !== undefined) return { route: cached, isSized: false };
    checkNeeds(config, catalogue, name, needs);
    const route = resolve(config, name, { catalogue, at: new Date(at), request: requestOf(needs, heard) });
    if (!isTimed) {
      if (routes.size >= MOST_ROUTES) routes.clear();
      routes.set(key, route);
    }
    return { route, isSized: false };
  };
}

function requestOf(needs: readonly string[] | undefined, tags: readonly string[] | undefined): RouteRequest {
  return { ...(needs !== undefined && { needs }), ...(tags !== undefined && { tags }) };
}

/** What is known of a request as one text; what is unknown is not the same as nothing. */
function keyOf(needs: readonly string[] | undefined, tags: readonly string[] | undefined): string {
  const told = needs === undefined ? "?" : needs.length === 0 ? "" : needs.join(" ");
  return tags === undefined ? `${told} ?` : tags.length === 0 ? told : `${told} ${JSON.stringify(tags)}`;
}

function sizedRoute(
  config: Config,
  name: string,
  options: ResolveOptions,
  known: RouteRequest,
  size: RequestSize,
): Route {
  const { maxTokens } = size;
  const resolveFor = (inputTokens: number) => {
    const request = { ...known, inputTokens, ...(maxTokens !== undefined && { maxTokens }) };
    return resolve(config, name, { ...options, request });
  };
  const tokens = size.estimate();
  try {
    return resolveFor(tokens);
  } catch (error) {
    const isTooSmall = error instanceof RouteError && error.dropped.some(({ code }) => code === "context_too_small");
    if (!isTooSmall) throw error;
    try {
      return resolveFor(Math.floor(LEAST_SHARE * tokens));
    } catch {
      throw error;
    }
  }
}

/** Tokens that every target of a lead holds; -1 where the size matters otherwise than by being too large. */
function leastRoom(candidates: readonly Candidate[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { found, policies, contextWindow } of candidates) {
    if (!("target" in found)) continue;
    const { when, facts, parameters } = found.target;
    if (when?.minInputTokens !== undefined || when?.maxInputTokens !== undefined) return -1;
    if (policies.some(({ maxPrice }) => maxPrice !== undefined) && hasTiers(facts.pricing)) return -1;
    const usual = own(parameters.known, "max_tokens");
    const answer = typeof usual === "number" ? usual : 0;
    for (const window of [contextWindow, facts.contextWindow]) {
      if (typeof window === "number") least = Math.min(least, window - answer);
    }
    if (typeof facts.maxInputTokens === "number") least = Math.min(least, facts.maxInputTokens);
  }
  return least;
}

function hasTiers(pricing: Pricing | undefined): boolean {
  return pricing !== undefined && [pricing, ...(pricing.dated ?? [])].some(({ tiers = [] }) => tiers.length > 0);
}

/** Refuses a need that is no capability anybody speaks of: it would bind nothing, and so promise what is not kept. */
function checkNeeds(config: Config, catalogue: Catalogue, name: string, needs: readonly string[] = []): void {
  const strange = needs.filter((need) => !CAPABILITIES.some((known) => known === need));
  if (strange.length === 0) return;
  const { candidates = [] } = compiled(config).lead(catalogue, name) ?? {};
  const issues = strange.flatMap((need) => {
    if (candidates.some((candidate) => speaksOf(candidate, need))) return [];
    const [near] = nearest(need, CAPABILITIES);
    const hint = near === undefined ? `known are ${CAPABILITIES.join(", ")}` : `did you mean ${near}?`;
    return [
      {
        path: "needs",
        message: `no target of ${name} says whether it can do ${JSON.stringify(need.slice(0, 100))}; ${hint}`,
      },
    ];
  });
  if (issues.length > 0) throw new InvalidInputError("the needs of a call", issues);
}

function speaksOf({ found, model }: Candidate, need: string): boolean {
  if (own(model?.capabilities, need) !== undefined) return true;
  if (!("target" in found)) return false;
  const { facts, when } = found.target;
  return own(facts.capabilities, need) !== undefined || (when?.needs?.includes(need) ?? false);
}
