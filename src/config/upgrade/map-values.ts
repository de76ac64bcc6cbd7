import type { UnknownRecord } from "../../util/record.ts";

/** A record with its values changed; the very same one where none was. */
export function mapValues(record: UnknownRecord, change: (value: unknown, key: string) => unknown): UnknownRecord {
  let copy: [string, unknown][] | undefined;
  const keys = Object.keys(record);
  for (const [index, key] of keys.entries()) {
    const value = record[key];
    const changed = change(value, key);
    if (changed !== value && copy === undefined) copy = keys.slice(0, index).map((before) => [before, record[before]]);
    copy?.push([key, changed]);
  }
  return copy === undefined ? record : Object.fromEntries(copy);
}

/** A list with its items changed; the very same one where none was. */
export function mapItems(list: readonly unknown[], change: (item: unknown, index: number) => unknown): unknown {
  const changed = list.map(change);
  return changed.some((item, index) => item !== list[index]) ? changed : list;
}
