import { elementType, type Field, isList } from "./field.ts";
import { describe, fail, showName } from "./show.ts";
import type { Scalar } from "./value-tests.ts";

const LONGEST_LIST = 10_000;
const DATE = /^\d{4}(-\d{2}(-\d{2}(T[\d:.]*(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

const NAMES = {
  text: "text",
  number: "a number",
  boolean: "true or false",
  date: "an ISO 8601 date",
  object: "an object",
  anything: "text, a number, true or false",
} as const;

/**
 * A value a field can be compared with.
 * @throws {QueryError} naming the field, what it expects and what it got
 */
export function scalarFor(field: Field, value: unknown, at: string): NonNullable<Scalar> {
  const type = elementType(field.type);
  if (!fits(type, value)) fail(at, `${place(field, at)}expected ${NAMES[type]}, got ${describe(value)}${hint(value)}`);
  const { values } = field;
  if (values !== undefined && !values.includes(String(value))) {
    fail(at, `expected one of ${values.join(", ")}, got ${describe(value)}`);
  }
  return value;
}

/** The same, or `null` for "known not to apply". @throws {QueryError} */
export function nullableFor(field: Field, value: unknown, at: string): Scalar {
  return value === null ? null : scalarFor(field, value, at);
}

/** A text to look for. @throws {QueryError} */
export function textOperand(value: unknown, at: string): string {
  return typeof value === "string" ? value : fail(at, `expected text, got ${describe(value)}`);
}

/** A list of a size that can be handled. @throws {QueryError} */
export function listOperand(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) fail(at, `expected a list, got ${describe(value)}`);
  if (value.length > LONGEST_LIST) fail(at, `expected at most 10,000 values, got ${value.length}`);
  // A hole in a list is skipped by `map`; copied, it is an `undefined` that is noticed.
  return Array.from(value as readonly unknown[]);
}

/** @throws {QueryError} */
export function booleanOperand(value: unknown, at: string): boolean {
  return typeof value === "boolean" ? value : fail(at, `expected true or false, got ${describe(value)}`);
}

/** A length of a list. @throws {QueryError} */
export function sizeOperand(value: unknown, at: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  return fail(at, `expected a whole number from 0, got ${describe(value)}`);
}

/** What a field is, for messages: "contextWindow is a number". */
export function whatIs({ name, type }: Field): string {
  if (isList(type)) return `${showName(name)} is a ${type}`;
  return `${showName(name)} is ${type === "capabilities" ? "an object" : NAMES[type as keyof typeof NAMES]}`;
}

/** @throws {QueryError} for an operator a field of its type has no use for */
export function refuse(operator: string, needs: string, field: Field, at: string): never {
  return fail(at, `${operator} needs ${needs}; ${whatIs(field)}`);
}

function fits(type: keyof typeof NAMES, value: unknown): value is NonNullable<Scalar> {
  switch (type) {
    case "text":
      return typeof value === "string";
    case "number":
      return Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && DATE.test(value);
    case "anything":
      return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
    case "object":
      return false;
  }
}

// Errors name the field even where the query calls it by another name (`minContext`).
function place(field: Field, at: string): string {
  return at.includes(field.name) ? "" : `${field.name}: `;
}

function hint(value: unknown): string {
  return Array.isArray(value) ? "; for any of several values use { $in: […] }" : "";
}
