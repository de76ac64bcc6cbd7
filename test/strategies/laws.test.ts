import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRATEGIES_BY_NAME } from "../../src/builtins/strategies.ts";
import { aContext, ids, type Known } from "./support/a-context.ts";

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const aTarget = fc.record({
  weight: fc.constantFrom(0, 1, 2, 5),
  price: some(fc.constantFrom(0, 0.5, 1, 3)),
  quality: some(fc.constantFrom(0, 0.4, 0.4, 1)),
  performance: some(
    fc.record({
      firstContentMs: fc.constantFrom(0, 100, 2_000),
      tokensPerSecond: fc.constantFrom(10, 100),
      calls: fc.integer({ min: 1, max: 10 }),
    }),
  ),
});

const someTargets = fc
  .array(aTarget, { maxLength: 8 })
  .map((all) => all.map((one, place) => withoutUndefined({ id: `b/${place}`, ...one })));

const weights = fc.record({
  cost: fc.constantFrom(0, 1, 60),
  quality: fc.constantFrom(0, 1, 40),
  performance: fc.constantFrom(0, 1, 7),
});

function withoutUndefined(known: object): Known {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as unknown as Known;
}

describe.each([...STRATEGIES_BY_NAME.values()])("the strategy $name", (strategy) => {
  it("gives every target once, whatever is known, and leaves what it was given as it was", () => {
    fc.assert(
      fc.property(
        someTargets,
        weights,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (known, weights, drawn) => {
          const { targets, context } = aContext(known, { weights, random: () => drawn });
          const ranked = strategy.order(targets, context);
          expect(ids(ranked).sort()).toEqual(targets.map(({ id }) => id).sort());
          expect(new Set(ranked.map(({ target }) => target))).toEqual(new Set(targets));
        },
      ),
    );
  });

  it("gives the same twice from the same memory", () => {
    fc.assert(
      fc.property(someTargets, weights, (known, weights) => {
        const once = aContext(known, { weights, memory: new Map([["b/0", 3]]) });
        const again = aContext(known, { weights, memory: new Map([["b/0", 3]]) });
        const told = ({ targets, context }: typeof once) =>
          strategy.order(targets, context).map(({ target, score, parts }) => ({ id: target.id, score, parts }));
        expect(told(once)).toEqual(told(again));
      }),
    );
  });

  it("keeps what is equal in the order of the route", () => {
    fc.assert(
      fc.property(aTarget, fc.integer({ min: 0, max: 6 }), (one, count) => {
        const known = Array.from({ length: count }, (_, place) => withoutUndefined({ ...one, id: `b/${place}` }));
        const { targets, context } = aContext(known);
        expect(ids(strategy.order(targets, context))).toEqual(known.map(({ id }) => id));
      }),
    );
  });

  it("has scores that fall, and none behind those it does not know", () => {
    fc.assert(
      fc.property(someTargets, weights, (known, weights) => {
        const { targets, context } = aContext(known, { weights });
        const scores = strategy.order(targets, context).map(({ score }) => score);
        const told = scores.filter((score) => score !== undefined);
        expect(scores.slice(0, told.length)).toEqual(told);
        expect(told).toEqual([...told].sort((a, b) => b - a));
        for (const score of told) expect(score).toSatisfy((one: number) => one >= 0 && one <= 1);
      }),
    );
  });
});
