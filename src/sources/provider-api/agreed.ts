import { jsonEqual } from "../../util/json-equal.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

/** What several statements about one thing have in common: what only some say counts, what they disagree on is left out. */
export function agreed<Value>(statements: readonly Value[]): Value | undefined {
  return agreedData(statements) as Value | undefined;
}

function agreedData(statements: readonly unknown[]): unknown {
  const [first] = statements;
  if (statements.every((statement) => jsonEqual(statement, first))) return first;
  if (!statements.every(isRecord)) return undefined;
  const keys = new Set(statements.flatMap((statement) => Object.keys(statement)));
  const entries = [...keys].map((key) => [key, agreedData(valuesOf(statements, key))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function valuesOf(statements: readonly UnknownRecord[], key: string): unknown[] {
  return statements.map((statement) => own(statement, key)).filter((value) => value !== undefined);
}
