import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/util/parse-csv.ts";

const rows = (text: string) => parseCsv(text).map((row) => Object.fromEntries(row));

describe("parseCsv", () => {
  it("gives each row by the names in the first line", () => {
    expect(rows("a,b\n1,2\r\n3,4")).toEqual([
      { a: "1", b: "2" },
      { a: "3", b: "4" },
    ]);
    expect(rows("a,b\n")).toEqual([]);
    expect(rows("")).toEqual([]);
  });

  it("reads quoted cells with commas, quotes and line breaks", () => {
    expect(rows('a,b\n"x, ""y""\nz",2')).toEqual([{ a: 'x, "y"\nz', b: "2" }]);
  });

  it("takes a short row for what it holds, and leaves out what has no name", () => {
    expect(rows("a,b,c\n1\n1,,\n1,2,3,4")).toEqual([{ a: "1" }, { a: "1", b: "", c: "" }, { a: "1", b: "2", c: "3" }]);
  });

  it("reads back every table that was written by the rules", () => {
    const cell = fc.string({ maxLength: 8 });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
    fc.assert(
      fc.property(table, (cells) => {
        const width = cells[0]?.length ?? 2;
        const header = Array.from({ length: width }, (_, index) => `c${index}`);
        const text = [header, ...cells]
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        expect(parseCsv(text).map((row) => [...row.values()])).toEqual(cells);
      }),
    );
  });

  it("says in which row a quote is wrong", () => {
    expect(() => parseCsv('a,b\n1,2\n"open,3')).toThrow("not valid CSV at line 3");
    expect(() => parseCsv('a,b\nx"y,2')).toThrow("not valid CSV at line 2");
  });
});
