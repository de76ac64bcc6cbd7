import type { Facts } from "../model.ts";
import type { JsonValue } from "../util/json.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { isRecord, own } from "../util/record.ts";
import type { FieldChange } from "./import-result.ts";

/** The leaves in which two sets of facts differ, by dotted path; lists are compared whole. */
export function changedFields(before: Facts, after: Facts): FieldChange[] {
  const changes: FieldChange[] = [];
  compare(before, after, "", changes);
  return changes;
}

function compare(before: unknown, after: unknown, path: string, changes: FieldChange[]): void {
  if (jsonEqual(before, after)) return;
  if (!isRecord(before) && !isRecord(after)) {
    changes.push({ path, from: before as JsonValue | undefined, to: after as JsonValue | undefined });
    return;
  }
  for (const key of new Set([...keysOf(before), ...keysOf(after)])) {
    compare(own(before, key), own(after, key), path === "" ? key : `${path}.${key}`, changes);
  }
}

function keysOf(value: unknown): string[] {
  return isRecord(value) ? Object.keys(value) : [];
}
