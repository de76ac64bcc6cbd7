import { passingFields } from "../../dialect/passing-fields.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { DIALECT, type Item } from "./words.ts";

const NONE: readonly Item[] = [];

/** A text; anything else is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The records of a list; anything else has none. */
export function recordsIn(value: unknown): readonly Item[] {
  if (!Array.isArray(value) || value.length === 0) return NONE;
  for (const item of value) if (!isRecord(item)) return value.filter(isRecord);
  return value;
}

/** A record without some of its fields. */
export function without(record: Item, fields: ReadonlySet<string>): Item {
  const rest: Item = {};
  for (const key in record) if (!fields.has(key)) rest[key] = record[key];
  return rest;
}

/** The fields of a record that were not read, as they travel with what it was read into. */
export function passing(record: Item, read: ReadonlySet<string>, own: readonly string[]): Item {
  return passingFields(without(record, read), own, DIALECT);
}

/** Some fields of a record, where they say something. */
export function only(record: Item, fields: readonly string[]): Item {
  const kept: Item = {};
  for (const key of fields) if (record[key] !== undefined && record[key] !== null) kept[key] = record[key];
  return kept;
}

/** A value that was parsed from JSON, as such. */
export function asJson(value: unknown): JsonValue {
  // Bodies are parsed from JSON and hold nothing else.
  return value as JsonValue;
}
