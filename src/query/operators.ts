import { allOf, anyOf, type Condition, type Equality, leaf, not } from "./condition.ts";
import { elementType, type Field, isList } from "./field.ts";
import { byNumber, byValue } from "./narrowing.ts";
import {
  booleanOperand,
  listOperand,
  nullableFor,
  refuse,
  scalarFor,
  sizeOperand,
  textOperand,
  whatIs,
} from "./operand.ts";
import type { Comparing } from "./operator-table.ts";
import type { Reading } from "./reading.ts";
import { below, fail } from "./show.ts";
import * as tests from "./value-tests.ts";

/**
 * The condition that compares a field with an operand.
 * @throws {QueryError} where the operator or the operand does not suit the field
 */
export function compare(field: Field, operator: Comparing, operand: unknown, at: string, reading: Reading): Condition {
  if (operator === "$exists") {
    reading.count(at);
    const wanted = booleanOperand(operand, at);
    return scalarLeaf(field, (get, negated) => tests.existence(get, wanted !== negated));
  }
  if (field.type === "capabilities") return compareCapabilities(operator, operand, at, reading);
  const isObjectList = field.type === "list of objects" && operator === "$size";
  if (elementType(field.type) === "object" && !isObjectList) {
    fail(at, `${whatIs(field)}; ask for something in it, or for { $exists: true }`);
  }
  switch (operator) {
    case "$eq":
      return Array.isArray(operand) && holdsLists(field)
        ? hasAll(field, operand, at, reading)
        : equal(field, operand, at, reading);
    case "$ne":
      return not(compare(field, "$eq", operand, at, reading));
    case "$in":
      return oneOf(field, operand, at, reading);
    case "$nin":
      return not(oneOf(field, operand, at, reading));
    case "$all":
      if (!holdsLists(field)) refuse(operator, "a list", field, at);
      return hasAll(field, operand, at, reading);
    case "$size":
      if (!holdsLists(field)) refuse(operator, "a list", field, at);
      return ofSize(field, sizeOperand(operand, at), at, reading);
    case "$contains":
    case "$startsWith":
    case "$endsWith":
      return searched(field, operator, operand, at, reading);
    default:
      return ordered(field, operator, operand, at, reading);
  }
}

/** Capabilities as a set of names: a name counts as in it where the capability is known to be there. */
function compareCapabilities(operator: Comparing, operand: unknown, at: string, reading: Reading): Condition {
  const has = (name: unknown, place: string) => equal(reading.capability(name, place), true, place, reading);
  const each = () => listOperand(operand, at).map((name, index) => has(name, below(at, index)));
  switch (operator) {
    case "$eq":
      return Array.isArray(operand) ? allOf(each()) : has(operand, at);
    case "$ne":
      return not(compareCapabilities("$eq", operand, at, reading));
    case "$contains":
      return has(operand, at);
    case "$all":
      return allOf(each());
    case "$in":
      return anyOf(each());
    case "$nin":
      return not(anyOf(each()));
    default:
      return fail(at, `${operator} does not suit capabilities; use $all, $in or $nin with names, or { tools: true }`);
  }
}

function equal(field: Field, operand: unknown, at: string, reading: Reading): Condition {
  reading.count(at);
  const wanted = nullableFor(field, operand, at);
  return equalTo(field, wanted);
}

function equalTo(field: Field, wanted: tests.Scalar): Condition {
  return lifted(field, (get, negated) => tests.equality(get, wanted, negated), indexed(field, wanted));
}

function hasAll(field: Field, operand: unknown, at: string, reading: Reading): Condition {
  return allOf(listOperand(operand, at).map((value, index) => equal(field, value, below(at, index), reading)));
}

function oneOf(field: Field, operand: unknown, at: string, reading: Reading): Condition {
  reading.count(at);
  const wanted = listOperand(operand, at).map((value, index) => nullableFor(field, value, below(at, index)));
  const [only] = wanted;
  if (only !== undefined && wanted.length === 1) return equalTo(field, only);
  return lifted(field, (get, negated) => tests.membership(get, wanted, negated));
}

function ordered(field: Field, operator: tests.Order, operand: unknown, at: string, reading: Reading): Condition {
  reading.count(at);
  if (elementType(field.type) === "boolean") refuse(operator, "a number or text", field, at);
  const limit = scalarFor(field, operand, at);
  if (typeof limit === "boolean") fail(at, `${operator} needs a number or text, got ${limit}`);
  if (field.type !== "number" || typeof limit !== "number") {
    return lifted(field, (get, negated) => tests.order(get, operator, limit, negated));
  }
  return leaf({
    cost: 1,
    test: (negated) => tests.order(field.get, operator, limit, negated),
    narrowing: (negated, test) => byNumber(field, negated ? tests.OPPOSITE[operator] : operator, limit, test),
  });
}

function searched(field: Field, operator: tests.Search, operand: unknown, at: string, reading: Reading): Condition {
  reading.count(at);
  if (operator === "$contains" && holdsLists(field)) return contains(field, operand, at);
  if (!["text", "date", "anything"].includes(elementType(field.type))) refuse(operator, "text", field, at);
  const part = textOperand(operand, at);
  return lifted(field, (get, negated) => tests.search(get, operator, part, negated), [], 10);
}

/** A list has the value; what may be a text instead holds it, ignoring case. */
function contains(field: Field, operand: unknown, at: string): Condition {
  const wanted = scalarFor(field, operand, at);
  return leaf({
    cost: 10,
    equals: indexed(field, wanted),
    test(negated) {
      const element = tests.equality(itself, wanted, negated);
      const whole = typeof wanted === "string" ? tests.search(itself, "$contains", wanted, negated) : element;
      return tests.liftToLists(field.get, isList(field.type) ? never : whole, element, negated);
    },
  });
}

function ofSize(field: Field, size: number, at: string, reading: Reading): Condition {
  reading.count(at);
  return leaf({ cost: 2, test: (negated) => tests.listSize(field.get, size, negated) });
}

type MakeTest = <Subject>(get: tests.Get<Subject>, negated: boolean) => (subject: Subject) => boolean;

/** A condition on the value of a field or, where it is a list, on an element of it. */
function lifted(field: Field, make: MakeTest, equals: readonly Equality[] = [], cost = 1): Condition {
  if (!holdsLists(field)) return scalarLeaf(field, make, equals, cost);
  return leaf({
    cost: cost * 4,
    equals,
    test(negated) {
      const element = make(itself, negated);
      return tests.liftToLists(field.get, element, element, negated);
    },
  });
}

function scalarLeaf(field: Field, make: MakeTest, equals: readonly Equality[] = [], cost = 1): Condition {
  const test = (negated: boolean) => make(field.get, negated);
  // Paths of the user's own are any number, so their columns are not kept.
  if (field.type === "anything") return leaf({ cost, equals, test });
  return leaf({ cost, equals, test, narrowing: (negated, ask) => byValue(field, make(itself, negated), ask) });
}

/** What an index can answer of an equality. */
function indexed({ name }: Field, value: tests.Scalar): Equality[] {
  if (name === "provider" && typeof value === "string") return [{ index: "provider", key: value }];
  if (name === "tags" && typeof value === "string") return [{ index: "tag", key: value }];
  if (value !== true || !name.startsWith("capabilities.")) return [];
  return [{ index: "capability", key: name.slice("capabilities.".length) }];
}

function holdsLists({ type }: Field): boolean {
  return isList(type) || type === "anything";
}

function itself(value: unknown): unknown {
  return value;
}

function never(): boolean {
  return false;
}
