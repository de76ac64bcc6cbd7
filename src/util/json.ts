import { InvalidInputError, type Issue } from "../errors.ts";

/** Anything JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const DEEPEST = 32;

/**
 * A copy of a value as plain JSON data: `undefined` is left out, dates become ISO text, a `__proto__` key is dropped.
 * @throws {InvalidInputError} for what JSON cannot hold (functions, NaN, cycles) and for nesting deeper than 32.
 */
export function toJson(value: unknown, what: string): JsonValue {
  const issues: Issue[] = [];
  const copy = copyValue(value, "", 0, issues);
  if (issues.length > 0) throw new InvalidInputError(what, issues);
  return copy ?? null;
}

function copyValue(value: unknown, path: string, depth: number, issues: Issue[]): JsonValue | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (value === undefined) return undefined;
  const refuse = (message: string): undefined => {
    issues.push({ path, message });
    return undefined;
  };
  if (typeof value === "number")
    return Number.isFinite(value) ? value : refuse(`expected a finite number, got ${value}`);
  if (typeof value !== "object") return refuse(`expected plain data, got a ${typeof value}`);
  if (depth >= DEEPEST) return refuse(`nested deeper than ${DEEPEST} levels (or in a circle)`);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? refuse("invalid date") : value.toISOString();
  const at = (key: string | number) => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(value) || value instanceof Set) {
    return Array.from(value, (item, index) => copyValue(item, at(index), depth + 1, issues) ?? null);
  }
  const copy: { [key: string]: JsonValue } = {};
  const entries = value instanceof Map ? value : Object.entries(value);
  for (const [key, item] of entries) {
    // Assigning this key would change the copy's prototype instead of adding a property.
    if (key === "__proto__") continue;
    const copied = copyValue(item, at(String(key)), depth + 1, issues);
    if (copied !== undefined) copy[String(key)] = copied;
  }
  return copy;
}
