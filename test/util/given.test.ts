import { expect, it } from "vitest";
import { given } from "../../src/util/given.ts";

it("keeps what holds something, also 0 and no, and leaves out the rest", () => {
  const facts = { zero: 0, no: false, text: "a", list: [0], part: { a: null }, empty: "", none: null, gap: undefined };
  expect(given({ ...facts, noList: [], noPart: {} })).toEqual({
    zero: 0,
    no: false,
    text: "a",
    list: [0],
    part: { a: null },
  });
});
