import type { Model } from "../model.ts";
import type { Field, FieldType } from "./field.ts";
import { lookUp } from "./look-up.ts";
import { OPEN_PRICES, OTHER_PRICE_FIELDS, PRICE_FIELDS } from "./price-fields.ts";
import type { Get } from "./value-tests.ts";

const STATUSES = ["preview", "active", "deprecated", "retired"];

const PLAIN_FIELDS: readonly Field[] = [
  field("id", "text", "the canonical id: `openai/gpt-4o`", (model) => model.id),
  field("name", "text", "the name shown to people", (model) => model.name),
  field("provider", "text", "the kind of service: `openai`", (model) => model.provider),
  field("description", "text", "what its origin says of it", (model) => model.description),
  field("family", "text", "the line it belongs to: `llama`", (model) => model.family),
  field("version", "text", "its version", (model) => model.version),
  field("contextWindow", "number", "tokens, input and output together", (model) => model.contextWindow),
  field("maxInputTokens", "number", "tokens of input alone", (model) => model.maxInputTokens),
  field("maxOutputTokens", "number", "tokens it can answer with", (model) => model.maxOutputTokens),
  field("isLocal", "boolean", "whether it runs on the user's own machine", (model) => model.isLocal),
  field("modalities.input", "list of text", "what it takes: `text`, `image`, …", (model) => model.modalities.input),
  field(
    "modalities.output",
    "list of text",
    "what it gives: `text`, `embedding`, …",
    (model) => model.modalities.output,
  ),
  field("tags", "list of text", "tags of the user's and of origins", (model) => model.tags),
  field("aliases", "list of text", "other names that mean it", (model) => model.aliases),
  field("targets", "list of text", "what a route model leads to", (model) => model.targets),
  { ...field("lifecycle.status", "text", STATUSES.join(", "), (model) => model.lifecycle.status), values: STATUSES },
  field("lifecycle.deprecatedAt", "date", "since when it is deprecated", (model) => model.lifecycle.deprecatedAt),
  field("lifecycle.retiresAt", "date", "when it is switched off", (model) => model.lifecycle.retiresAt),
  field("lifecycle.replacement", "text", "the id to use instead", (model) => model.lifecycle.replacement),
  field("releaseDate", "text", "when it came out, as its origin writes it", (model) => model.releaseDate),
  field("knowledgeCutoff", "text", "up to when its training data reaches", (model) => model.knowledgeCutoff),
  field("openWeights", "boolean", "whether its weights can be had", (model) => model.openWeights),
  field("missingSince", "date", "since when no source lists it", (model) => model.missingSince),
  field("createdAt", "date", "when it came into the registry", (model) => model.createdAt),
  field("updatedAt", "date", "when something about it last changed", (model) => model.updatedAt),
];

const OBJECTS: readonly Field[] = [
  field("modalities", "object", "what it takes and gives", (model) => filled(model.modalities)),
  field("lifecycle", "object", "where in its life it is", (model) => filled(model.lifecycle)),
  field("pricing", "object", "what it costs", (model) => filled(model.pricing)),
  field("capabilities", "capabilities", "what it is known to do, by name", (model) => filled(model.capabilities)),
  field("customMetadata", "object", "the user's own notes", (model) => filled(model.customMetadata)),
  field("connectorMetadata", "object", "what other systems call it", (model) => filled(model.connectorMetadata)),
  field("parameters", "object", "request parameters sent by default", (model) => filled(model.parameters)),
  field("benchmarks", "object", "quality scores by benchmark", (model) => filled(model.benchmarks)),
];

/** Records that take any key below them. */
const OPEN: readonly string[] = ["customMetadata", "connectorMetadata", "parameters", "benchmarks", ...OPEN_PRICES];

const FIELDS: ReadonlyMap<string, Field> = new Map(
  [...PLAIN_FIELDS, ...OBJECTS, ...PRICE_FIELDS, ...OTHER_PRICE_FIELDS, ...OPEN_PRICES.map(openRecord)].map((known) => [
    known.name,
    known,
  ]),
);

/** A field as it is described to people. */
export type Described = Pick<Field, "name" | "type" | "description">;

/** The field with this path, also below a record that takes any key; capabilities are found by `capabilityField`. */
export function findField(path: string): Field | undefined {
  const known = FIELDS.get(path);
  if (known !== undefined) return known;
  const open = OPEN.find((prefix) => path.startsWith(`${prefix}.`));
  return open === undefined || path === `${open}.` ? undefined : openField(path);
}

/** The paths of all fields that have a name of their own. */
export function fieldNames(): IterableIterator<string> {
  return FIELDS.keys();
}

/** What a query can ask about, for people: records that take any key, and families of prices, end in `*`. */
export const FIELD_TABLE: readonly Described[] = [
  ...PLAIN_FIELDS.map(described),
  { name: "capabilities.*", type: "boolean", description: "whether it can do what is named: `capabilities.tools`" },
  ...PRICE_FIELDS.map(described),
  { name: "pricing.other.*", type: "number", description: "prices of anything else, as their origin names them" },
  { name: "pricing.batch.*", type: "number", description: "the same prices in a batch mode" },
  {
    name: "pricing.tiers.*",
    type: "list of numbers",
    description: "the same of requests above a size (`aboveTokens`)",
  },
  { name: "pricing.windows.*", type: "list of numbers", description: "the same between `fromUtc` and `untilUtc`" },
  { name: "pricing.dated.*", type: "list of numbers", description: "the same of other periods (`from`)" },
  { name: "benchmarks.*", type: "anything", description: "a quality score: `benchmarks.mmlu.score`" },
  {
    name: "connectorMetadata.*",
    type: "anything",
    description: "what another system calls it: `connectorMetadata.groq.id`",
  },
  { name: "parameters.*", type: "anything", description: "a request parameter sent by default" },
  { name: "customMetadata.*", type: "anything", description: "a note of the user's" },
] satisfies Described[];

function described({ name, type, description }: Field): Described {
  return { name, type, description };
}

function field(name: string, type: FieldType, description: string, get: Get<Model>): Field {
  return { name, type, description, get };
}

function openField(name: string): Field {
  const path = name.split(".");
  return field(name, "anything", "", (model) => lookUp(model, path));
}

function openRecord(name: string): Field {
  return { ...openField(name), type: "object" };
}

/** A record, if anything is in it: an empty one says nothing. */
function filled(record: object): object | undefined {
  for (const key in record) if (Object.hasOwn(record, key)) return record;
  return undefined;
}
