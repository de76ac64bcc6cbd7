import type { Catalogue, Config } from "../../config.ts";
import type { Route } from "../../route.ts";
import { splitTarget } from "../target.ts";
import type { Candidate } from "./candidate.ts";
import { findBackend } from "./find-backend.ts";
import { directCandidates, modelCandidates, type Search } from "./find-candidates.ts";
import { indexNames, type NamedModel, type NameIndex } from "./name-index.ts";
import { isTimed } from "./rate.ts";

/** Where a name leads before the request is looked at. */
export interface Lead {
  /** The exposed model it means; absent for a name that is a target itself. */
  readonly named?: NamedModel;
  /** What the catalogue says the name means, where that is something else. */
  readonly meant?: string;
  readonly candidates: readonly Candidate[];
  /** Whether which targets may be called depends on the time of day or the date. */
  readonly isTimed: boolean;
}

/** A config made ready for being asked many times. */
export interface CompiledConfig {
  readonly names: NameIndex;
  /** The names of the groups that a model is in, by its own name. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Where a name leads with what a catalogue knows now; absent where it means nothing. */
  lead(catalogue: Catalogue, name: string): Lead | undefined;
  /** Finished routes of requests of which nothing is known, by the name asked for. */
  routes(catalogue: Catalogue): Cache<Route>;
}

interface Cache<Value> {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
}

interface Knowledge {
  readonly version: number;
  readonly leads: Cache<Lead>;
  readonly routes: Cache<Route>;
}

const byConfig = new WeakMap<Config, CompiledConfig>();

/** The config made ready; the work is done once for each. */
export function compiled(config: Config): CompiledConfig {
  let found = byConfig.get(config);
  if (found === undefined) {
    found = compile(config);
    byConfig.set(config, found);
  }
  return found;
}

function compile(config: Config): CompiledConfig {
  const names = indexNames(config);
  const least = 2 * (config.models.size + names.offered.length);
  const byCatalogue = new WeakMap<Catalogue, Knowledge>();
  // What was found holds for one state of a catalogue.
  const current = (catalogue: Catalogue) => {
    let known = byCatalogue.get(catalogue);
    if (known === undefined || known.version !== catalogue.version) {
      known = { version: catalogue.version, leads: boundedCache<Lead>(least), routes: boundedCache<Route>(least) };
      byCatalogue.set(catalogue, known);
    }
    return known;
  };
  return {
    names,
    groups: groupsByModel(config, names),
    routes: (catalogue) => current(catalogue).routes,
    lead: (catalogue, name) => {
      const { leads } = current(catalogue);
      const cached = leads.get(name);
      if (cached !== undefined) return cached;
      const lead = findLead(config, catalogue, names, name);
      if (lead !== undefined) leads.set(name, lead);
      return lead;
    },
  };
}

/** Forgets everything when it is full: callers can make up any number of names that fit a `*` or are targets. */
function boundedCache<Value>(least: number): Cache<Value> {
  const most = Math.max(1_000, least);
  const values = new Map<string, Value>();
  return {
    get: (name) => values.get(name),
    set: (name, value) => {
      if (values.size >= most) values.clear();
      values.set(name, value);
    },
  };
}

function findLead(config: Config, catalogue: Catalogue, names: NameIndex, name: string): Lead | undefined {
  const search = { config, catalogue, names };
  const named = names.find(name);
  if (named !== undefined) return namedLead(search, named);
  // What stands behind a backend that is written down is an id there, whatever a catalogue calls by that name.
  const meant = isWrittenTarget(config, name) ? name : (catalogue.target?.(name) ?? name);
  // The user may have given a model of the config another name in the catalogue.
  const other = meant === name ? undefined : names.find(meant);
  if (other !== undefined) return { ...namedLead(search, other), meant };
  const parts = splitTarget(meant);
  if (parts === undefined || findBackend(config, parts.backend) === undefined) return undefined;
  return { ...(meant !== name && { meant }), candidates: directCandidates(search, meant), isTimed: false };
}

function namedLead(search: Search, named: NamedModel): Lead {
  const candidates = named.model.enabled ? modelCandidates(search, named) : [];
  return { named, candidates, isTimed: candidates.some(dependsOnTime) };
}

function isWrittenTarget({ backends }: Config, name: string): boolean {
  const parts = splitTarget(name);
  return parts !== undefined && backends.get(parts.backend)?.isImplicit === false;
}

function dependsOnTime({ policies, found }: Candidate): boolean {
  const isPriced = policies.some(({ maxPrice }) => maxPrice !== undefined);
  return isPriced && "target" in found && isTimed(found.target.facts.pricing ?? {});
}

function groupsByModel({ groups }: Config, names: NameIndex): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [group, members] of groups) {
    for (const member of members) {
      const name = names.find(member)?.model.name ?? member;
      const known = found.get(name) ?? [];
      if (!known.includes(group)) found.set(name, [...known, group]);
    }
  }
  return found;
}
