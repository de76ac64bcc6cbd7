import { CONFIG_SECTIONS } from "./config-sections.js";

/** @typedef {import("../../src/config/json-schema.ts").JsonSchema} JsonSchema */

/**
 * The part of the schema that a property refers to.
 * @param {JsonSchema} property
 * @returns {string | undefined}
 */
export function anchorOf({ $ref, allOf }) {
  return ($ref ?? allOf?.[0]?.$ref)?.split("/").at(-1);
}

/**
 * What a property takes, in words; parts with a section of their own are linked.
 * @param {JsonSchema} property
 * @param {ReadonlyMap<string, JsonSchema>} parts
 * @returns {string}
 */
export function typeOf(property, parts) {
  const id = anchorOf(property);
  if (id !== undefined) return linked(id);
  const { anyOf, enum: words, suggestions, items, additionalProperties, type } = property;
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(", ");
  if (suggestions !== undefined) return `${suggestions.map((word) => `\`${word}\``).join(", ")}, or a name`;
  if (property.const !== undefined) return `\`${property.const}\``;
  if (items !== undefined) return `list of ${typeOf(items, parts)}`;
  if (anyOf !== undefined && type === undefined) {
    return [...new Set(anyOf.map((branch) => typeOf(branch, parts)))].join(" or ");
  }
  if (typeof additionalProperties === "object" && Object.keys(property.properties ?? {}).length === 0) {
    return `${Object.keys(additionalProperties).length === 0 ? "anything" : typeOf(additionalProperties, parts)}, by name`;
  }
  if (property.properties !== undefined) return `{ ${Object.keys(property.properties).join(", ")} }`;
  if (type === "number" || type === "integer") return numberType(property);
  return type === "boolean" ? "true or false" : type === "string" ? "text" : String(type);
}

/** @param {string} id */
function linked(id) {
  const section = CONFIG_SECTIONS.find((candidate) => candidate.id === id);
  const word = id === "delay" || id === "interval" ? "duration" : id.replaceAll("_", " ");
  return section === undefined ? word : `[${word}](#${slug(section.title)})`;
}

/**
 * The anchor GitHub gives a heading.
 * @param {string} title
 */
function slug(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** @param {JsonSchema} property */
function numberType({ type, minimum, maximum }) {
  const word = type === "integer" ? "whole number" : "number";
  if (minimum === undefined) return word;
  return maximum === undefined ? `${word} from ${minimum}` : `${word} from ${minimum} to ${maximum}`;
}
