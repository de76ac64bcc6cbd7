import { z } from "zod";
import { isRecord } from "../util/record.ts";
import { forEditors } from "./json-schema/editors.ts";
import type { JsonSchema } from "./json-schema/node.ts";
import { withOldForms } from "./json-schema/old-forms.ts";
import { CONFIG_SCHEMA_URL } from "./json-schema/url.ts";
import { configSchema } from "./schema.ts";

export type { JsonSchema };

/** The schema of a config as JSON Schema (draft 7), by which editors complete, explain and check it. */
export function configJsonSchema(): JsonSchema {
  const { $schema, ...plain } = plainJsonSchema();
  const { definitions, ...root } = withOldForms(forEditors(plain));
  return {
    $schema,
    $id: CONFIG_SCHEMA_URL,
    $comment: "Generated from the schema that modelmall checks with; change that one.",
    title: "modelmall configuration",
    description: "The names users see (models), and what runs behind each (backends).",
    ...root,
    patternProperties: { "^x-": { description: "Ignored: a place for YAML anchors." } },
    definitions,
  } as JsonSchema;
}

/** The schema as it is, without what only editors need: what the reference is written from. */
export function plainJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, {
    target: "draft-07",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (JSON.stringify(jsonSchema.propertyNames) === '{"type":"string"}') delete jsonSchema.propertyNames;
    },
  });
  return direct(JSON.parse(JSON.stringify(schema))) as JsonSchema;
}

/** References without the wrapping that lets a description stand beside them, where there is none; one type a schema. */
function direct(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(direct);
  if (!isRecord(node)) return node;
  const { type, ...rest } = node;
  if (Array.isArray(type)) return { ...rest, anyOf: type.map((one) => ({ type: one })) };
  const [only] = Array.isArray(node.allOf) && node.allOf.length === 1 ? node.allOf : [];
  if (only !== undefined && Object.keys(node).length === 1) return only;
  return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, direct(part)]));
}
