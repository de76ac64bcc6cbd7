import type { Model } from "../model.ts";
import { allOf, type Condition, leaf } from "./condition.ts";
import { byModel } from "./narrowing.ts";
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
      return mentions(word);
    }),
  );
}

function mentions(word: string): Condition {
  return leaf({
    cost: 40,
    test: (negated) => (model) => isIn(model, word) !== negated,
    narrowing(negated, test) {
      const ask = byModel(test);
      return (table, rows, count) => {
        const texts = table.texts(textOf, count);
        if (texts === undefined) return ask(table, rows, count);
        let kept = 0;
        for (let index = 0; index < count; index++) {
          const row = rows[index] as number;
          if ((texts[row] as string).includes(word) !== negated) rows[kept++] = row;
        }
        return kept;
      };
    },
  });
}

/** Everything that is searched, on lines of its own: a word has no line breaks, so it is never found across two. */
function textOf({ id, name, description = "", aliases }: Model): string {
  return [id, name, ...aliases, description].join("\n").toLowerCase();
}

// Field by field, for most models are decided before the last.
function isIn(model: Model, word: string): boolean {
  if (model.id.toLowerCase().includes(word) || model.name.toLowerCase().includes(word)) return true;
  if (model.description?.toLowerCase().includes(word)) return true;
  for (const alias of model.aliases) if (alias.toLowerCase().includes(word)) return true;
  return false;
}
