import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonEqual } from "../../src/util/json-equal.ts";

test("data is equal to its copy, whatever the order of its keys", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(structuredClone(value)).reverse());
      expect(jsonEqual(value, turned)).toBe(true);
    }),
  );
});

test("two pieces of data are equal exactly when their texts are, the keys sorted", () => {
  const text = (value: unknown) =>
    JSON.stringify(value, (_key, item) =>
      typeof item === "object" && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    );
  const small = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, 0, 1, "", "a", false),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2 }),
    ),
  })).value;
  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(jsonEqual(a, b)).toBe(text(a) === text(b));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [{ a: undefined }, {}, true],
  [{}, { a: undefined }, true],
  [{ a: undefined }, { a: 1 }, false],
  [{ a: 1 }, { a: undefined }, false],
  [{ toString: 1 }, {}, false],
  [[], {}, false],
  [null, {}, false],
])("%o against %o is %s: undefined is absence, what is inherited does not count", (a, b, equal) => {
  expect(jsonEqual(a, b)).toBe(equal);
});

test("deeply nested data takes one comparison of each value", () => {
  let reads = 0;
  const nest = (depth: number): object => ({
    get inner() {
      reads += 1;
      return depth === 0 ? 1 : nest(depth - 1);
    },
  });
  expect(jsonEqual(nest(20), nest(20))).toBe(true);
  expect(reads).toBeLessThan(1000);
});
