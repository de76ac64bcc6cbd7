import type { Issue } from "../errors.ts";
import { isRecord } from "./record.ts";

/**
 * Reports what is wrong with a value. These checks stand in for a schema library in the few shapes every process
 * needs at once: loading one costs more than everything else a short command does.
 */
export type Check = (value: unknown, path: Path, issues: Issue[]) => void;

/** A dotted path, `undefined` while nobody needs it: putting paths together costs more than the checks do. */
type Path = string | undefined;

/** Everything that is wrong with a value. */
export function problemsWith(check: Check, value: unknown): Issue[] {
  const found: Issue[] = [];
  check(value, undefined, found);
  if (found.length === 0) return found;
  const located: Issue[] = [];
  check(value, "", located);
  return located;
}

function below(path: Path, key: string | number): Path {
  if (path === undefined) return undefined;
  return path === "" ? String(key) : `${path}.${key}`;
}

/** What a value should have been, told as `expected …, got …`. */
function expected(what: string, value: unknown, path: Path, issues: Issue[]): void {
  issues.push({ path: path ?? "", message: `expected ${what}, got ${describe(value)}` });
}

export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string")
    return value.length > 40 ? `text of ${value.length} characters` : JSON.stringify(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : String(value);
}

/** Text between two lengths, of a form that `form` tests and `what` describes. */
export function text({ min = 0, max = 20_000, form, what }: TextOptions = {}): Check {
  return (value, path, issues) => {
    if (typeof value !== "string") expected("text", value, path, issues);
    else if (value.length < min) expected("text that is not empty", value, path, issues);
    else if (value.length > max) expected(`at most ${max.toLocaleString("en-US")} characters`, value, path, issues);
    else if (form !== undefined && !form(value)) expected(what ?? "another form", value, path, issues);
  };
}

export interface TextOptions {
  min?: number;
  max?: number;
  form?: (value: string) => boolean;
  what?: string;
}

export const anything: Check = () => undefined;

export const flag: Check = (value, path, issues) => {
  if (typeof value !== "boolean") expected("true or false", value, path, issues);
};

export const number: Check = (value, path, issues) => {
  if (typeof value !== "number" || !Number.isFinite(value)) expected("a number", value, path, issues);
};

export const amount: Check = (value, path, issues) => {
  if (typeof value !== "number" || !(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    expected("a number from 0", value, path, issues);
  }
};

export const count: Check = (value, path, issues) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) expected("a whole number from 0", value, path, issues);
};

export function oneOf(words: readonly string[]): Check {
  return (value, path, issues) => {
    if (!words.includes(value as string)) expected(`one of ${words.join(", ")}`, value, path, issues);
  };
}

export function orNull(check: Check): Check {
  return (value, path, issues) => {
    if (value !== null) check(value, path, issues);
  };
}

export function listOf(check: Check): Check {
  return (value, path, issues) => {
    if (!Array.isArray(value)) return expected("a list", value, path, issues);
    for (const [index, item] of value.entries()) check(item, below(path, index), issues);
  };
}

/** An object with any keys, its values all alike. */
export function recordOf(check: Check): Check {
  return (value, path, issues) => {
    if (!isRecord(value)) return expected("an object", value, path, issues);
    for (const key of Object.keys(value)) check(value[key], below(path, key), issues);
  };
}

/** An object whose known fields, where they are there, are as stated; `required` ones must be; others may be anything. */
export function fields(shape: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  const known = new Map(Object.entries(shape));
  return (value, path, issues) => {
    if (!isRecord(value)) return expected("an object", value, path, issues);
    for (const key of Object.keys(value)) {
      if (value[key] !== undefined) known.get(key)?.(value[key], below(path, key), issues);
    }
    for (const key of required) {
      if (value[key] === undefined) known.get(key)?.(undefined, below(path, key), issues);
    }
  };
}
