import { jsonEqual } from "./json-equal.ts";

/**
 * The current entries with changes laid over them: those there are keep their place and, where they are equal, their
 * identity; new ones come last; `undefined` removes. Without a real change it is `current` itself.
 */
export function overlay<Value>(
  current: ReadonlyMap<string, Value>,
  changes: ReadonlyMap<string, Value | undefined>,
): ReadonlyMap<string, Value> {
  let next: Map<string, Value> | undefined;
  for (const [key, value] of changes) {
    if (value === undefined ? !current.has(key) : jsonEqual(value, current.get(key))) continue;
    next ??= new Map(current);
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  }
  return next ?? current;
}
