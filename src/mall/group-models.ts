import { InvalidInputError } from "../errors.ts";
import type { Model } from "../model.ts";

/** The keys under which a view shows a model: one, several, or none. */
export type ViewKeys = (model: Model) => string | readonly string[] | undefined;

/**
 * Models by the keys a function gives each, in the order of `order` where that names them, else as they come.
 * @throws {InvalidInputError} when a key is no text
 */
export function groupModels(
  view: string,
  models: Iterable<Model>,
  keysOf: ViewKeys,
  order: readonly string[] = [],
): ReadonlyMap<string, readonly Model[]> {
  const groups = new Map<string, Model[]>(order.map((key) => [key, []]));
  for (const model of models) {
    const keys = keysOf(model);
    if (keys === undefined) continue;
    for (const key of Array.isArray(keys) ? new Set<unknown>(keys) : [keys]) {
      if (typeof key !== "string") throw noText(view, model.id, key);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [model]);
      else group.push(model);
    }
  }
  for (const [key, group] of groups) {
    if (group.length === 0) groups.delete(key);
    else Object.freeze(group);
  }
  return groups;
}

function noText(view: string, id: string, key: unknown): InvalidInputError {
  const message = `expected text, a list of texts or undefined as key of ${id}, got ${key === null ? "null" : typeof key}`;
  return new InvalidInputError(`view ${view}`, [{ path: "", message }]);
}
