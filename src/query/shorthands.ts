import { allOf, type Condition, leaf } from "./condition.ts";
import { booleanOperand, listOperand, textOperand } from "./operand.ts";
import { compare } from "./operators.ts";
import type { Reading } from "./reading.ts";
import { below } from "./show.ts";
import { textCondition } from "./text.ts";
import * as tests from "./value-tests.ts";

interface Shorthand {
  name: string;
  type: string;
  description: string;
  /** @throws {QueryError} */
  read(operand: unknown, at: string, reading: Reading): Condition;
}

/** Short ways to ask for what is asked for most. */
export const SHORTHANDS = [
  {
    name: "minContext",
    type: "number",
    description: "`contextWindow` is at least this",
    read: (operand, at, reading) => compare(reading.field("contextWindow", at), "$gte", operand, at, reading),
  },
  {
    name: "maxInputPrice",
    type: "number",
    description: "`pricing.input` is at most this, in USD per million tokens",
    read: (operand, at, reading) => compare(reading.field("pricing.input", at), "$lte", operand, at, reading),
  },
  {
    name: "maxOutputPrice",
    type: "number",
    description: "`pricing.output` is at most this, in USD per million tokens",
    read: (operand, at, reading) => compare(reading.field("pricing.output", at), "$lte", operand, at, reading),
  },
  {
    name: "text",
    type: "text",
    description: "every word is in the id, name, description or aliases, ignoring case",
    read: textCondition,
  },
  {
    name: "group",
    type: "text",
    description: "it is in this group (has the tag `group:…`)",
    read: (operand, at, reading) =>
      compare(reading.field("tags", at), "$eq", `group:${textOperand(operand, at)}`, at, reading),
  },
  {
    name: "local",
    type: "boolean",
    description: "it runs on the user's own machine (`isLocal`)",
    read: (operand, at, reading) =>
      compare(reading.field("isLocal", at), "$eq", booleanOperand(operand, at), at, reading),
  },
  {
    name: "unknown",
    type: "field or list of fields",
    description: "nothing is known of these fields",
    read: unknownFields,
  },
] as const satisfies readonly Shorthand[];

const BY_NAME: ReadonlyMap<string, Shorthand> = new Map(SHORTHANDS.map((shorthand) => [shorthand.name, shorthand]));

/** The shorthand with this name. */
export function findShorthand(name: string): Shorthand | undefined {
  return BY_NAME.get(name);
}

function unknownFields(operand: unknown, at: string, reading: Reading): Condition {
  if (!Array.isArray(operand)) return unknownField(operand, at, reading);
  return allOf(listOperand(operand, at).map((name, index) => unknownField(name, below(at, index), reading)));
}

function unknownField(name: unknown, at: string, reading: Reading): Condition {
  reading.count(at);
  const { get } = reading.field(name, at);
  return leaf({ cost: 1, test: (negated) => tests.absence(get, negated) });
}
