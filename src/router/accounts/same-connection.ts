import type { BackendConfig } from "../../config.ts";
import { Secret } from "../../util/secret.ts";

/** What a backend is opened with; limits, tags and the like only say when it is called. */
const OPENED_WITH = [
  "name",
  "provider",
  "apiKeys",
  "baseUrl",
  "headers",
  "organization",
  "region",
  "apiVersion",
  "models",
] as const satisfies readonly (keyof BackendConfig)[];

/** Whether what was opened for one backend serves the other as well: the same account, called in the same way. */
export function sameConnection(a: BackendConfig, b: BackendConfig): boolean {
  return a === b || OPENED_WITH.every((field) => same(a[field], b[field]));
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Secret || b instanceof Secret)
    return a instanceof Secret && b instanceof Secret && a.reveal() === b.reveal();
  if (a instanceof Map || b instanceof Map) {
    if (!(a instanceof Map && b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !same(value, b.get(key))) return false;
    return true;
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
