import { expect, it } from "vitest";
import { compareModels } from "../src/compare.ts";
import { InvalidInputError } from "../src/errors.ts";
import type { ModelInput } from "../src/model.ts";
import { ModelRegistry } from "../src/registry.ts";

const NOW = new Date("2026-06-15T12:00:00Z");

function compare(models: Record<string, ModelInput>, names = Object.keys(models)) {
  const registry = new ModelRegistry(Object.entries(models));
  const comparison = compareModels(registry.require(names), NOW);
  return { comparison, field: (path: string) => comparison.fields.find((field) => field.path === path) };
}

it("puts fields side by side, says which differ, and keeps unknown apart from not applicable", () => {
  const { comparison, field } = compare({
    "a/x": { contextWindow: 128_000, maxOutputTokens: null, capabilities: { tools: true }, family: "one" },
    "b/y": { contextWindow: 200_000, capabilities: { tools: true, vision: false } },
  });
  expect(comparison.models).toEqual(["a/x", "b/y"]);
  expect(field("contextWindow")).toEqual({
    path: "contextWindow",
    values: [{ value: 128_000 }, { value: 200_000, best: true }],
    differs: true,
  });
  expect(field("maxOutputTokens")?.values).toEqual([{ value: null }, {}]);
  expect(field("maxOutputTokens")?.differs).toBe(true);
  expect(field("capabilities.tools")?.differs).toBe(false);
  expect(field("capabilities.vision")?.values).toEqual([{}, { value: false }]);
  expect(field("family")?.differs).toBe(true);
  expect(field("missingSince")).toBeUndefined();
});

it("marks the best only where it is sure: all known, not all the same, and better well defined", () => {
  const { field } = compare({
    "a/x": { pricing: { input: 1, output: 5, request: 0 }, benchmarks: { elo: { score: 1200 } } },
    "b/y": { pricing: { input: 2, output: 5 }, benchmarks: { elo: { score: 1300 } } },
    "c/z": { pricing: { input: 1, output: 5 }, benchmarks: { elo: { score: 1100 } } },
  });
  expect(field("pricing.input")?.values).toEqual([{ value: 1, best: true }, { value: 2 }, { value: 1, best: true }]);
  expect(field("pricing.output")?.values).toEqual([{ value: 5 }, { value: 5 }, { value: 5 }]);
  expect(field("pricing.request")?.values).toEqual([{ value: 0 }, {}, {}]);
  expect(field("benchmarks.elo.score")?.values.some(({ best }) => best)).toBe(false);
});

it("takes the prices of the moment", () => {
  const { field } = compare({
    "a/x": { pricing: { input: 9, dated: [{ from: "2026-06-01", input: 1 }] } },
    "b/y": { pricing: { input: 2 } },
  });
  expect(field("pricing.input")?.values).toEqual([{ value: 1, best: true }, { value: 2 }]);
  expect(field("pricing.dated")).toBeUndefined();
});

it("survives JSON, also with keys that every object inherits", () => {
  const { comparison } = compare({
    "a/x": { customMetadata: JSON.parse('{"__proto__":{"deep":1},"constructor":2}') },
    "b/y": {},
  });
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  expect(comparison.fields.map(({ path }) => path)).toContain("customMetadata.constructor");
  expect(({} as Record<string, unknown>).deep).toBeUndefined();
});

it.each([
  [[], "compare: expected at least two models, got 0"],
  [["a/x"], "compare: expected at least two models, got 1"],
  [["a/x", "same"], "compare: expected different models, got a/x, a/x"],
])("refuses %j", (names, message) => {
  const refused = () => compare({ "a/x": { aliases: ["same"] }, "b/y": {} }, names);
  expect(refused).toThrow(InvalidInputError);
  expect(refused).toThrow(message);
});
