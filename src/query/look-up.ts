import { isRecord } from "../util/record.ts";

/**
 * The value at a path of plain data: `undefined` is unknown, `null` does not apply. A key may hold dots itself, and a
 * list on the way is looked through: the result is then the list of what its elements have there.
 */
export function lookUp(value: unknown, path: readonly string[], from = 0): unknown {
  if (from === path.length || value === null) return value;
  if (Array.isArray(value)) return gather(value, path, from);
  if (!isRecord(value)) return undefined;
  let key = "";
  for (let to = from; to < path.length; to++) {
    key = to === from ? (path[to] as string) : `${key}.${path[to]}`;
    if (!Object.hasOwn(value, key)) continue;
    const found = lookUp(value[key], path, to + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the elements of a list have at a path: unknown when none has anything there, not applicable for an empty list. */
function gather(list: readonly unknown[], path: readonly string[], from: number): unknown {
  if (list.length === 0) return null;
  const values = list.flatMap((element) => lookUp(element, path, from));
  return values.every((value) => value === undefined) ? undefined : values;
}
