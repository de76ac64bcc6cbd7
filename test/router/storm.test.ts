import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { brokenServer, type FakeAnswer, rateLimited } from "../../src/backends/fake.ts";
import { CallError } from "../../src/call-error.ts";
import type { RouterSettings } from "../../src/config.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aConfig, aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";
import { handClock } from "./support/hand-clock.ts";
import { plainBackend } from "./support/plain-backend.ts";

const ok: FakeAnswer = { text: "fine" };

/** Calls at a steady rate for a time; how many requests came to the backends in each part of it. */
async function storm(names: readonly string[], settings: Partial<RouterSettings> = {}) {
  const clock = handClock();
  const config = await aConfig(names, { settings });
  let isBroken = true;
  let asked = 0;
  const backend = (name: string) =>
    plainBackend(name, ({ model }) => {
      asked += 1;
      const error = { fault: "target", retryable: true, status: 503, target: `${name}/${model}` } as const;
      if (isBroken) throw new CallError("server_error", "the server failed", error);
    });
  const backends = Object.fromEntries(names.map((name) => [name, backend(name)]));
  // A fixed sequence that looks like chance.
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const router = createRouter({ config, backends, clock, random });
  return {
    repair() {
      isBroken = false;
    },
    /** Requests for each call that was made. */
    async load(perSecond: number, seconds: number) {
      const before = asked;
      let answered = 0;
      for (let call = 0; call < perSecond * seconds; call += 1) {
        void router.generate("m", HELLO).then(
          () => {
            answered += 1;
          },
          () => undefined,
        );
        clock.advance(1_000 / perSecond);
        await setImmediate();
      }
      return { load: (asked - before) / (perSecond * seconds), answered };
    },
  };
}

const NEVER_ALONE = { breaker: { failureShare: 1 } };

describe("a storm of failures", () => {
  it.each<[string, readonly string[], Partial<RouterSettings>]>([
    ["one backend", ["a"], {}],
    // Who is asked second is so as the call's own second choice, until he is left alone too.
    ["two backends", ["a", "b"], {}],
    ["one backend that is never left alone, so that only the budget of retries holds back", ["a"], NEVER_ALONE],
  ])("sends hardly more than was asked for: %s", async (_, names, settings) => {
    const { load, repair } = await storm(names, settings);
    expect((await load(100, 30)).load).toBeLessThanOrEqual(1.2);
    repair();
    await load(100, 5);
    const well = await load(100, 5);
    expect(well).toEqual({ load: 1, answered: 500 });
  });
});

describe("the budget of retries", () => {
  it("is spent by retries, and earned again by calls that go well", async () => {
    let isBroken = true;
    const script = (): FakeAnswer => (isBroken ? brokenServer() : ok);
    // Chance says that nothing is waited for, so that nothing is earned by time alone.
    const { generate, failure, events } = await aRouter({ a: script }, { random: () => 0, settings: NEVER_ALONE });
    const retries = () => events.filter(({ reason }) => reason === "retry").length;
    for (let call = 0; call < 40; call += 1) await failure();
    expect(retries()).toBe(35);
    isBroken = false;
    for (let call = 0; call < 4; call += 1) await generate();
    isBroken = true;
    for (let call = 0; call < 5; call += 1) await failure();
    expect(retries()).toBe(36);
  });
});

describe("one call", () => {
  it.each(["", "retry: { attempts: 5 }", "retry: { attempts: 1 }"])(
    "whose target is always over its limit tries as often as it may: %j",
    async (route) => {
      const { failure, calls } = await aRouter({ a: rateLimited(1_000) }, { route });
      const error = await failure();
      const most = Number(/\d/.exec(route)?.[0] ?? 3);
      expect(calls()).toEqual({ "a k": most });
      expect(error.attempts).toHaveLength(most);
    },
  );
});

describe("the end of a time out", () => {
  it("lets one of five hundred calls at once try, and the others go elsewhere", async () => {
    const { router, generate, opened, clock } = await aRouter({ a: brokenServer(), b: ok });
    for (let call = 0; call < 5; call += 1) await generate();
    expect(router.health().targets[0]).toMatchObject({ target: "a/x", state: "open" });
    clock.advance(5_000);
    const before = opened.get("a k")?.calls.length ?? 0;
    const replies = await inTime(clock, Promise.all(Array.from({ length: 500 }, () => router.generate("m", HELLO))));
    await quiet();
    expect((opened.get("a k")?.calls.length ?? 0) - before).toBe(1);
    expect(new Set(replies.map(({ target }) => target))).toEqual(new Set(["b/x"]));
  });
});
