import type { z } from "zod";
import type { TextForm } from "./scalar.ts";

/** Something wrong with a whole that no part of it is to blame for alone. */
export interface Fault {
  readonly code: "missing_key" | "invalid_name" | "conflicting_keys" | "invalid_value";
  /** Where, below the whole. */
  readonly path: readonly string[];
  /** The sentence, complete; it quotes no value, for that may come from a variable. */
  readonly message: string;
  /** Keys of the whole that excuse it where they are absent because a variable is unset. */
  readonly unless?: readonly string[];
}

/** A schema that also obeys a rule about the parts of it together; the rule sees the value also when parts are wrong. */
export function withRule<Schema extends z.ZodType>(
  schema: Schema,
  rule: (value: Readonly<Record<string, unknown>>) => readonly Fault[],
): Schema {
  return schema.superRefine(
    (value, context) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return;
      for (const { path, message, ...params } of rule(value as Readonly<Record<string, unknown>>)) {
        context.addIssue({ code: "custom", path: [...path], message, params: { ...params, depth: path.length } });
      }
    },
    { when: () => true },
  );
}

/** An object that must have some keys. They are optional in its type all the same: an unset variable leaves its key out. */
export function withKeys<Schema extends z.ZodType>(schema: Schema, keys: Readonly<Record<string, string>>): Schema {
  const rule = (value: Readonly<Record<string, unknown>>) =>
    Object.entries(keys).flatMap(([key, what]): Fault[] =>
      value[key] === undefined
        ? [{ code: "missing_key", path: [key], message: `missing; expected ${what}`, unless: [key] }]
        : [],
    );
  return withRule(schema, rule).meta({ required: Object.keys(keys) });
}

/** Things by name; every name must have the form. */
export function byName<Value extends z.ZodType>(record: Value, { form, what, published }: TextForm): Value {
  const rule = (value: Readonly<Record<string, unknown>>) =>
    Object.keys(value).flatMap((name): Fault[] =>
      form.test(name) ? [] : [{ code: "invalid_name", path: [name], message: `expected ${what}` }],
    );
  return withRule(record, rule).meta({ propertyNames: published });
}
