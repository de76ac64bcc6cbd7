import { AmbiguousModelError, ModelNotFoundError } from "../errors.ts";
import { type Model, splitId } from "../model.ts";
import { nearest } from "../util/nearest.ts";

/** Which models a name can mean, besides the one that has it as its id. */
export interface NameIndex {
  /**
   * The id of the model with this alias or bare name.
   * @throws {AmbiguousModelError} when several have it
   */
  lookUp(name: string): string | undefined;
  /** The ids of the models with this alias, the user's own aliases before others. */
  withAlias(alias: string): readonly string[];
}

/** What an index of names must know of its models. */
export interface NamedModels {
  /** Whether the user gave an alias, by hand or in a config; otherwise a source declared it. */
  isUserAlias(id: string, alias: string): boolean;
  /** Whether a model goes by its name without the provider too; one that a config exposes is called as it says. */
  hasBareName(id: string): boolean;
}

/** Indexes aliases and bare names; an alias the user gave counts before one a source declared, both before bare names. */
export function indexNames(models: readonly Model[], { isUserAlias, hasBareName }: NamedModels): NameIndex {
  const userAliases = new Map<string, string[]>();
  const aliases = new Map<string, string[]>();
  const bareNames = new Map<string, string[]>();
  for (const model of models) {
    for (const alias of model.aliases) add(isUserAlias(model.id, alias) ? userAliases : aliases, alias, model.id);
    if (!hasBareName(model.id)) continue;
    const bare = splitId(model.id).name;
    add(bareNames, bare, model.id);
    const native = model.connectorMetadata[model.provider]?.id;
    if (native !== undefined && native !== bare) add(bareNames, native, model.id);
  }
  return {
    lookUp(name) {
      for (const index of [userAliases, aliases, bareNames]) {
        const ids = index.get(name);
        if (ids === undefined) continue;
        if (ids.length > 1) throw new AmbiguousModelError(name, ids);
        return ids[0];
      }
      return undefined;
    },
    withAlias: (alias) => [...(userAliases.get(alias) ?? []), ...(aliases.get(alias) ?? [])],
  };
}

function add(index: Map<string, string[]>, name: string, id: string): void {
  const ids = index.get(name);
  if (ids === undefined) index.set(name, [id]);
  else if (!ids.includes(id)) ids.push(id);
}

/** The error for names no model has, with the ids nearest to each. */
export function modelNotFound(missing: readonly string[], ids: readonly string[]): ModelNotFoundError {
  const near = new Map(missing.map((name) => [name, nearest(name, ids)]));
  return new ModelNotFoundError(
    missing,
    near,
    ids.length === 0 ? "; the registry is empty: discover models first" : "",
  );
}
