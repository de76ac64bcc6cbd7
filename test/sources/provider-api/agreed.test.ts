import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreed } from "../../../src/sources/provider-api/agreed.ts";

describe("agreed", () => {
  it("keeps what all say and what only some say, and leaves out what they disagree on", () => {
    expect(
      agreed([
        { a: 1, b: 2, c: { d: 1, e: [1] } },
        { a: 1, b: 3, f: 4, c: { d: 2, e: [1] } },
      ]),
    ).toEqual({
      a: 1,
      c: { e: [1] },
      f: 4,
    });
  });

  it("does not let a third statement win what two disagree on", () => {
    expect(agreed([{ a: 1 }, { a: 2 }, { a: 1 }])).toEqual({});
  });

  it("is the statement itself where there is one, and nothing where there is none", () => {
    expect(agreed([{ a: [1, { b: null }] }])).toEqual({ a: [1, { b: null }] });
    expect(agreed([])).toBeUndefined();
  });

  it("does not depend on the order of the statements", () => {
    const said = fc.array(fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 2 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(said, (statements) => {
        expect({ ...agreed(statements) }).toEqual({ ...agreed([...statements].reverse()) });
      }),
    );
  });
});
