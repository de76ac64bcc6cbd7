import { isRecord } from "../../util/record.ts";

/**
 * Whether a JSON Schema is one that OpenAI keeps answers to strictly: objects with nothing optional and nothing more
 * (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
 */
export function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (!isRecord(schema)) return true;
  const { type, properties, required, additionalProperties, propertyNames } = schema;
  if (type === "object" || properties !== undefined) {
    if (!isRecord(properties) || additionalProperties !== false || propertyNames !== undefined) return false;
    const names: readonly unknown[] = Array.isArray(required) ? required : [];
    if (!Object.keys(properties).every((name) => names.includes(name))) return false;
    if (!Object.values(properties).every(isStrict)) return false;
  }
  if (["allOf", "oneOf", "not", "prefixItems", "if"].some((keyword) => keyword in schema)) return false;
  return [schema.items, schema.anyOf, ...valuesOf(schema.$defs), ...valuesOf(schema.definitions)].every(isStrict);
}

function valuesOf(value: unknown): unknown[] {
  return isRecord(value) ? Object.values(value) : [];
}
