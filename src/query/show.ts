import { QueryError } from "../errors.ts";
import { nearest } from "../util/nearest.ts";
import { redactText } from "../util/redact-text.ts";

/** Ends the reading of a query. */
export function fail(at: string, message: string): never {
  throw new QueryError(at, message);
}

/** The place of a key below another place. */
export function below(at: string, key: string | number): string {
  const shown = typeof key === "number" ? String(key) : showName(key);
  return at === "" ? shown : `${at}.${shown}`;
}

/** A name as it can be shown: in quotes where it is not made of letters, digits and the usual signs. */
export function showName(name: string): string {
  if (/^[\w$][\w$./:@-]{0,99}$/.test(name) && redactText(name) === name) return name;
  return quote(name);
}

/** What a value is, for messages: `text "big"`, `number 5`, `a list`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "string") return `text ${quote(value)}`;
  if (typeof value === "number") return `number ${value}`;
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a Date; use its toISOString()";
  if (value instanceof RegExp) return 'a regular expression; use { $contains: "…" }';
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** "; did you mean …?", or what there is when nothing is near. */
export function suggest(name: string, candidates: Iterable<string>, otherwise: string): string {
  const [near] = nearest(name, candidates, 1);
  return near === undefined ? `; ${otherwise}` : `; did you mean ${near}?`;
}

/** Whether a value is an object of data: no list, no date, no map. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function quote(text: string): string {
  const shown = redactText(text);
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 60)}…` : shown);
}
