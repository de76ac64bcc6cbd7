import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PriceRow } from "../../../src/sources/catalog/price-rows.ts";
import { withoutClashes } from "../../../src/sources/catalog/without-clashes.ts";

function aRow(id: string, aliases: string[]): PriceRow {
  return { id, facts: { provider: "p", aliases } };
}

describe("withoutClashes", () => {
  it("takes away an alias that is the id of another model", () => {
    const [first, second] = withoutClashes([aRow("p/a", ["p/b", "p/c"]), aRow("p/b", [])]);
    expect([first?.facts.aliases, second?.facts.aliases]).toEqual([["p/c"], []]);
  });

  it("takes away an alias that two models have from both", () => {
    const rows = withoutClashes([aRow("p/a", ["p/x", "p/y"]), aRow("p/b", ["p/x"])]);
    expect(rows.map(({ facts }) => facts.aliases)).toEqual([["p/y"], []]);
  });

  it("leaves every name with one meaning, and every id listed once", () => {
    const name = fc.constantFrom("p/a", "p/b", "p/c", "p/d", "p/e", "__proto__", "constructor");
    const row = fc.record({ id: name, aliases: fc.array(name, { maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const clean = withoutClashes(rows.map(({ id, aliases }) => aRow(id, aliases)));
        const names = clean.flatMap(({ id, facts }) => [id, ...facts.aliases]);
        expect(new Set(names).size).toBe(names.length);
        expect(new Set(clean.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
      }),
    );
  });
});
