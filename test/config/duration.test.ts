import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDuration } from "../../src/config/duration.ts";

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["2m", 120_000],
  ["1h", 3_600_000],
  ["1.5s", 1_500],
  ["1.1s", 1_100],
  ["10 s", 10_000],
  ["30", 30_000],
  [30, 30_000],
  [0.25, 250],
  ["0s", 0],
  ["24h", 86_400_000],
])("%j is %d milliseconds", (written, milliseconds) => {
  expect(parseDuration(written)).toBe(milliseconds);
});

test.each([
  ["soon"],
  [""],
  ["5 minutes"],
  ["-1s"],
  [-1],
  ["1s2"],
  ["1h30m"],
  [".5s"],
  ["1e3"],
  [1e21],
  ["s"],
  [null],
  [true],
  [[30]],
])("%j is no duration", (written) => {
  expect(parseDuration(written)).toBeUndefined();
});

test("what a timer cannot wait for is no duration", () => {
  expect(parseDuration("2147483647ms")).toBe(2_147_483_647);
  expect(parseDuration("2147483648ms")).toBeUndefined();
  expect(parseDuration("600h")).toBeUndefined();
});

test("a number of seconds and its text mean the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000 }), (seconds) => {
      expect(parseDuration(seconds)).toBe(seconds * 1_000);
      expect(parseDuration(`${seconds}s`)).toBe(seconds * 1_000);
    }),
  );
});
