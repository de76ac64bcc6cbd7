import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Model, ModelInput } from "../../src/model.ts";
import { compileSort, type Sort } from "../../src/query.ts";
import { anyModel } from "./support/arbitraries.ts";
import { modelWith } from "./support/model-with.ts";

const idsBy = (sort: Sort, inputs: readonly ModelInput[]) =>
  inputs
    .map((input, index) => modelWith({ id: `m/${index}`, ...input }))
    .sort(compileSort(sort))
    .map(({ id }) => id.slice(2))
    .join(" ");

const WINDOWS: readonly ModelInput[] = [
  { contextWindow: 2 },
  {},
  { contextWindow: 3 },
  { contextWindow: null },
  { contextWindow: 0 },
  { contextWindow: 2 },
];

/** What is sorted by, and the order of the places the models had before. */
const ORDERS: readonly [string, Sort, readonly ModelInput[], string][] = [
  ["numbers, smallest first, what is unknown last", "contextWindow", WINDOWS, "4 0 5 2 1 3"],
  ["numbers, largest first, what is unknown last too", "-contextWindow", WINDOWS, "2 0 5 4 1 3"],
  ["by an object of directions", { contextWindow: -1 }, WINDOWS, "2 0 5 4 1 3"],
  ["by nothing: as they were", [], WINDOWS, "0 1 2 3 4 5"],
  [
    "by several fields, the first counting most",
    ["provider", "-pricing.input"],
    [
      { provider: "b", pricing: { input: 1 } },
      { provider: "a" },
      { provider: "a", pricing: { input: 1 } },
      { provider: "a", pricing: { input: 2 } },
    ],
    "3 2 1 0",
  ],
  [
    "by an object of several directions, in its order",
    { provider: -1, "pricing.input": 1 },
    [{ provider: "a", pricing: { input: 1 } }, { provider: "b" }, { provider: "a", pricing: { input: 0 } }],
    "1 2 0",
  ],
  ["dates", "-createdAt", [{ createdAt: "2024-01-01" }, { createdAt: "2025-01-01" }], "1 0"],
  [
    "false before true",
    "capabilities.tools",
    [{ capabilities: { tools: true } }, {}, { capabilities: { tools: false } }],
    "2 0 1",
  ],
  [
    "notes of several types: numbers, texts, flags, then what cannot be compared",
    "customMetadata.x",
    [
      { customMetadata: { x: [1] } },
      { customMetadata: { x: true } },
      { customMetadata: { x: "a" } },
      { customMetadata: { x: 9 } },
    ],
    "3 2 1 0",
  ],
  [
    "benchmarks",
    "-benchmarks.mmlu.score",
    [{ benchmarks: { mmlu: { score: 1 } } }, { benchmarks: { mmlu: { score: 2 } } }],
    "1 0",
  ],
];

describe("sorting", () => {
  it.each(ORDERS)("sorts %s", (_, sort, inputs, expected) => {
    expect(idsBy(sort, inputs)).toBe(expected);
  });

  it("loses nothing, keeps the order of equals, orders what is known and puts the rest last, either way", () => {
    const sorts = fc.constantFrom("contextWindow", "pricing.input", "description" as const);
    fc.assert(
      fc.property(fc.array(anyModel, { maxLength: 30 }), sorts, fc.boolean(), (models, path, descending) => {
        const sortedBy = (model: Model) => (path === "pricing.input" ? model.pricing.input : model[path]);
        const sorted = models.toSorted(compileSort(descending ? `-${path}` : path));
        expect(new Set(sorted)).toEqual(new Set(models));
        expect(sorted).toHaveLength(models.length);
        for (const [index, model] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next === undefined) break;
          const [left, right] = [sortedBy(model), sortedBy(next)];
          if (left === undefined || left === null) expect(right ?? undefined).toBeUndefined();
          else if (right !== undefined && right !== null) expect(descending ? left >= right : left <= right).toBe(true);
          const equal = (left ?? undefined) === (right ?? undefined);
          if (equal) expect(models.indexOf(model)).toBeLessThan(models.indexOf(next));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("compares any two models the same way round", () => {
    const compare = compileSort(["-contextWindow", "customMetadata.x", "provider"]);
    fc.assert(
      fc.property(anyModel, anyModel, anyModel, (a, b, c) => {
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
