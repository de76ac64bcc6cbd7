import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../src/config/load.ts";
import { formatProblem } from "../../../src/config/problem.ts";

const name = fc.constantFrom("a", "b", "c", "openai", "__proto__", "constructor", "x y", "[t]", "gpt-*", "é");
const target = fc.constantFrom(
  "openai/gpt-4",
  "a/x",
  "nope/x",
  "openai/gpt-*",
  "[p]/[m]",
  "gpt-4",
  "anthropic:claude-3",
);
const scalar = fc.oneof(target, name, fc.integer({ min: -3, max: 5000 }), fc.boolean(), fc.constant(null));
const anything = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(name, scalar, { maxKeys: 3 }));

const model = fc.oneof(
  target,
  fc.record(
    {
      backend: fc.oneof(target, fc.array(fc.oneof(target, fc.record({ target })), { maxLength: 2 }), anything),
      fallback: anything,
      aliases: anything,
      strategy: anything,
      capabilities: anything,
      parameters: anything,
      policy: anything,
      pricing: anything,
      tags: anything,
      colour: anything,
    },
    { requiredKeys: [] },
  ),
);
const backend = fc.record(
  { provider: scalar, api_key: anything, base_url: anything, models: anything, headers: anything, enabled: anything },
  { requiredKeys: [] },
);
const document = fc.record(
  {
    models: fc.oneof(fc.dictionary(name, model, { maxKeys: 4 }), anything),
    backends: fc.oneof(fc.dictionary(name, backend, { maxKeys: 3 }), anything),
    groups: anything,
    strategies: anything,
    fallback_providers: anything,
    model_defaults: anything,
  },
  { requiredKeys: [] },
);

const read = (data: unknown) => checkConfig({ text: JSON.stringify(data), file: "c.yaml" }, { env: {} });

describe("whatever stands in a config", { timeout: 30_000 }, () => {
  it("nothing is thrown, each problem has its place and is told once, and there is a config or a reason", async () => {
    await fc.assert(
      fc.asyncProperty(document, async (data) => {
        const { config, problems } = await read(data);
        expect(problems.every(({ at }) => at !== undefined && at.line >= 1 && at.column >= 1)).toBe(true);
        const lines = problems.map(formatProblem);
        expect(new Set(lines).size).toBe(lines.length);
        if (config === undefined) expect(problems.some(({ severity }) => severity === "error")).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("the problems stand in the order of the file", async () => {
    await fc.assert(
      fc.asyncProperty(document, async (data) => {
        const { problems } = await read(data);
        const places = problems.map(({ at }) => (at?.line ?? 0) * 100_000 + (at?.column ?? 0));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });

  it("a sound model more hides no problem, and makes none", async () => {
    const models = fc.dictionary(fc.constantFrom("a", "b", "c"), model, { minKeys: 1, maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(models, async (models) => {
        const before = await read({ models });
        const after = await read({ models: { ...models, zzz: "openai/gpt-4" } });
        expect(after.problems.map(formatProblem)).toEqual(before.problems.map(formatProblem));
      }),
    );
  });
});
