import type { Config } from "../../config.ts";
import { compiled } from "../resolve/compiled.ts";
import { type ConfigChange, change } from "./change.ts";

/** Aliases that come, go, or mean another model; those that come or go with their model are told of with it. */
export function aliasChanges(before: Config, after: Config): ConfigChange[] {
  const [old, now] = [aliasesOf(before), aliasesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((alias) => {
    const [was, is] = [old.get(alias), now.get(alias)];
    if (was === is) return [];
    if (was !== undefined && is !== undefined) {
      return [change("alias_moved", alias, `an alias of ${is}, no longer of ${was}`, { before: was, after: is })];
    }
    if (is !== undefined) {
      if (!isOffered(before, is)) return [];
      return [change("alias_added", alias, `a new alias of ${is}`, { after: is })];
    }
    if (was === undefined || !isOffered(after, was)) return [];
    return [change("alias_removed", alias, `no longer an alias of ${was}`, { before: was })];
  });
}

/** Which model each alias means; an alias that means none, because the name is a model's own, is left out. */
function aliasesOf(config: Config): Map<string, string> {
  const { names } = compiled(config);
  const found = new Map<string, string>();
  for (const alias of [...config.models.values()].flatMap(({ aliases }) => aliases)) {
    const named = names.find(alias);
    if (named?.by === "alias" && named.model.enabled) found.set(alias, named.model.name);
  }
  return found;
}

function isOffered({ models }: Config, name: string): boolean {
  return models.get(name)?.enabled === true;
}
