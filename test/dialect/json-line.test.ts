import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonLine } from "../../src/dialect/json-line.ts";

/** Where Python's `splitlines` ends a line. */
const LINE_ENDS = ["\n", "\r", "\u000b", "\u000c", "\u001c", "\u001d", "\u001e", "\u0085", "\u2028", "\u2029"];

test("JSON is one line to every reader, and says the same", () => {
  const unit = fc.oneof(fc.constantFrom(...LINE_ENDS), fc.string());
  fc.assert(
    fc.property(fc.array(unit), fc.string({ unit: "binary" }), (texts, key) => {
      const value = { [`k${key}`]: texts, all: texts.join("") };
      const json = jsonLine(value);
      for (const end of LINE_ENDS) expect(json).not.toContain(end);
      expect(JSON.parse(json)).toEqual(value);
    }),
  );
});

test("text without such characters is what JSON.stringify makes of it", () => {
  expect(jsonLine('naïve – "ünïcode" 😀')).toBe(JSON.stringify('naïve – "ünïcode" 😀'));
});
