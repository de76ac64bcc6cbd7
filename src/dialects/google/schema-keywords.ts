import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";

// What Google reads of JSON Schema (responseJsonSchema at https://ai.google.dev/api/generate-content#generationconfig).
const READ = new Set([
  "$anchor",
  "$defs",
  "$id",
  "$ref",
  "$schema",
  "additionalProperties",
  "anyOf",
  "description",
  "enum",
  "format",
  "items",
  "maxItems",
  "maximum",
  "minItems",
  "minimum",
  "oneOf",
  "prefixItems",
  "properties",
  "propertyOrdering",
  "required",
  "title",
  "type",
]);

/** Keywords that only inform; that Google does not read them changes no answer. */
const HARMLESS = new Set([
  "$comment",
  "default",
  "deprecated",
  "example",
  "examples",
  "nullable",
  "readOnly",
  "writeOnly",
]);

const DEEPEST = 32;

/** Reports the keywords of a JSON Schema that Google does not read: they are sent, and bind nobody. */
export function reportSchema(schema: object, field: string, adaptations: Adaptation[]): void {
  const found = new Set<string>();
  collect(schema, 0, found);
  if (found.size === 0) return;
  const names = [...found].sort().join(", ");
  adaptations.push({ field, what: `Google does not read ${names} in a schema; sent, but the answer may not obey` });
}

function collect(schema: unknown, depth: number, found: Set<string>): void {
  if (!isRecord(schema) || depth > DEEPEST) return;
  for (const key in schema) {
    const value = schema[key];
    if (key === "properties" || key === "$defs") {
      if (isRecord(value)) for (const name in value) collect(value[name], depth + 1, found);
    } else if (key === "anyOf" || key === "oneOf" || key === "prefixItems") {
      if (Array.isArray(value)) for (const item of value) collect(item, depth + 1, found);
    } else if (key === "items" || key === "additionalProperties") collect(value, depth + 1, found);
    else if (!READ.has(key) && !HARMLESS.has(key)) found.add(key);
  }
}
