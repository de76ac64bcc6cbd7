/** A plain object of data, its keys given from outside. */
export type UnknownRecord = Record<string, unknown>;

/** Whether a value is a plain object: neither null nor a list. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value's own property, also where the key is the name of something every object inherits. */
export function own(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
