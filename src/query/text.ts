import type { Model } from "../model.ts";
import { allOf, type Condition, type Test } from "./condition.ts";
import { textOperand } from "./operand.ts";
import type { Reading } from "./reading.ts";
import { fail } from "./show.ts";

const LONGEST = 1_000;

/**
 * Every word is in the id, name, description or aliases, ignoring case. What is searched is what is written there, so
 * a model without a description is known not to hold a word.
 * @throws {QueryError}
 */
export function textCondition(operand: unknown, at: string, reading: Reading): Condition {
  const text = textOperand(operand, at);
  if (text.length > LONGEST) fail(at, `expected at most 1,000 characters, got ${text.length}`);
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return allOf(
    [...new Set(words)].map((word) => {
      reading.count(at);
      const found = mentions(word);
      return { cost: 40, equals: [], test: (negated) => (negated ? (model) => !found(model) : found) };
    }),
  );
}

function mentions(word: string): Test {
  return (model: Model) => {
    if (model.id.toLowerCase().includes(word) || model.name.toLowerCase().includes(word)) return true;
    if (model.description?.toLowerCase().includes(word)) return true;
    for (const alias of model.aliases) if (alias.toLowerCase().includes(word)) return true;
    return false;
  };
}
