import { allOf, anyOf, type Condition, not } from "./condition.ts";
import { elementType, type Field } from "./field.ts";
import { listOperand, whatIs } from "./operand.ts";
import { type Comparing, type Joining, OPERATOR_TABLE } from "./operator-table.ts";
import { compare } from "./operators.ts";
import type { Reading } from "./reading.ts";
import { findShorthand } from "./shorthands.ts";
import { below, describe, fail, isObject, showName, suggest } from "./show.ts";

/** Where in a query we are: below which field (none at the level of models), at which path, how deep. */
interface Place {
  readonly field: Field | undefined;
  readonly at: string;
  readonly depth: number;
}

const OPERATORS: readonly string[] = OPERATOR_TABLE.map(({ name }) => name);

const REPLACED: ReadonlyMap<string, string> = new Map([
  ["$regex", "patterns can hang a program; use $contains, $startsWith or $endsWith"],
  ["$options", "text is searched ignoring case by $contains, $startsWith and $endsWith"],
  ["$where", "a query is data; pass a function instead of a query"],
  ["$expr", "a query is data; pass a function instead of a query"],
  ["$elemMatch", "a list holds where one of its elements does; name the field of the element"],
  ["$text", "use text without the $"],
]);

/**
 * The condition a query means.
 * @throws {QueryError}
 */
export function readQuery(query: unknown, reading: Reading): Condition {
  return readValue(query, { field: undefined, at: "", depth: 1 }, reading);
}

/** A query of models, or the value a field is compared with. */
function readValue(value: unknown, place: Place, reading: Reading): Condition {
  const { field, at, depth } = place;
  reading.checkDepth(depth, at);
  if (isObject(value)) return readObject(value, place, reading);
  if (value === undefined && field !== undefined) fail(at, "undefined; give a value or leave the key out");
  if (field !== undefined) return compare(field, "$eq", value, at, reading);
  return fail(at, `expected an object such as { provider: "openai" }, got ${describe(value)}`);
}

function readObject(value: Readonly<Record<string, unknown>>, place: Place, reading: Reading): Condition {
  const keys = Object.keys(value);
  if (keys.length === 0) {
    if (place.field !== undefined) fail(place.at, "an empty object asks nothing; give a value or an operator");
    reading.count(place.at);
  }
  return allOf(
    keys.map((key) => {
      const inside = { ...place, at: below(place.at, key), depth: place.depth + 1 };
      return key.startsWith("$")
        ? readOperator(key, value[key], inside, reading)
        : readName(key, value[key], inside, reading);
    }),
  );
}

function readOperator(operator: string, operand: unknown, place: Place, reading: Reading): Condition {
  const { field, at } = place;
  if (isJoining(operator)) return join(operator, operand, place, reading);
  if (!isComparing(operator)) {
    const near =
      REPLACED.get(operator) ?? suggest(operator, OPERATORS, `operators are ${OPERATORS.join(", ")}`).slice(2);
    fail(at, `unknown operator ${showName(operator)}; ${near}`);
  }
  if (field === undefined) fail(at, `${operator} needs a field: { contextWindow: { ${operator}: … } }`);
  return compare(field, operator, operand, at, reading);
}

function join(operator: Joining, operand: unknown, place: Place, reading: Reading): Condition {
  if (operator === "$not") return not(readValue(operand, place, reading));
  const { at, depth } = place;
  const parts = listOperand(operand, at);
  if (parts.length === 0) fail(at, "expected a list of at least one condition, got an empty one");
  const conditions = parts.map((part, index) =>
    readValue(part, { ...place, at: below(at, index), depth: depth + 1 }, reading),
  );
  if (operator === "$and") return allOf(conditions);
  return operator === "$or" ? anyOf(conditions) : not(anyOf(conditions));
}

function readName(name: string, value: unknown, place: Place, reading: Reading): Condition {
  const { field: outer, at } = place;
  if (outer === undefined) {
    const shorthand = findShorthand(name);
    if (shorthand !== undefined) return shorthand.read(value, at, reading);
    return readValue(value, { ...place, field: reading.field(name, at) }, reading);
  }
  if (elementType(outer.type) !== "object" && outer.type !== "anything") {
    fail(
      at,
      `${whatIs(outer)} and has no ${showName(name)}${suggest(name, OPERATORS, "compare it by an operator such as $eq")}`,
    );
  }
  return readValue(value, { ...place, field: reading.field(`${outer.name}.${name}`, at) }, reading);
}

function isJoining(operator: string): operator is Joining {
  return operator === "$not" || operator === "$and" || operator === "$or" || operator === "$nor";
}

function isComparing(operator: string): operator is Comparing {
  return OPERATORS.includes(operator);
}
