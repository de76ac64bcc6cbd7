import type { JsonSchema } from "./node.ts";

/** A schema that also takes the old forms that load, struck out with what to write instead. */
export function withOldForms(schema: JsonSchema): JsonSchema {
  const { properties = {}, definitions = {}, ...root } = schema;
  const models = byNameOrNothing(properties.models ?? {});
  const backends = byNameOrNothing(properties.backends ?? {});
  return {
    ...root,
    properties: {
      ...properties,
      models: orList(models, "write each as NAME: backend/model-id"),
      backends: orList(backends, "write each as NAME: { … }"),
      providers: { ...backends, description: "The old name of `backends`.", deprecationMessage: old("write backends") },
    },
    definitions: { ...definitions, target: orOldTarget(definitions.target ?? {}) },
  };
}

function old(advice: string): string {
  return `An old form; ${advice}.`;
}

/** Things by name, of which one may be only a name. */
function byNameOrNothing(node: JsonSchema): JsonSchema {
  const { additionalProperties } = node;
  if (typeof additionalProperties !== "object") return node;
  const nothing = { type: "null", deprecationMessage: old("write backend/model-id, or an object") };
  return {
    ...node,
    additionalProperties: { anyOf: [...(additionalProperties.anyOf ?? [additionalProperties]), nothing] },
  };
}

function orList(node: JsonSchema, advice: string): JsonSchema {
  const { description, ...map } = node;
  const named = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
  const list = { type: "array", items: { anyOf: [{ type: "string" }, named] }, deprecationMessage: old(advice) };
  return { ...(description !== undefined && { description }), anyOf: [map, list] };
}

/** `anthropic:claude-3-opus`, as some tools separate the two. */
function orOldTarget(node: JsonSchema): JsonSchema {
  const colon = {
    type: "string",
    pattern: String.raw`^[^\s:/]+:[^\s/]+$`,
    deprecationMessage: old('write a "/" after the backend'),
  };
  return { ...node, anyOf: [...(node.anyOf ?? []), colon] };
}
