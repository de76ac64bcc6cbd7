import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../src/util/retry-after.ts";

const now = new Date("2026-10-21T07:28:00Z");
const DAY = 86_400_000;

describe("retryAfterMs", () => {
  it.each([
    [{ "retry-after": "30" }, 30_000],
    [{ "retry-after": " 0 " }, 0],
    [{ "retry-after": "1.5" }, 1_500],
    [{ "retry-after-ms": "250", "retry-after": "30" }, 250],
    [{ "retry-after": "Wed, 21 Oct 2026 07:29:00 GMT" }, 60_000],
    [{ "retry-after": "Wed, 21 Oct 2020 07:28:00 GMT" }, 0],
    [{ "retry-after": "99999999999999999999" }, DAY],
    [{ "retry-after": "Wed, 21 Oct 2099 07:28:00 GMT" }, DAY],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "1e309" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{}, undefined],
  ])("reads %j as %s ms", (headers, expected) => {
    expect(retryAfterMs(new Headers(Object.entries(headers)), now)).toBe(expected);
  });
});
