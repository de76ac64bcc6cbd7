import type { JsonValue } from "../../util/json.ts";

/** The parts of JSON Schema that the schema of a config uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly const?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** What VS Code strikes a deprecated form out with. */
  readonly deprecationMessage?: string;
  /** What holds where the key is left out, in words: where that is no value. */
  readonly otherwise?: string;
  /** Words offered where any text may stand. */
  readonly suggestions?: readonly string[];
  /** Keys offered where any key may stand. */
  readonly keySuggestions?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** A schema with each schema directly within it changed. */
export function mapParts(node: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, additionalProperties, items, anyOf, allOf, definitions } = node;
  const each = (parts: Readonly<Record<string, JsonSchema>>) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, change(part)]));
  return {
    ...node,
    ...(properties !== undefined && { properties: each(properties) }),
    ...(typeof additionalProperties === "object" && { additionalProperties: change(additionalProperties) }),
    ...(items !== undefined && { items: change(items) }),
    // Alternatives that only say what is required are no schemas of values.
    ...(anyOf !== undefined && {
      anyOf: anyOf.map((part) => ("required" in part && !("type" in part) ? part : change(part))),
    }),
    ...(allOf !== undefined && { allOf: allOf.map(change) }),
    ...(definitions !== undefined && { definitions: each(definitions) }),
  };
}
