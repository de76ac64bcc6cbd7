import type { Config, RouteModel } from "../../config.ts";

/** The exposed model a name means, and how. */
export interface NamedModel {
  readonly by: "name" | "alias" | "wildcard";
  readonly model: RouteModel;
  /** What stands for the `*`; absent for a name without one. */
  readonly captured?: string;
}

/** Finds exposed models by name: its own, then an alias, then a name with a `*`. */
export interface NameIndex {
  /** The model a name means, also one that is switched off. */
  find(name: string): NamedModel | undefined;
  /** The names and aliases that can be asked for. */
  readonly offered: readonly string[];
}

interface Wildcard {
  readonly model: RouteModel;
  readonly before: string;
  readonly after: string;
}

/** The index of a config's names; where two fit, the first of the file is meant. */
export function indexNames({ models }: Config): NameIndex {
  const aliases = new Map<string, RouteModel>();
  const wildcards: Wildcard[] = [];
  for (const model of models.values()) {
    for (const alias of model.aliases) addAlias(aliases, alias, model);
    const star = model.name.indexOf("*");
    if (star >= 0) wildcards.push({ model, before: model.name.slice(0, star), after: model.name.slice(star + 1) });
  }
  // Sorting is stable, so of two with as many letters the first of the file stays first.
  wildcards.sort((a, b) => b.model.name.length - a.model.name.length);
  const enabled = [...models.values()].filter((model) => model.enabled);
  const offered = enabled.flatMap((model) => [model.name, ...model.aliases]).filter((name) => !name.includes("*"));
  return { find: (name) => find(name, models, aliases, wildcards), offered };
}

// A model that is switched off must not take the alias of one that is not.
function addAlias(aliases: Map<string, RouteModel>, alias: string, model: RouteModel): void {
  const known = aliases.get(alias);
  if (known === undefined || (!known.enabled && model.enabled)) aliases.set(alias, model);
}

function find(
  name: string,
  models: Config["models"],
  aliases: ReadonlyMap<string, RouteModel>,
  wildcards: readonly Wildcard[],
): NamedModel | undefined {
  const exact = models.get(name);
  if (exact !== undefined) {
    return name.includes("*") ? { by: "wildcard", model: exact, captured: "*" } : { by: "name", model: exact };
  }
  const aliased = aliases.get(name);
  if (aliased !== undefined) return { by: "alias", model: aliased };
  for (const { model, before, after } of wildcards) {
    const fits = name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
    if (fits && name !== "") {
      return { by: "wildcard", model, captured: name.slice(before.length, name.length - after.length) };
    }
  }
  return undefined;
}
