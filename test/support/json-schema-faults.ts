import type { JsonSchema } from "../../src/config/json-schema.ts";
import { isRecord } from "../../src/util/record.ts";

const KNOWN = new Set([
  ..."$schema $id $ref $comment title description default examples deprecationMessage definitions type const enum not".split(
    " ",
  ),
  ..."pattern minLength maxLength minimum maximum minItems items required properties patternProperties".split(" "),
  ..."propertyNames additionalProperties anyOf allOf".split(" "),
]);

/** Where a value does not fit a schema: the keywords of JSON Schema (draft 7) that the config's schema uses, and no others. */
export function jsonSchemaFaults(schema: JsonSchema, value: unknown): string[] {
  return faultsOf(schema, value, "", schema);
}

function faultsOf(node: JsonSchema, value: unknown, path: string, root: JsonSchema): string[] {
  const strange = Object.keys(node).filter((keyword) => !KNOWN.has(keyword));
  if (strange.length > 0) throw new Error(`the schema uses ${strange.join(", ")}, which this check does not know`);
  if (node.$ref !== undefined) {
    const meant = root.definitions?.[node.$ref.replace("#/definitions/", "")];
    if (meant === undefined) throw new Error(`the schema has no ${node.$ref}`);
    // Draft 7 looks at nothing beside a reference.
    return faultsOf(meant, value, path, root);
  }
  const check = (part: JsonSchema, at = path, of = value) => faultsOf(part, of, at, root);
  const fault = (isWrong: boolean, keyword: string) => (isWrong ? [`${path}: ${keyword}`] : []);
  return [
    ...fault(node.type !== undefined && !isOfType(value, node.type), "type"),
    ...fault("const" in node && value !== node.const, "const"),
    ...fault(node.enum !== undefined && !node.enum.includes(value as never), "enum"),
    ...fault(node.anyOf?.every((part) => check(part).length > 0) === true, "anyOf"),
    ...fault(isRecord(node.not) && check(node.not).length === 0, "not"),
    ...(node.allOf ?? []).flatMap((part) => check(part)),
    ...(typeof value === "string" ? textFaults(node, value, fault) : []),
    ...(typeof value === "number" ? numberFaults(node, value, fault) : []),
    ...(Array.isArray(value) ? fault(value.length < (node.minItems ?? 0), "minItems") : []),
    ...(Array.isArray(value) && node.items !== undefined
      ? value.flatMap((item, index) => check(node.items as JsonSchema, `${path}[${index}]`, item))
      : []),
    ...(isRecord(value) ? objectFaults(node, value, path, root) : []),
  ];
}

type Fault = (isWrong: boolean, keyword: string) => string[];

function isOfType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "null") return value === null;
  return type === "object" ? isRecord(value) : typeof value === type;
}

function textFaults({ pattern, minLength = 0, maxLength }: JsonSchema, value: string, fault: Fault): string[] {
  return [
    // Without the flag, as validators that are not JavaScript's would: the patterns must not need it.
    ...fault(pattern !== undefined && !new RegExp(pattern).test(value), "pattern"),
    ...fault(value.length < minLength || (typeof maxLength === "number" && value.length > maxLength), "length"),
  ];
}

function numberFaults({ minimum, maximum }: JsonSchema, value: number, fault: Fault): string[] {
  return fault((minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum), "range");
}

function objectFaults(node: JsonSchema, value: Record<string, unknown>, path: string, root: JsonSchema): string[] {
  const { properties = {}, patternProperties = {}, propertyNames, additionalProperties = true, required = [] } = node;
  return [
    ...required.filter((key) => !Object.hasOwn(value, key)).map((key) => `${path}: no ${key}`),
    ...Object.entries(value).flatMap(([key, part]) => {
      const at = `${path}.${key}`;
      const named = Object.hasOwn(properties, key) ? properties[key] : undefined;
      const patterned = Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(key))?.[1];
      const rest = named ?? patterned ?? additionalProperties;
      return [
        ...(propertyNames === undefined ? [] : faultsOf(propertyNames, key, at, root)),
        ...(typeof rest === "boolean" ? (rest ? [] : [`${at}: unknown`]) : faultsOf(rest, part, at, root)),
      ];
    }),
  ];
}
