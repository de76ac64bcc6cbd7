import { expect, it } from "vitest";
import { cost } from "../../src/strategies/cost.ts";
import { aContext, ids } from "./support/a-context.ts";

it("puts the cheapest first, one that is free before all, and never what nobody knows the price of", () => {
  const { targets, context } = aContext([
    { id: "b/unknown" },
    { id: "b/dear", price: 3 },
    { id: "b/free", price: 0 },
    { id: "b/cheap", price: 0.000_001 },
  ]);
  const ranked = cost.order(targets, context);
  expect(ids(ranked)).toEqual(["b/free", "b/cheap", "b/dear", "b/unknown"]);
  expect(ranked[3]).toMatchObject({ parts: { cost: { note: "no price is known for the target" } } });
  expect(ranked[3]).not.toHaveProperty("score");
});

it("scores by how much of a target's cost the cheapest one is", () => {
  const { targets, context } = aContext([
    { id: "b/four", price: 4 },
    { id: "b/one", price: 1 },
  ]);
  expect(cost.order(targets, context)).toMatchObject([
    { target: { id: "b/one" }, score: 1, parts: { cost: { value: 1, unit: "USD" } } },
    { target: { id: "b/four" }, score: 0.25, parts: { cost: { value: 4 } } },
  ]);
});
