import fc from "fast-check";
import { expect, it } from "vitest";
import { findProvider } from "../../../src/builtins/providers.ts";
import { hasPlaceholder } from "../../../src/config/placeholder.ts";
import { showPath } from "../../../src/config/problem.ts";
import type { RawConfig } from "../../../src/config/raw-config.ts";
import type { ConfigFile } from "../../../src/config/schema.ts";
import { splitTarget } from "../../../src/config/target.ts";
import { translate } from "../../../src/config/translate.ts";
import { validate } from "../../../src/config/validate.ts";
import { catalogueOf } from "../../support/translated.ts";

const sometimes = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const backendName = fc.constantFrom("openai", "here", "there", "[blank]");
const anyBackend = fc.oneof(backendName, fc.constantFrom("groq", "gemini"));
const target = fc.tuple(anyBackend, fc.constantFrom("x", "gpt-4", "a/b:c", "[model]")).map((parts) => parts.join("/"));
const parameters = fc.record(
  {
    temperature: fc.constantFrom(0, 1, null),
    extra: fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);
const pricing = fc.record(
  {
    unit: fc.constantFrom("per_token", "per_1k_tokens", "per_1m_tokens"),
    input: fc.double({ min: 0, max: 1, noNaN: true }),
  },
  { requiredKeys: [] },
);
const model = fc.oneof(
  target,
  fc.record(
    {
      backend: fc.oneof(
        target,
        fc.array(fc.oneof(target, fc.record({ target, parameters })), { minLength: 1, maxLength: 3 }),
      ),
      fallback: fc.oneof(target, fc.array(fc.oneof(target, fc.constantFrom("m1", "nobody")))),
      capabilities: fc.oneof(
        fc.array(fc.constantFrom("tools", "json_schema", "other")),
        fc.dictionary(fc.constantFrom("tools", "vision"), fc.boolean()),
      ),
      parameters,
      pricing,
      aliases: fc.constantFrom([], ["alias"]),
    },
    { requiredKeys: [] },
  ),
);
const backend = fc.record(
  {
    provider: fc.constantFrom("openai", "azure-openai", "ollama", "custom", "[provider]"),
    base_url: fc.constantFrom("http://localhost:1/", "https://example.com"),
    api_key: fc.constantFrom("k", ["a", "b"]),
    models: fc.dictionary(fc.constantFrom("x", "gpt-4"), fc.record({ pricing, parameters }, { requiredKeys: [] })),
    enabled: fc.boolean(),
  },
  { requiredKeys: ["provider", "base_url"] },
);
const config = fc.record(
  {
    models: fc.dictionary(fc.constantFrom("gpt-4", "m1", "m2", "claude-3", "[name]"), model),
    backends: fc.dictionary(backendName, backend),
    fallback_providers: fc.array(fc.oneof(anyBackend, fc.record({ provider: anyBackend })), { maxLength: 3 }),
    model_defaults: parameters,
    pricing_unit: fc.constantFrom("per_token", "per_1m_tokens"),
  },
  { requiredKeys: ["models"] },
);

function rawOf(value: unknown): RawConfig {
  return { value, files: [], problems: [], locate: () => undefined, isPlain: () => true };
}

function valid(value: object): ConfigFile {
  const { value: file, problems } = validate(rawOf(value));
  if (file === undefined) throw new Error(JSON.stringify(problems));
  return file;
}

it("every target of a valid config leads to a backend of the config, or through a blank of a template", () => {
  fc.assert(
    fc.property(config, fc.subarray(["openai/gpt-4", "groq/gpt-4", "groq/m1"]), (document, ids) => {
      const raw = rawOf(document);
      const { config, problems } = translate(valid(document), raw, { catalogue: catalogueOf(...ids) });
      const names = [...Object.keys(document.backends ?? {})];
      const isReached = (target: string) => {
        const name = splitTarget(target)?.backend ?? "";
        const isNobody = !names.includes(name) && findProvider(name) === undefined;
        return config.backends.has(name) || hasPlaceholder(target) || isNobody;
      };
      const models = [...config.models.values()];
      const targets = models.flatMap((model) => model.targets.map(({ target }) => target));
      const fallbacks = models.flatMap(({ fallback }) => fallback.any.filter((name) => name.includes("/")));
      expect([...targets, ...fallbacks].filter((target) => !isReached(target))).toEqual([]);
      // Nothing of the file is lost, and what is added is said to be implicit.
      expect([...config.models.keys()]).toEqual(Object.keys(document.models));
      const written = [...config.backends.values()].filter(({ isImplicit }) => !isImplicit);
      expect(written.map(({ name }) => name)).toEqual(names);
      // A model without targets is always explained.
      const without = models.filter((model) => model.targets.length === 0).map(({ path }) => showPath(path));
      expect(without.filter((path) => !problems.some((problem) => problem.path === path))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

it("translating the same twice gives the same, and leaves what it was given as it was", () => {
  fc.assert(
    fc.property(config, sometimes(fc.constant("openai/gpt-4")), (document, id) => {
      const before = JSON.stringify(document);
      const file = valid(document);
      const options = { catalogue: catalogueOf(...(id === undefined ? [] : [id])) };
      const [one, two] = [translate(file, rawOf(document), options), translate(file, rawOf(document), options)];
      expect(two.problems).toEqual(one.problems);
      expect([...two.config.models]).toEqual([...one.config.models]);
      expect([...two.config.backends]).toEqual([...one.config.backends]);
      expect(JSON.stringify(document)).toBe(before);
    }),
  );
});
