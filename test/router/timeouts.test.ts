import { describe, expect, it } from "vitest";
import type { CallTimeouts } from "../../src/backend.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aConfig, failureOf, HELLO, inTime } from "./support/a-router.ts";
import { handClock } from "./support/hand-clock.ts";
import { plainBackend } from "./support/plain-backend.ts";

/** What backends were called with, and a router over them. */
async function timed(route: string) {
  const clock = handClock();
  const config = await aConfig(["a"], { route });
  const seen: (CallTimeouts | undefined)[] = [];
  const backends = { a: plainBackend("a", ({ options }) => seen.push(options.timeouts)) };
  return { clock, seen, router: createRouter({ config, backends, clock, random: () => 0 }) };
}

const ROUTE = "timeout: { connect: 2s, first_content: 3s, idle: 4s, total: 50s }";
const FROM_CONFIG = { connectMs: 2_000, firstContentMs: 3_000, idleMs: 4_000, totalMs: 50_000 };

describe("the four times of a route", () => {
  it("reach its backends, whole answer or stream", async () => {
    const { router, seen } = await timed(ROUTE);
    await router.generate("m", HELLO);
    for await (const _ of router.stream("m", HELLO));
    expect(seen).toEqual([FROM_CONFIG, FROM_CONFIG]);
  });

  it("give way, each by itself, to those of one call", async () => {
    const { router, seen } = await timed(ROUTE);
    await router.generate("m", HELLO, { timeouts: { idleMs: 9_000, totalMs: 20_000 } });
    expect(seen).toEqual([{ ...FROM_CONFIG, idleMs: 9_000, totalMs: 20_000 }]);
  });

  it("leave a call ten minutes where nobody says otherwise, and the rest to the backend", async () => {
    const { router, seen } = await timed("");
    await router.generate("m", HELLO);
    expect(seen).toEqual([{ totalMs: 600_000 }]);
  });

  it("are nobody's fault where others had used them up before", async () => {
    const clock = handClock();
    const config = await aConfig(["a", "b"], { route: "timeout: 10s" });
    const failing = plainBackend("a", () => {
      clock.advance(8_000);
      throw new Error("broken");
    });
    const silent = { ...plainBackend("b"), generate: () => new Promise<never>(() => undefined) };
    const router = createRouter({ config, backends: { a: failing, b: silent }, clock, random: () => 0 });
    for (let call = 0; call < 3; call += 1)
      expect(await inTime(clock, failureOf(router.generate("m", HELLO)))).toMatchObject({ code: "deadline" });
    const [, late] = router.health().targets;
    expect(late).toMatchObject({ target: "b/x", calls: 0, failures: 0 });
    await router.close();
  });

  it("leave a later attempt what is left of the whole call's", async () => {
    const clock = handClock();
    const config = await aConfig(["a", "b"], { route: ROUTE });
    const seen: (CallTimeouts | undefined)[] = [];
    const failing = plainBackend("a", () => {
      clock.advance(12_000);
      throw new Error("broken");
    });
    const backends = { a: failing, b: plainBackend("b", ({ options }) => seen.push(options.timeouts)) };
    const router = createRouter({ config, backends, clock, random: () => 0 });
    await router.generate("m", HELLO);
    expect(seen).toEqual([{ ...FROM_CONFIG, totalMs: 38_000 }]);
  });
});
