import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTable } from "../../src/cli/table.ts";

const columns = [
  { title: "model", value: ([id]: string[]) => id ?? "", flexible: true },
  { title: "price", value: ([, price]: string[]) => price ?? "", align: "right" as const },
];

describe("tables", () => {
  it("aligns columns and ends lines without spaces", () => {
    expect(
      formatTable(
        [
          ["a", "1"],
          ["longer", "10"],
        ],
        columns,
      ),
    ).toBe("model   price\na           1\nlonger     10");
  });

  it("cuts flexible columns where the line is too long", () => {
    expect(formatTable([["openai/gpt-4o-mini", "10"]], columns, { width: 18 })).toBe(
      "model        price\nopenai/gpt…     10",
    );
  });

  it("never has a line longer than the terminal, whatever is in it", () => {
    const row = fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 5, max: 60 }), (rows, width) => {
        for (const line of formatTable(rows, columns, { width }).split("\n")) {
          expect([...line].length).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  it("lets no control character or terminal escape through", () => {
    const shown = formatTable([["\u001b[31mred\u0007\nnext\u202e", "1"]], columns);
    expect(shown).toBe("model            price\n·[31mred· next·      1");
  });
});
