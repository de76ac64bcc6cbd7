import { expect, it } from "vitest";
import { isoTime } from "../../src/util/iso-time.ts";

it.each([
  [1_767_225_600, "2026-01-01T00:00:00.000Z"],
  [0, undefined],
  [null, undefined],
  [undefined, undefined],
  [Number.NaN, undefined],
  [1e300, undefined],
])("reads %s seconds as %s", (seconds, text) => {
  expect(isoTime(seconds)).toBe(text);
});
