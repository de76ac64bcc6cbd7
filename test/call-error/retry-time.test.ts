import { describe, expect, it } from "vitest";
import { retryTimeOf } from "../../src/call-error/retry-time.ts";

const now = new Date("2026-05-18T11:42:00Z");
const DAY = 86_400_000;

function wait(headers: Record<string, string | string[]>, body?: unknown, message?: string): number | undefined {
  return retryTimeOf({ headers, body, message, now });
}

describe("retryTimeOf", () => {
  it.each([
    ["seconds", { "retry-after": "23" }, 23_000],
    ["parts of a second", { "retry-after": "0.5" }, 500],
    ["zero", { "retry-after": "0" }, 0],
    ["a date", { "retry-after": "Mon, 18 May 2026 11:42:10 GMT" }, 10_000],
    ["a date that has passed", { "retry-after": "Mon, 18 May 2026 11:41:00 GMT" }, 0],
    ["milliseconds", { "retry-after-ms": "250" }, 250],
    ["far too long", { "retry-after": "1000000000000" }, DAY],
    ["what is negative", { "retry-after": "-5" }, undefined],
    ["what is no number", { "retry-after": "NaN" }, undefined],
    ["nothing", { "retry-after": "" }, undefined],
    ["two headers", { "retry-after": ["1", "30"] }, 30_000],
    ["two headers in one", { "retry-after": "1, 30" }, 30_000],
    ["both kinds, as Azure sends them", { "retry-after": "1", "retry-after-ms": "0" }, 1_000],
  ])("reads %s of retry-after", (_, headers, expected) => {
    expect(wait(headers)).toBe(expected);
  });

  it.each([
    ["6m0s", 360_000],
    ["120ms", 120],
    ["7.66s", 7_660],
    ["1h2m3s", 3_723_000],
    ["12", 12_000],
    ["2026-05-18T11:42:18Z", 18_000],
    [String(now.getTime() + 5_000), 5_000],
    [String(now.getTime() / 1_000 + 5), 5_000],
    ["soon", undefined],
    ["5 parsecs", undefined],
  ])("reads the reset %s of a rate limit", (reset, expected) => {
    expect(wait({ "x-ratelimit-reset-tokens": reset })).toBe(expected);
  });

  it("waits for what is used up, not for what is left", () => {
    const headers = {
      "anthropic-ratelimit-requests-remaining": "994",
      "anthropic-ratelimit-requests-reset": "2026-05-18T12:42:00Z",
      "anthropic-ratelimit-input-tokens-remaining": "0",
      "anthropic-ratelimit-input-tokens-reset": "2026-05-18T11:42:18Z",
    };
    expect(wait(headers)).toBe(18_000);
  });

  it("reads Google's RetryInfo, Hugging Face's estimate, and what is deep inside", () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "17s" }];
    expect(wait({}, { error: { code: 429, details } })).toBe(17_000);
    expect(wait({}, [{ error: { details: [{ retryDelay: "0.5s" }] } }])).toBe(500);
    expect(wait({}, { error: "loading", estimated_time: 20.5 })).toBe(20_500);
    for (const retryDelay of ["", "-1s", 5, null, {}])
      expect(wait({}, { error: { details: [{ retryDelay }] } })).toBeUndefined();
  });

  it.each([
    ["Rate limit reached. Please try again in 6m0s. Visit us", 360_000],
    ["Please try again in 20ms.", 20],
    ["Please try again in 11.8125s. Need more?", 11_813],
    ["Please retry in 48.1s.", 48_100],
    ["try again in 2 minutes", 120_000],
    ["try again later", undefined],
    [`try again in ${"9".repeat(500)}s`, undefined],
  ])("reads %j", (message, expected) => {
    expect(wait({}, undefined, message)).toBe(expected);
  });

  it("trusts the header before the body, the words, and the resets", () => {
    const headers = { "retry-after": "1", "x-ratelimit-reset-requests": "9s" };
    expect(wait(headers, { details: [{ retryDelay: "5s" }] }, "try again in 7s")).toBe(1_000);
    expect(wait({ "x-ratelimit-reset-requests": "9s" }, undefined, "try again in 7s")).toBe(7_000);
  });
});
