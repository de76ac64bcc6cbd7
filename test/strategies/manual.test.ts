import { expect, it } from "vitest";
import { manual } from "../../src/strategies/manual.ts";
import { aContext, ids } from "./support/a-context.ts";

it("keeps the order of the route, whatever is known", () => {
  const { targets, context } = aContext([
    { id: "b/dear", price: 3 },
    { id: "b/free", price: 0, quality: 1 },
  ]);
  expect(ids(manual.order(targets, context))).toEqual(["b/dear", "b/free"]);
});
