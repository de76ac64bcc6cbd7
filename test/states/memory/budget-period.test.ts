import { expect, test } from "vitest";
import { endOf } from "../../../src/states/memory/budget-period.ts";

test.each([
  ["hour", "2026-05-18T11:42:00Z", "2026-05-18T12:00:00Z"],
  ["hour", "2026-05-18T12:00:00Z", "2026-05-18T13:00:00Z"],
  ["day", "2026-05-18T23:59:59.999Z", "2026-05-19T00:00:00Z"],
  ["week", "2026-05-17T23:59:59Z", "2026-05-18T00:00:00Z"], // a Sunday
  ["week", "2026-05-18T00:00:00Z", "2026-05-25T00:00:00Z"], // a Monday
  ["week", "1970-01-01T00:00:00Z", "1970-01-05T00:00:00Z"],
  ["month", "2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z"],
  ["month", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"],
] as const)("the %s of %s ends at %s", (per, now, end) => {
  expect(new Date(endOf(per, Date.parse(now)) ?? 0)).toEqual(new Date(end));
});

test("what is for all time has no end", () => {
  expect(endOf("total", 0)).toBeUndefined();
});
