import { type JsonSchema, mapParts } from "./node.ts";

const VARIABLE: JsonSchema = { $ref: "#/definitions/variable" };

/** A schema for files as they are written: with variables in place of values, and words to complete with. */
export function forEditors(schema: JsonSchema): JsonSchema {
  const { definitions = {}, ...root } = schema;
  return {
    ...forWriting(root),
    definitions: {
      variable: {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what people write.
        description: "A variable of the environment: `${NAME}`, or `${NAME:-default}`.",
        type: "string",
        pattern: String.raw`\$\{[^{}]+\}`,
      },
      ...Object.fromEntries(Object.entries(definitions).map(([name, node]) => [name, forWriting(node)])),
    },
  };
}

function forWriting(node: JsonSchema): JsonSchema {
  const { otherwise, suggestions, keySuggestions, ...rest } = mapParts(node, forWriting);
  const told = otherwise === undefined ? rest : { ...rest, description: `${rest.description} Left out: ${otherwise}.` };
  if (suggestions !== undefined) return offering(told, suggestions);
  if (keySuggestions !== undefined) return offeringKeys(told, keySuggestions);
  return isStrictScalar(told) ? alternatives(told, VARIABLE) : withoutRepeats(told);
}

/** Whether a text that holds a variable would be refused. */
function isStrictScalar({ type, pattern, enum: words }: JsonSchema): boolean {
  if (type === "number" || type === "integer" || type === "boolean") return true;
  return type === "string" && (pattern !== undefined || words !== undefined);
}

function offering(node: JsonSchema, words: readonly string[]): JsonSchema {
  const [annotations, core] = apart(node);
  return { ...annotations, anyOf: [{ enum: words }, core] };
}

function offeringKeys(node: JsonSchema, keys: readonly string[]): JsonSchema {
  const offer = (part: JsonSchema): JsonSchema =>
    typeof part.additionalProperties === "object"
      ? { ...part, properties: Object.fromEntries(keys.map((key) => [key, part.additionalProperties as JsonSchema])) }
      : part;
  return { ...node, ...(node.anyOf !== undefined && { anyOf: node.anyOf.map(offer) }) };
}

function alternatives(node: JsonSchema, other: JsonSchema): JsonSchema {
  const [annotations, core] = apart(node);
  return { ...annotations, anyOf: [core, other] };
}

/** A schema without alternatives inside alternatives, each once. */
function withoutRepeats(node: JsonSchema): JsonSchema {
  if (node.anyOf === undefined) return node;
  const flat = node.anyOf.flatMap((part) =>
    part.anyOf !== undefined && Object.keys(part).length === 1 ? part.anyOf : [part],
  );
  const texts = flat.map((part) => JSON.stringify(part));
  return { ...node, anyOf: flat.filter((_, index) => texts.indexOf(texts[index] as string) === index) };
}

/** What a schema says to people, and what it says of values. */
function apart({ description, default: preset, examples, ...core }: JsonSchema): [JsonSchema, JsonSchema] {
  const annotations = {
    ...(description !== undefined && { description }),
    ...(preset !== undefined && { default: preset }),
    ...(examples !== undefined && { examples }),
  };
  return [annotations, core];
}
