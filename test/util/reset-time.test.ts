import { expect, test } from "vitest";
import { durationMs, resetMs } from "../../src/util/reset-time.ts";

const NOW = Date.parse("2026-05-18T11:42:00Z");

test.each([
  ["17s", 17_000],
  ["6m0s", 360_000],
  ["1h2m3.5s", 3_723_500],
  ["20ms", 20],
  ["5 minutes", 300_000],
  ["1000000d", 86_400_000],
  ["5 parsecs", undefined],
  ["", undefined],
  ["-5s", undefined],
])("the duration %s is %s ms", (text, expected) => {
  expect(durationMs(text)).toBe(expected);
});

test.each([
  ["12", 12_000],
  [" 1.5 ", 1_500],
  ["2026-05-18T11:42:16Z", 16_000],
  ["2026-05-18T11:41:16Z", 0],
  ["2026-99-99T00:00:00Z", undefined],
  [String(NOW / 1_000 + 3), 3_000],
  [String(NOW + 3), 3],
  ["1e308", undefined],
])("the reset %s is in %s ms", (text, expected) => {
  expect(resetMs(text, NOW)).toBe(expected);
});
