import { describe, expect, it } from "vitest";
import type { Model } from "../../src/model.ts";
import { compileQuery, ModelTable, type Query } from "../../src/query.ts";
import { modelWith } from "./support/model-with.ts";

const models = Array.from({ length: 1_000 }, (_, index) =>
  modelWith({
    id: `p${index % 3}/m${index}`,
    provider: `p${index % 3}`,
    contextWindow: index % 7 === 0 ? null : index,
    capabilities: index % 2 === 0 ? { tools: index % 4 === 0 } : {},
    description: index % 5 === 0 ? `Number ${index}` : `the ${index}th`,
  }),
);

const QUERIES: readonly Query[] = [
  {},
  { contextWindow: { $gte: 500 } },
  { contextWindow: { $not: { $gte: 500 } } },
  { contextWindow: { $exists: false } },
  { id: { $endsWith: "7" } },
  { id: "p1/m1" },
  { id: { $nin: ["p1/m1"] } },
  { provider: "p1", contextWindow: { $lt: 20 }, capabilities: { tools: false } },
  { $or: [{ provider: "p1" }, { contextWindow: { $gt: 990 } }, { text: "number 5" }] },
  { $nor: [{ provider: "p1" }, { "capabilities.tools": true }] },
  { $or: [{ $and: [{ provider: "p0" }, { contextWindow: 3 }] }, { provider: "nobody" }] },
  { $not: { text: "number" } },
  { text: "m1 th" },
  { unknown: "capabilities.tools", contextWindow: { $lte: 10 } },
];

describe("a table of models", () => {
  it("holds the models a list does, in the same order, however often and in whichever order it is asked", () => {
    const table = new ModelTable(models);
    for (const query of [...QUERIES, ...QUERIES, ...QUERIES.toReversed()]) {
      const { filter, matches } = compileQuery(query);
      expect(filter(table), JSON.stringify(query)).toEqual(models.filter(matches));
    }
  });

  it("may be made of a frozen list, of one model and of none", () => {
    const { filter } = compileQuery({ provider: "p0", contextWindow: { $gt: 1 } });
    expect(filter(new ModelTable(Object.freeze(models.slice())))).toEqual(filter(models));
    expect(filter(new ModelTable(models.slice(3, 4)))).toEqual(models.slice(3, 4));
    expect(filter(new ModelTable([]))).toEqual([]);
  });

  it("asks models once for what it is asked again and again", () => {
    const { watched, reads } = watchWindows();
    const table = new ModelTable(watched);
    for (const limit of [1, 2, 3, 4]) compileQuery({ contextWindow: { $gte: limit } }).filter(table);
    expect(reads()).toBe(models.length);
  });

  it("asks only those that are left, until it was asked for as many as there are", () => {
    const { watched, reads } = watchWindows();
    const table = new ModelTable(watched);
    const { filter } = compileQuery({ id: { $in: ["p0/m0", "p1/m1"] }, contextWindow: { $gte: 1 } });
    for (let time = 0; time < 3; time++) expect(filter(table)).toHaveLength(1);
    expect(reads()).toBeLessThanOrEqual(6);
  });
});

/** The models, and how often their context windows were read. */
function watchWindows(): { watched: Model[]; reads: () => number } {
  let reads = 0;
  const watched = models.map((model) =>
    Object.defineProperty({ ...model }, "contextWindow", {
      get() {
        reads++;
        return model.contextWindow;
      },
    }),
  );
  return { watched, reads: () => reads };
}
