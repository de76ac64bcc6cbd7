import type { JsonValue } from "../util/json.ts";

/** Notes with others laid over them; `undefined` takes one away. */
export function withNotes(
  before: Readonly<Record<string, JsonValue>>,
  notes: Readonly<Record<string, JsonValue | undefined>>,
): Record<string, JsonValue> {
  const entries = Object.entries({ ...before, ...notes });
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
}
