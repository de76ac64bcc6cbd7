import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";

type Schema = Record<string, JsonValue>;

const DEEPEST = 32;
/** Google writes these numbers as text, for they are 64 bits wide. */
const NUMBERS = new Set(["maxItems", "minItems", "maxLength", "minLength", "maxProperties", "minProperties"]);

/**
 * A schema in Google's form of OpenAPI 3.0 (https://ai.google.dev/api/caching#Schema) as JSON Schema: types in lower
 * case, `nullable` as a type of its own.
 */
export function fromOpenApi(schema: unknown, depth = 0): Schema {
  const result: Schema = {};
  if (!isRecord(schema) || depth > DEEPEST) return result;
  for (const key in schema) {
    const value = schema[key];
    if (key === "nullable" || key === "__proto__" || value === null) continue;
    if (key === "type" && typeof value === "string") result.type = value.toLowerCase();
    else if (key === "properties" && isRecord(value)) {
      const entries = Object.entries(value).map(([name, inner]) => [name, fromOpenApi(inner, depth + 1)] as const);
      result.properties = Object.fromEntries(entries);
    } else if (key === "items" || key === "additionalProperties") {
      result[key] = isRecord(value) ? fromOpenApi(value, depth + 1) : (value as JsonValue);
    } else if (key === "anyOf" && Array.isArray(value)) {
      result.anyOf = value.map((inner: unknown) => fromOpenApi(inner, depth + 1));
    } else if (NUMBERS.has(key) && typeof value === "string") result[key] = Number(value);
    else if (!(key === "format" && value === "enum")) result[key] = value as JsonValue;
  }
  return schema.nullable === true ? orNull(result) : result;
}

function orNull(schema: Schema): Schema {
  if (typeof schema.type === "string") {
    const nullable: Schema = { ...schema, type: [schema.type, "null"] };
    if (Array.isArray(schema.enum)) nullable.enum = [...schema.enum, null];
    return nullable;
  }
  return Array.isArray(schema.anyOf) ? { ...schema, anyOf: [...schema.anyOf, { type: "null" }] } : schema;
}
