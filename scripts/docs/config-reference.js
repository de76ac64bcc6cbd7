import { markdownTable } from "../support/table.js";
import { CONFIG_SECTIONS } from "./config-sections.js";
import { fromDist } from "./from-dist.js";
import { anchorOf, typeOf } from "./schema-type.js";

/** @typedef {import("../../src/config/json-schema.ts").JsonSchema} JsonSchema */

/** Every key of a config: its type, its default and its meaning, with an example for each part of the file. */
export async function configReference() {
  const { plainJsonSchema } = await fromDist("config/json-schema.js");
  /** @type {JsonSchema} */
  const schema = plainJsonSchema();
  const parts = new Map(Object.entries(schema.definitions ?? {}));
  const unknown = [...parts].filter(([id, { type }]) => type === "object" && !CONFIG_SECTIONS.some((s) => s.id === id));
  if (unknown.length > 0) {
    throw new Error(`scripts/docs/config-sections.js: expected a section for ${unknown.map(([id]) => id).join(", ")}`);
  }
  return CONFIG_SECTIONS.map(({ id, title, text, shares, example }) => {
    const part = id === undefined ? schema : parts.get(id);
    if (part === undefined) throw new Error(`scripts/docs/config-sections.js: the schema has no ${id}`);
    return [
      `### ${title}`,
      [id === undefined ? undefined : part.description, text].filter((sentence) => sentence !== undefined).join("\n\n"),
      `\`\`\`yaml\n${example.trim()}\n\`\`\``,
      part.properties === undefined
        ? ""
        : keyTable(part, parts, Object.keys(parts.get(shares ?? "")?.properties ?? {})),
    ]
      .filter((block) => block !== "")
      .join("\n\n");
  }).join("\n\n");
}

/**
 * @param {JsonSchema} part
 * @param {ReadonlyMap<string, JsonSchema>} parts
 * @param {readonly string[]} told keys that another section tells of
 */
function keyTable({ properties = {}, required = [] }, parts, told) {
  return markdownTable(
    ["key", "type", "default", "meaning"],
    Object.entries(properties)
      .filter(([key]) => !told.includes(key))
      .map(([key, property]) => [
        `\`${key}\``,
        typeOf(property, parts),
        required.includes(key) ? "needed" : defaultOf(property),
        property.description ?? described(property, parts),
      ]),
  );
}

/** @param {JsonSchema} property */
function defaultOf(property) {
  if (property.otherwise !== undefined) return property.otherwise;
  return property.default === undefined ? "" : `\`${JSON.stringify(property.default).replaceAll('"', "")}\``;
}

/**
 * What the part a property refers to says of itself.
 * @param {JsonSchema} property
 * @param {ReadonlyMap<string, JsonSchema>} parts
 */
function described(property, parts) {
  const id = anchorOf(property);
  return (id === undefined ? undefined : parts.get(id)?.description) ?? "";
}
