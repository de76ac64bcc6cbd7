import { type Facts, splitId } from "../model.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { isRecord, own, type UnknownRecord } from "../util/record.ts";
import { mergingOf, pointer } from "./merging.ts";

/** What a user says beyond the other origins: facts of his own, and what he took away from theirs. */
export interface UserFacts {
  facts: Facts;
  erased: string[];
}

/** The least a user has to say so that `others` and his word together make `wanted`. */
export function userFactsFor(id: string, wanted: Facts, others: Facts): UserFacts {
  const facts: UnknownRecord = {};
  const erased: string[] = [];
  for (const [field, value] of Object.entries(withoutDefaults(id, wanted, others))) {
    const known = own(others, field);
    const difference = differenceOf(field, value, known, erased);
    if (difference !== undefined) facts[field] = difference;
  }
  for (const [field, known] of Object.entries(others)) {
    if (known === undefined || own(wanted, field) !== undefined) continue;
    if (!isEmpty(known)) erased.push(pointer(field));
  }
  return { facts, erased: erased.sort() };
}

function differenceOf(field: string, value: unknown, known: unknown, erased: string[]): unknown {
  switch (mergingOf(field)) {
    case "union":
      return unionDifference(field, value, known, erased);
    case "by-key":
    case "price":
      return recordDifference(value, known, 1, [field], erased);
    case "by-system":
      return recordDifference(value, known, 2, [field], erased);
    case "whole":
      return jsonEqual(value, known) ? undefined : value;
  }
}

function recordDifference(
  value: unknown,
  known: unknown,
  levels: number,
  path: readonly string[],
  erased: string[],
): unknown {
  if (!isRecord(value) || !isRecord(known)) return jsonEqual(value, known) ? undefined : value;
  const difference: UnknownRecord = {};
  for (const [key, item] of Object.entries(value)) {
    const before = own(known, key);
    const changed =
      levels > 1 && isRecord(item)
        ? recordDifference(item, before, levels - 1, [...path, key], erased)
        : jsonEqual(item, before)
          ? undefined
          : item;
    if (changed !== undefined) difference[key] = changed;
  }
  for (const key of Object.keys(known)) if (own(value, key) === undefined) erased.push(pointer(...path, key));
  return Object.keys(difference).length === 0 ? undefined : difference;
}

function unionDifference(field: string, value: unknown, known: unknown, erased: string[]): unknown {
  const wanted = Array.isArray(value) ? [...new Set(value)] : [];
  const others = Array.isArray(known) ? known : [];
  for (const member of others) if (!wanted.includes(member)) erased.push(pointer(field, String(member)));
  const kept = others.filter((member) => wanted.includes(member));
  const added = wanted.filter((member) => !others.includes(member));
  // The user's members come first in the merged list: when that is not the order he wants, he names all of them.
  const members = jsonEqual([...added, ...kept], wanted) ? added : wanted;
  return members.length === 0 ? undefined : members;
}

// The name and provider a model has by its id, and empty collections, say nothing.
function withoutDefaults(id: string, wanted: Facts, others: Facts): UnknownRecord {
  const { provider, name } = splitId(id);
  const result: UnknownRecord = {};
  for (const [field, value] of Object.entries(wanted)) {
    if (value === undefined || field === "id" || field === "createdAt" || field === "updatedAt") continue;
    if (field === "missingSince") continue;
    const unsaid = own(others, field) === undefined;
    if (unsaid && field === "name" && value === name) continue;
    if (unsaid && field === "provider" && value === (provider ?? "custom")) continue;
    if (unsaid && field === "isLocal" && value === false) continue;
    if (unsaid && mergingOf(field) !== "whole" && isEmpty(value)) continue;
    result[field] = value;
  }
  return result;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}
