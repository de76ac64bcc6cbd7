import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundRobin } from "../../src/strategies/round-robin.ts";
import { aContext, ids } from "./support/a-context.ts";

describe("the round robin", () => {
  it("spreads the turns evenly by weight, as nginx does", () => {
    const { targets, context } = aContext([
      { id: "b/a", weight: 5 },
      { id: "b/b", weight: 1 },
      { id: "b/c", weight: 1 },
    ]);
    const turns = Array.from({ length: 7 }, () => ids(roundRobin.order(targets, context))[0]?.slice(2));
    expect(turns.join("")).toBe("aabacaa");
  });

  it("gives each target in one round exactly as many turns as it weighs", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 3 }), (all, rounds) => {
        const { targets, context } = aContext(all.map((weight, place) => ({ id: `b/${place}`, weight })));
        const total = all.reduce((sum, weight) => sum + weight, 0);
        const counts = all.map(() => 0);
        for (let turn = 0; turn < rounds * total; turn++) {
          const [first = ""] = ids(roundRobin.order(targets, context));
          const place = Number(first.slice(2));
          counts[place] = (counts[place] ?? 0) + 1;
        }
        expect(counts).toEqual(all.map((weight) => rounds * weight));
      }),
    );
  });

  it("tries what weighs nothing after the others alone", () => {
    const { targets, context } = aContext([
      { id: "b/drained", weight: 0 },
      { id: "b/a", weight: 1 },
      { id: "b/b", weight: 1 },
    ]);
    for (let turn = 0; turn < 4; turn++) expect(ids(roundRobin.order(targets, context))[2]).toBe("b/drained");
  });

  it("takes a target that stands twice on its route for two", () => {
    const { targets, context } = aContext([{ id: "b/a" }, { id: "b/a" }]);
    const firsts = Array.from({ length: 4 }, () =>
      targets.indexOf(roundRobin.order(targets, context)[0]?.target as never),
    );
    expect(firsts).toEqual([0, 1, 0, 1]);
  });
});
