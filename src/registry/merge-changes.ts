import type { StoredLayer, StoredModel } from "../store.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { isRecord, own, type UnknownRecord } from "../util/record.ts";

/**
 * Joins two changes of one model made at the same time, by us and by another process, from the state both began with.
 * Fields only one side touched take that side's value, lists keep what either added; where both changed the same field
 * ours counts. An edit beats a deletion. `undefined` is "not there".
 */
export function mergeChanges(
  base: StoredModel | undefined,
  ours: StoredModel | undefined,
  theirs: StoredModel | undefined,
): StoredModel | undefined {
  if (jsonEqual(ours, base)) return theirs;
  if (jsonEqual(theirs, base)) return ours;
  if (ours === undefined) return theirs;
  if (theirs === undefined) return ours;
  const layers: Record<string, StoredLayer> = {};
  const origins = new Set([...Object.keys(theirs.layers), ...Object.keys(ours.layers)]);
  for (const origin of origins) {
    const joined = mergeValue(base?.layers[origin], ours.layers[origin], theirs.layers[origin]);
    if (joined !== undefined) layers[origin] = joined as StoredLayer;
  }
  const [createdAt = ours.createdAt] = [ours.createdAt, theirs.createdAt].sort();
  return { ...theirs, ...ours, createdAt, layers };
}

function mergeValue(base: unknown, ours: unknown, theirs: unknown): unknown {
  if (jsonEqual(ours, base)) return theirs;
  if (jsonEqual(theirs, base)) return ours;
  if (isRecord(ours) && isRecord(theirs)) return mergeRecords(isRecord(base) ? base : {}, ours, theirs);
  if (isSetLike(ours) && isSetLike(theirs)) return mergeSets(isSetLike(base) ? base : [], ours, theirs);
  return ours ?? theirs;
}

function mergeRecords(base: UnknownRecord, ours: UnknownRecord, theirs: UnknownRecord): UnknownRecord {
  const result: UnknownRecord = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    const joined = mergeValue(own(base, key), own(ours, key), own(theirs, key));
    if (joined !== undefined) result[key] = joined;
  }
  return result;
}

// Tags, aliases, erased paths: lists of words in which each word stands once.
function isSetLike(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function mergeSets(base: readonly string[], ours: readonly string[], theirs: readonly string[]): string[] {
  const before = new Set(base);
  const inOurs = new Set(ours);
  const inTheirs = new Set(theirs);
  const removed = (word: string) => before.has(word) && !(inOurs.has(word) && inTheirs.has(word));
  return [...new Set([...theirs, ...ours])].filter((word) => !removed(word));
}
