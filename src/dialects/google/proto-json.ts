import { isRecord, type UnknownRecord } from "../../util/record.ts";

/**
 * A record with Google's own names: proto JSON may be written in snake_case too, and `null` means absent
 * (https://protobuf.dev/programming-guides/json/). Only its own keys are turned, nothing below them.
 */
export function protoFields(value: unknown): UnknownRecord {
  const fields: UnknownRecord = {};
  if (!isRecord(value)) return fields;
  for (const key in value) {
    const item = value[key];
    if (item === null || item === undefined || key === "__proto__") continue;
    fields[key.includes("_") ? camelCase(key) : key] = item;
  }
  return fields;
}

/** The records of a list, with Google's own names. */
export function protoList(value: unknown): UnknownRecord[] {
  return Array.isArray(value) ? value.filter(isRecord).map(protoFields) : [];
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
