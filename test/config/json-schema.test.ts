import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inProject } from "../../scripts/support/project.js";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import { readYamlDocument } from "../../src/config/yaml-document.ts";
import { Secret } from "../../src/util/secret.ts";
import { briefBlocks, withoutBrief } from "../support/brief-blocks.ts";
import { aConfigFile } from "../support/config-file.ts";
import { jsonSchemaFaults } from "../support/json-schema-faults.ts";

const schema = configJsonSchema();
const faultsOf = (yaml: string) => jsonSchemaFaults(schema, parse(yaml));

test("the published file is the schema that modelmall checks with", () => {
  expect(JSON.parse(readFileSync(inProject("data", "config.schema.json"), "utf8"))).toEqual(schema);
});

test("it is a schema of draft 7, which editors know best, and says what it is", () => {
  expect(schema).toMatchObject({
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://unpkg.com/modelmall/data/config.schema.json",
    title: expect.any(String),
    description: expect.any(String),
    additionalProperties: false,
  });
});

test("every key is described", () => {
  const described = (node: unknown, path: string): string[] => {
    if (typeof node !== "object" || node === null) return [];
    return Object.entries(node).flatMap(([key, part]) => {
      const below = described(part, `${path}/${key}`);
      if (key !== "properties" || /list|capabilities$/.test(path)) return below;
      const silent = Object.entries(part as Record<string, { description?: string; $ref?: string }>)
        .filter(([, { description, $ref }]) => description === undefined && $ref === undefined)
        .map(([name]) => `${path}/${name}`);
      return [...below, ...silent];
    });
  };
  const silent = described(schema, "").filter((path) => !/\/(items|anyOf)\//.test(path));
  expect(silent).toEqual([]);
});

test("its patterns are understood beyond JavaScript: no Unicode classes, and nothing that looks ahead", () => {
  const patterns = [...JSON.stringify(schema).matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)].map(([, pattern]) => pattern);
  expect(patterns.length).toBeGreaterThan(5);
  expect(patterns.filter((pattern) => /\\\\p\{|\(\?[=!<]/.test(pattern ?? ""))).toEqual([]);
});

test("what loads is not underlined in an editor", () => {
  fc.assert(
    fc.property(aConfigFile, (file) => {
      const written = JSON.parse(JSON.stringify(file, (_, value) => (value instanceof Secret ? "a key" : value)));
      expect(jsonSchemaFaults(schema, written)).toEqual([]);
    }),
  );
});

describe("old forms and variables are not underlined", () => {
  test.each([
    ["models: [gpt-4, claude-3]\nproviders: { openai: { api_key: x } }"],
    ["models: [{ name: gpt-4, description: x }]"],
    ["models: { gpt-4: null }\nbackends: { openai: null }"],
    ["models: { chat: 'anthropic:claude-3-opus' }"],
    ["models: { chat: { backend: [{ target: 'anthropic:claude-3' }], strategy: cost_optimized } }"],
    ["models: { '[model_name]': { backend: '[provider]/[backend_model_name]' } }"],
    ["x-anchors: { a: 1 }\nmodels: {}"],
    [
      `models: { a: { backend: '\${TARGET}', enabled: '\${ON:-true}', context_window: '\${N}', timeout: '\${T}', retry: '\${R}' } }`,
    ],
    [
      `models: { a: { backend: a/b, parameters: { temperature: '\${T}', stop: '\${S}', reasoning_effort: '\${E:-low}' } } }`,
    ],
    [
      `backends: { a: { api_key: '\${KEY}', rate_limits: { concurrent: '\${N}' }, dialect: '\${D}', enabled: '\${ON}' } }`,
    ],
  ])("%s", (yaml) => {
    expect(faultsOf(yaml)).toEqual([]);
  });

  test.skipIf(withoutBrief !== undefined).each(briefBlocks)("block $name of the documents", async ({ text }) => {
    const { value } = await readYamlDocument(text, "brief.yaml");
    expect(jsonSchemaFaults(schema, value)).toEqual([]);
  });
});

describe("what does not load is underlined", () => {
  test.each([
    ["modles: {}"],
    ["models: { a: gpt-4 }"],
    ["models: { a: openai/ }"],
    ["models: { 'a b': openai/gpt-4 }"],
    ["models: { 'a*b*': openai/* }"],
    ["models: { a: { backend: a/b, temprature: 1 } }"],
    ["models: { a: { backend: [{ weight: 1 }] } }"],
    ["models: { a: { backend: a/b, parameters: { temperature: 3 } } }"],
    ["models: { a: { backend: a/b, parameters: { temperature: hot } } }"],
    ["models: { a: { backend: a/b, timeout: soon } }"],
    ["models: { a: { backend: a/b, budget: { amount: 1 } } }"],
    ["models: { a: { backend: a/b, enabled: sure } }"],
    ["models: { a: { backend: [] } }"],
    ["models: {}\nstrategies: { cost: { cost: 1 } }"],
    ["backends: { a/b: {} }"],
    ["backends: { a: { dialect: french } }"],
    ["backends: { a: { api_key: { a: b } } }"],
    ["backends: { a: { models: { m: { pricing: { unit: per_million } } } } }"],
  ])("%s", (yaml) => {
    expect(faultsOf(yaml)).not.toEqual([]);
  });
});
