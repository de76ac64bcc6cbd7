import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Model } from "../../src/model.ts";
import { compileQuery, ModelTable, parseQuery, type Query } from "../../src/query.ts";
import { anyModel, anyQuery } from "./support/arbitraries.ts";
import { naiveAnswer } from "./support/naive-answer.ts";

const someModels = fc.array(anyModel, { minLength: 1, maxLength: 4 });

/** How often a property is tried. */
const often = { numRuns: 3_000 };

describe("a compiled query", () => {
  it("holds exactly where a plain three-valued interpreter says yes, and its negation where that says no", () => {
    const seen = { yes: 0, no: 0, unknown: 0 };
    fc.assert(
      fc.property(anyQuery, someModels, (query, models) => {
        const { matches, filter } = compileQuery(query);
        const negated = compileQuery({ $not: query });
        for (const model of models) {
          const answer = naiveAnswer(query, model);
          seen[answer]++;
          expect(matches(model)).toBe(answer === "yes");
          expect(negated.matches(model)).toBe(answer === "no");
        }
        expect(filter(models)).toEqual(models.filter(matches));
        const table = new ModelTable(models);
        expect(filter(table)).toEqual(models.filter(matches));
        expect(negated.filter(table)).toEqual(models.filter(negated.matches));
      }),
      often,
    );
    expect(seen.yes + seen.no + seen.unknown).toBeGreaterThan(5_000);
    expect(Math.min(seen.yes, seen.no, seen.unknown)).toBeGreaterThan(300);
  });

  it("obeys De Morgan's laws", () => {
    const agree = (models: readonly Model[], left: Query, right: Query) =>
      expect(compileQuery(left).filter(models)).toEqual(compileQuery(right).filter(models));
    fc.assert(
      fc.property(anyQuery, anyQuery, someModels, (a, b, models) => {
        agree(models, { $not: { $and: [a, b] } }, { $or: [{ $not: a }, { $not: b }] });
        agree(models, { $not: { $or: [a, b] } }, { $and: [{ $not: a }, { $not: b }] });
        agree(models, { $nor: [a, b] }, { $not: { $or: [b, a] } });
        agree(models, { $not: { $not: a } }, a);
      }),
      { numRuns: 1_000 },
    );
  });

  it("has every equality it names, wherever it holds", () => {
    fc.assert(
      fc.property(anyQuery, someModels, (query, models) => {
        const { filter, equals } = compileQuery(query);
        for (const model of filter(models)) {
          for (const { index, key } of equals) {
            if (index === "provider") expect(model.provider).toBe(key);
            if (index === "capability") expect(model.capabilities[key]).toBe(true);
            if (index === "tag") expect(model.tags).toContain(key);
          }
        }
      }),
      often,
    );
  });

  it("means the same after a journey as JSON", () => {
    fc.assert(
      fc.property(anyQuery, someModels, (query, models) => {
        const arrived = parseQuery(JSON.parse(JSON.stringify(query)));
        expect(compileQuery(arrived).filter(models)).toEqual(compileQuery(query).filter(models));
      }),
      { numRuns: 500 },
    );
  });
});
