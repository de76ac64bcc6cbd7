import { describe, expect, it } from "vitest";
import { balanced } from "../../src/strategies/balanced.ts";
import { aContext, ids } from "./support/a-context.ts";

describe("the balanced strategy", () => {
  it("counts cost 60 and quality 40 where nobody says otherwise", () => {
    const { targets, context } = aContext([
      { id: "b/good", price: 2, quality: 1 },
      { id: "b/cheap", price: 1, quality: 0.5 },
    ]);
    expect(balanced.order(targets, context)).toMatchObject([
      { target: { id: "b/cheap" }, score: 0.6 * 1 + 0.4 * 0.5 },
      { target: { id: "b/good" }, score: 0.6 * 0.5 + 0.4 * 1 },
    ]);
  });

  it("turns with the weights, which need not sum to 1", () => {
    const known = [
      { id: "b/cheap", price: 1, quality: 0.5 },
      { id: "b/good", price: 2, quality: 1 },
    ];
    const { targets, context } = aContext(known, { weights: { cost: 1, quality: 3 } });
    const ranked = balanced.order(targets, context);
    expect(ids(ranked)).toEqual(["b/good", "b/cheap"]);
    expect(ranked[0]?.parts).toMatchObject({ cost: { weight: 0.25 }, quality: { weight: 0.75 } });
  });

  it("looks only at what counts", () => {
    const { targets, context } = aContext([{ id: "b/one", quality: 1 }], {
      weights: { quality: 1 },
      expectedCost: () => {
        throw new Error("nobody asks");
      },
    });
    expect(Object.keys(balanced.order(targets, context)[0]?.parts ?? {})).toEqual(["quality"]);
  });

  it("falls back to its usual weights where all are zero", () => {
    const { targets, context } = aContext([{ id: "b/one", price: 1 }], { weights: { cost: 0, performance: 0 } });
    expect(Object.keys(balanced.order(targets, context)[0]?.parts ?? {})).toEqual(["cost", "quality"]);
  });

  it("counts a cost or quality nobody knows as the worst, and puts last what it knows nothing of", () => {
    const { targets, context } = aContext([
      { id: "b/nothing" },
      { id: "b/only-good", quality: 1 },
      { id: "b/only-cheap", price: 1 },
      { id: "b/both", price: 1, quality: 0.1 },
    ]);
    const ranked = balanced.order(targets, context);
    expect(ids(ranked)).toEqual(["b/both", "b/only-cheap", "b/only-good", "b/nothing"]);
    expect(ranked[1]?.parts?.quality).toEqual({
      unit: "percentile",
      score: 0,
      weight: 0.4,
      note: "counts as the worst: no benchmark is known",
    });
    expect(ranked[3]).not.toHaveProperty("score");
  });

  it("counts what was not called lately as half as quick as the quickest, so that it may be called", () => {
    const quick = { firstContentMs: 100, calls: 9 };
    const slow = { firstContentMs: 900, calls: 9 };
    const known = [{ id: "b/slow", performance: slow }, { id: "b/new" }, { id: "b/quick", performance: quick }];
    const { targets, context } = aContext(
      known.map((one) => ({ ...one, quality: 0.5 })),
      { weights: { performance: 1, quality: 1 } },
    );
    expect(ids(balanced.order(targets, context))).toEqual(["b/quick", "b/new", "b/slow"]);
  });
});
