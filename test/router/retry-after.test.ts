import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { HELLO } from "./support/a-router.ts";
import { byHand } from "./support/by-hand.ts";
import { type Serve, startUpstream, well } from "./support/upstream.ts";

const SLOW_DOWN = JSON.stringify({ error: { message: "slow down", code: "rate_limit_exceeded" } });

/** Refuses the first request, and says when to come again. */
function limitedOnce(headers: readonly (readonly [string, string])[]): Serve {
  let count = 0;
  return (outgoing, asked) => {
    count += 1;
    if (count > 1) return well(outgoing, asked);
    outgoing.writeHead(429, ["content-type", "application/json", ...headers.flat()]);
    outgoing.end(SLOW_DOWN);
  };
}

/** What the router waited for before it asked again, and whom it asked. */
async function waitedFor(headers: readonly (readonly [string, string])[], { route = "", others = 0 } = {}) {
  const limited = await startUpstream(limitedOnce(headers));
  const rest = await Promise.all(Array.from({ length: others }, () => startUpstream(well)));
  const urls = [limited, ...rest].map(({ url }, place) => [`b${place}`, `${url}/v1`]);
  const { router, clock, waits, told } = await byHand(Object.fromEntries(urls), { route });
  let isOver = false;
  const answered = router.generate("m", HELLO).then(
    ({ content }) => content,
    ({ code }: { code: string }) => code,
  );
  void answered.then(() => {
    isOver = true;
  });
  while (!isOver && waits.length === 0) await setImmediate();
  if (!isOver) clock.advance(waits[0] ?? 0);
  return { answered: await answered, waits, told: told() };
}

describe("the time a provider asks to wait", () => {
  it.each<[string, readonly (readonly [string, string])[], number]>([
    ["seconds", [["retry-after", "23"]], 23_000],
    ["parts of a second", [["retry-after", "0.5"]], 500],
    ["milliseconds", [["retry-after-ms", "250"]], 250],
    [
      "two headers, the longer of which counts",
      [
        ["retry-after", "2"],
        ["retry-after", "30"],
      ],
      30_000,
    ],
    ["a whole minute", [["retry-after", "60"]], 60_000],
    ["nothing", [], 0],
    ["zero", [["retry-after", "0"]], 0],
    ["less than nothing", [["retry-after", "-5"]], 0],
    ["no number", [["retry-after", "NaN"]], 0],
    ["a date that has passed", [["retry-after", "Mon, 18 May 2020 11:42:10 GMT"]], 0],
  ])("as %s is waited for, and not a moment less", async (_, headers, expected) => {
    // Chance says 0 here, so that only what was told is left.
    const { answered, waits, told } = await waitedFor(headers);
    expect({ answered, told }).toEqual({
      answered: "all is well",
      told: ["first b0/x rate_limited", "retry b0/x ok"],
    });
    expect(waits).toEqual(expected === 0 ? [] : [expected]);
  });

  it("as a date of HTTP is waited for", async () => {
    const inTwentySeconds = new Date(Date.now() + 20_000).toUTCString();
    const { waits } = await waitedFor([["retry-after", inTwentySeconds]]);
    expect(waits[0]).toBeGreaterThan(17_000);
    expect(waits[0]).toBeLessThanOrEqual(20_000);
  });

  it.each(["61", "1000000000000"])(
    "of %s seconds is waited for by nobody: others are asked at once",
    async (seconds) => {
      const headers = [["retry-after", seconds]] as const;
      expect(await waitedFor(headers, { others: 1 })).toEqual({
        answered: "all is well",
        waits: [],
        told: ["first b0/x rate_limited", "next_target b1/x ok"],
      });
      expect(await waitedFor(headers)).toEqual({
        answered: "targets_failed",
        waits: [],
        told: ["first b0/x rate_limited"],
      });
    },
  );

  it("beyond the call's own deadline is not waited for either", async () => {
    const headers = [["retry-after", "10"]] as const;
    expect(await waitedFor(headers, { route: "timeout: 10s" })).toMatchObject({
      waits: [],
      answered: "targets_failed",
    });
    expect(await waitedFor(headers, { route: "timeout: 11s" })).toMatchObject({ waits: [10_000] });
  });
});
