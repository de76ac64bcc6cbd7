import { expect, test } from "vitest";
import { readAnnouncedLimits } from "../../../src/router/limits/announced-limits.ts";

const NOW = Date.parse("2026-05-18T11:42:00Z");

function read(headers: Record<string, string | string[]>) {
  return readAnnouncedLimits(headers, NOW);
}

function openAi(remaining: string, reset: string, limit = "10000") {
  return read({
    "x-ratelimit-limit-requests": limit,
    "x-ratelimit-remaining-requests": remaining,
    "x-ratelimit-reset-requests": reset,
  })?.requests;
}

test("reads OpenAI's limits of requests and tokens, which fill evenly", () => {
  expect(
    read({
      "x-ratelimit-limit-requests": "10000",
      "x-ratelimit-limit-tokens": "200000",
      "x-ratelimit-remaining-requests": "9980",
      "x-ratelimit-remaining-tokens": "150000",
      "x-ratelimit-reset-requests": "120ms",
      "x-ratelimit-reset-tokens": "15s",
    }),
  ).toEqual({
    requests: { remaining: 9_980, resetMs: 120, limit: 10_000, refills: true },
    tokens: { remaining: 150_000, resetMs: 15_000, limit: 200_000, refills: true },
  });
});

test("reads Groq's limit of a day, which gives one more every six seconds and not all tomorrow", () => {
  expect(openAi("0", "24h0m0s", "14400")).toEqual({
    remaining: 0,
    resetMs: 86_400_000,
    limit: 14_400,
    refills: true,
  });
  expect(openAi("14370", "2m59.56s", "14400")).toMatchObject({ resetMs: 179_560, refills: true });
});

test("a limit by the same names that starts anew at a certain time does not fill evenly", () => {
  expect(openAi("10", "20s", "100")).toEqual({ remaining: 10, resetMs: 20_000, limit: 100 });
  expect(openAi("0", "6m0s", "100")).toEqual({ remaining: 0, resetMs: 360_000, limit: 100 });
});

test.each([
  ["6m0s", 360_000],
  ["120ms", 120],
  ["1.5", 1_500],
  ["2026-05-18T11:42:16Z", 16_000],
  [String(NOW + 5_000), 5_000],
  [String(NOW / 1_000 + 5), 5_000],
  ["2026-05-18T11:41:00Z", 0],
])("reads the reset %s", (reset, resetMs) => {
  expect(openAi("5", reset, "7")).toMatchObject({ remaining: 5, resetMs });
});

test("reads Anthropic's limits, and takes off what rounding to thousands may hide", () => {
  const reset = "2026-05-18T11:42:30Z";
  const limit = (what: string, remaining: string, most: string) => ({
    [`anthropic-ratelimit-${what}-limit`]: most,
    [`anthropic-ratelimit-${what}-remaining`]: remaining,
    [`anthropic-ratelimit-${what}-reset`]: reset,
  });
  const requests = limit("requests", "49", "50");
  const tokens = limit("tokens", "8000", "8000");
  expect(
    read({
      ...requests,
      ...tokens,
      ...limit("input-tokens", "39000", "40000"),
      ...limit("output-tokens", "0", "8000"),
    }),
  ).toEqual({
    requests: { remaining: 49, resetMs: 30_000, limit: 50, refills: true },
    inputTokens: { remaining: 38_500, resetMs: 30_000, limit: 40_000, refills: true },
    outputTokens: { remaining: 0, resetMs: 30_000, limit: 8_000, refills: true },
  });
  expect(read({ ...requests, ...tokens })?.tokens).toMatchObject({ remaining: 7_500 });
  expect(read({ ...requests, ...limit("tokens", "7123", "8000") })?.tokens).toMatchObject({ remaining: 7_123 });
});

test("reads a limit that has one name alone", () => {
  const reset = String(NOW + 40_000);
  expect(read({ "x-ratelimit-limit": "20", "x-ratelimit-remaining": "3", "x-ratelimit-reset": reset })).toEqual({
    requests: { remaining: 3, resetMs: 40_000, limit: 20 },
  });
});

test.each([
  ["Azure's word for unknown", "-1", "0"],
  ["a negative number", "-5", "10s"],
  ["no number", "NaN", "10s"],
  ["infinity", "Infinity", "10s"],
  ["a power", "1e308", "10s"],
  ["nothing", "", "10s"],
  ["a reset that makes no sense", "5", "soon"],
  ["a negative reset", "5", "-10"],
  ["no reset", "5", ""],
])("takes %s as not said", (_, remaining, reset) => {
  expect(openAi(remaining, reset)).toBeUndefined();
});

test("limits what is far too much", () => {
  expect(openAi("99999999999999999999", "99999999999999999999", "-1")).toEqual({
    remaining: Number.MAX_SAFE_INTEGER,
    resetMs: 86_400_000,
  });
});

test("reads the first of several headers by one name, and nothing where none announces a limit", () => {
  expect(
    read({ "x-ratelimit-remaining-tokens": ["7", "9"], "x-ratelimit-reset-tokens": ["1s", "2s"] })?.tokens,
  ).toEqual({ remaining: 7, resetMs: 1_000 });
  expect(read({ "content-type": "application/json", "x-request-id": "a" })).toBeUndefined();
});
