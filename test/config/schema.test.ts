import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { showPath, type YamlPath } from "../../src/config/problem.ts";
import { pricing } from "../../src/config/schema/pricing.ts";
import { validKeys } from "../../src/config/validate/valid-keys.ts";
import { validate } from "../../src/config/validate.ts";
import { TOKEN_RATES, UNIT_RATES } from "../../src/pricing.ts";
import { toCamelCase } from "../../src/util/camel-case.ts";
import { isRecord } from "../../src/util/record.ts";
import { Secret } from "../../src/util/secret.ts";
import { aConfigFile } from "../support/config-file.ts";
import { validated } from "../support/validated.ts";

const rawOf = (value: unknown) => ({ value, files: [], problems: [], locate: () => undefined, isPlain: () => true });

describe("what loads", () => {
  test.each([
    [
      "zeros that are values",
      "models: { a: { backend: a/b, parameters: { temperature: 0, top_p: 0, seed: 0 }, budget: { amount: 0, per: day } } }",
    ],
    ["null for a parameter that is taken away", "models: {}\nmodel_defaults: { temperature: null, stop: null }"],
    [
      "null for a price that does not apply",
      "backends: { a: { models: { m: { pricing: { input: 0, cache_write: null } } } } }",
    ],
    [
      "ids with slashes and colons",
      "models: { a: openrouter/anthropic/claude-sonnet-4, b: ollama/llama3.2:3b }\nbackends: { ollama: { models: { 'llama3.2:3b': {} } } }",
    ],
    ["a star in a name and its target", "models: { 'claude-*': 'anthropic/claude-*', '*': 'openrouter/*' }"],
    [
      "blanks of a template",
      "models: { '[model_name]': { backend: '[provider]/[backend_model_name]' } }\nbackends: { '[provider_name]': { provider: '[provider_type]', models: { '[backend_model_name]': {} } } }",
    ],
    ["a model without a backend", "models: { gpt-4: {} }"],
    ["names in other alphabets", "models: { дом: büro/模型 }\nbackends: { büro: {} }"],
    ["fall-back providers in both forms", "models: {}\nfallback_providers: [openai, { provider: anthropic }]"],
    [
      "a single fall-back, and by reason",
      "models: { a: { fallback: b }, b: { fallback: { any: a, context_window: [c/d] } } }",
    ],
    [
      "durations of every unit",
      "models: { a: { timeout: { connect: 500ms, first_content: 1.5s, idle: 2m, total: 1h }, retry: { backoff: 0 } } }",
    ],
    ["several keys", "backends: { a: { api_keys: [x, y] }, b: { api_key: [x] }, c: { api_key: x } }"],
    ["a target under its other name", "models: { a: { backend: [{ backend: a/b }] } }"],
    ["empty sections", "models: {}\nbackends: {}\ngroups: {}\nstrategies: {}"],
  ])("%s", async (_, yaml) => {
    const { value, problems } = await validated(yaml);
    expect(problems).toEqual([]);
    expect(value).toBeDefined();
  });
});

test("the prices of a config are those of the registry, in snake_case", () => {
  const rates = Object.keys(pricing.shape).filter((key) => key !== "unit" && key !== "tiers");
  expect(rates.map(toCamelCase)).toEqual([...TOKEN_RATES, ...UNIT_RATES]);
});

test("any sound config is taken as it is", () => {
  fc.assert(
    fc.property(aConfigFile, (file) => {
      const { value, problems } = validate(rawOf(file));
      expect(problems).toEqual([]);
      expect(value).toEqual(file);
    }),
  );
});

test("an unknown key anywhere makes one problem, at that key", () => {
  const place = fc.nat();
  const key = fc
    .string({ minLength: 1, maxLength: 12 })
    .filter((text) => text !== "__proto__" && !text.startsWith("x-"));
  fc.assert(
    fc.property(aConfigFile, place, key, (file, nth, word) => {
      const places = objectsOf(file, []).filter((path) => validKeys(path).here.length > 0);
      const path = places[nth % places.length] ?? [];
      fc.pre(!validKeys(path).here.includes(word) && path.at(-1) !== "response_format");
      const { value, problems } = validate(rawOf(withKey(file, path, word)));
      expect(value).toBeUndefined();
      expect(problems.map(({ code, path }) => ({ code, path }))).toEqual([
        { code: "unknown_key", path: showPath([...path, word]) },
      ]);
      expect(problems[0]?.message).toMatch(/^unknown key; ./);
    }),
  );
});

test("whatever it is given, it returns and does not throw", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, maxDepth: 4 }), (value) => {
      const { value: sound, problems } = validate(
        rawOf({ models: value, backends: { a: value }, model_defaults: value }),
      );
      expect(sound === undefined).toBe(problems.length > 0);
    }),
  );
});

function objectsOf(value: unknown, path: YamlPath): YamlPath[] {
  if (value instanceof Secret) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsOf(item, [...path, index]));
  if (!isRecord(value)) return [];
  return [path, ...Object.entries(value).flatMap(([key, part]) => objectsOf(part, [...path, key]))];
}

function withKey(value: unknown, [part, ...rest]: YamlPath, key: string): unknown {
  if (part === undefined) return { ...(value as object), [key]: 1 };
  if (Array.isArray(value)) return value.map((item, index) => (index === part ? withKey(item, rest, key) : item));
  const record = value as Record<string, unknown>;
  return { ...record, [part]: withKey(record[part], rest, key) };
}
