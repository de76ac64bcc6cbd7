import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";

type Schema = Readonly<Record<string, JsonValue>>;

// https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations
const LIMITS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"];
const LIST_LIMITS = ["maxItems", "uniqueItems", "minContains", "maxContains"];
const MAPS = ["properties", "$defs", "definitions"];
const LISTS = ["anyOf", "allOf", "oneOf", "prefixItems"];

/**
 * A schema as Anthropic can enforce it: every object is closed, `oneOf` is `anyOf`, and limits it refuses stand in the
 * description, where the model reads them. The same object where nothing had to change.
 */
export function closeSchema(schema: Schema): Schema {
  return closed(schema, 0);
}

function closed(schema: Schema, depth: number): Schema {
  if (depth > 64) return schema;
  let changes: Record<string, JsonValue> | undefined;
  const change = (name: string, value: JsonValue): void => {
    changes = { ...(changes ?? schema), [name]: value };
  };
  for (const name of MAPS) {
    const map = schema[name];
    if (!isRecord(map)) continue;
    const next = Object.fromEntries(
      Object.entries(map).map(([key, value]) => [key, closedValue(value as JsonValue, depth)]),
    );
    if (Object.entries(next).some(([key, value]) => value !== map[key])) change(name, next);
  }
  for (const name of LISTS) {
    const list = schema[name];
    if (!Array.isArray(list)) continue;
    const next = list.map((value) => closedValue(value, depth));
    if (next.some((value, index) => value !== list[index])) change(name, next);
  }
  const items = schema.items;
  if (items !== undefined && closedValue(items, depth) !== items) change("items", closedValue(items, depth));
  const isObject = schema.type === "object" || (schema.type === undefined && isRecord(schema.properties));
  if (isObject && schema.additionalProperties !== false) change("additionalProperties", false);
  return withoutLimits(changes ?? schema);
}

function closedValue(value: JsonValue, depth: number): JsonValue {
  return isRecord(value) ? (closed(value as Schema, depth + 1) as JsonValue) : value;
}

function withoutLimits(schema: Schema): Schema {
  const told = [...LIMITS, ...LIST_LIMITS].filter((name) => schema[name] !== undefined);
  if (typeof schema.minItems === "number" && schema.minItems > 1) told.push("minItems");
  if (told.length === 0 && !(Array.isArray(schema.oneOf) && schema.anyOf === undefined)) return schema;
  const { oneOf, ...rest } = schema;
  const kept: Record<string, JsonValue> =
    schema.anyOf === undefined && oneOf !== undefined ? { ...rest, anyOf: oneOf } : { ...schema };
  for (const name of told) delete kept[name];
  if (told.length === 0) return kept;
  const limits = told.map((name) => `${name}: ${JSON.stringify(schema[name])}`).join(", ");
  const { description } = schema;
  return {
    ...kept,
    description: typeof description === "string" && description !== "" ? `${description} (${limits})` : limits,
  };
}
