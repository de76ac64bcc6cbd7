import { describe, expect, it } from "vitest";
import { CODE_MEANINGS } from "../../../src/call-error/codes.ts";
import type { CallErrorCode } from "../../../src/call-error.ts";
import { createHealth } from "../../../src/router/health/health.ts";
import { memoryState } from "../../../src/states/memory.ts";
import { aHealth, anError, GPT, MINI, SECOND_KEY } from "../support/a-health.ts";
import { handClock } from "../support/hand-clock.ts";

describe("the breaker of a target", () => {
  it("opens when more than half of at least five calls in a minute failed", () => {
    const { call, take, clock } = aHealth();
    for (const code of ["server_error", "unreachable", "idle_timeout", "overloaded"] as const) call(code);
    expect(take()).toEqual({ admitted: true, state: "ready" });
    call("server_error");
    expect(take()).toEqual({
      admitted: false,
      state: "open",
      until: clock.now() + 5_000,
      code: "breaker_open",
      reason: "5 of 5 calls failed within a minute",
    });
  });

  it("stays closed while half of them go well, and opens with the one more that fails", () => {
    const { call, take } = aHealth();
    for (let pair = 0; pair < 5; pair += 1) {
      call();
      call("server_error");
    }
    expect(take().admitted).toBe(true);
    call("server_error");
    expect(take().admitted).toBe(false);
  });

  it("forgets failures after a minute", () => {
    const { call, take, clock } = aHealth();
    for (let count = 0; count < 4; count += 1) call("server_error");
    clock.advance(60_000);
    call("server_error");
    expect(take().admitted).toBe(true);
  });

  it("heeds the settings of the config", () => {
    const { call, take, clock } = aHealth();
    const settings = { minimumCalls: 2, failureShare: 0.9, openMs: 1_000, maxOpenMs: 3_000 };
    call("server_error", { settings });
    call("server_error", { settings });
    for (const openMs of [1_000, 2_000, 3_000, 3_000]) {
      expect(take()).toMatchObject({ admitted: false, until: clock.now() + openMs });
      clock.advance(openMs);
      expect(take()).toMatchObject({ state: "probing" });
      call("server_error", { settings, isProbe: true });
    }
  });

  it("is one for each model and key", () => {
    const { open, take } = aHealth();
    open();
    expect([take(GPT), take(MINI), take(SECOND_KEY)].map(({ admitted }) => admitted)).toEqual([false, true, true]);
  });

  const blameless = (Object.keys(CODE_MEANINGS) as CallErrorCode[]).filter((code) => {
    const { fault } = CODE_MEANINGS[code];
    return fault === "request" || fault === "caller" || code === "model_not_found";
  });
  it.each([...blameless, "answer_too_large", "conflict"] as CallErrorCode[])(
    "stays closed after a thousand calls that ended with %s",
    (code) => {
      const { call, take, health } = aHealth();
      for (let count = 0; count < 1_000; count += 1) call(code);
      expect(take()).toEqual({ admitted: true, state: "ready" });
      const { fault } = CODE_MEANINGS[code];
      if (fault === "request" || fault === "caller") expect(health.snapshot()[0]?.failures).toBe(0);
    },
  );

  it("does not blame a target for a time that was cut short", () => {
    const { call, take } = aHealth();
    for (let count = 0; count < 20; count += 1) call("total_timeout", { cutShort: true });
    expect(take().admitted).toBe(true);
    for (let count = 0; count < 5; count += 1) call("total_timeout");
    expect(take().admitted).toBe(false);
  });

  it("never locks out a target that stands alone for fewer than twenty failures", () => {
    const { call, health } = aHealth();
    const alone = () => health.admit(GPT, undefined, true, true).admitted;
    for (let count = 0; count < 19; count += 1) {
      call("server_error");
      expect(alone()).toBe(true);
    }
    call("rate_limited");
    expect(alone()).toBe(false);
  });
});

describe("looking without calling", () => {
  it("takes no turn and draws no lot", () => {
    const { open, peek, take, call, clock, setDraw } = aHealth();
    open();
    expect(peek().admitted).toBe(false);
    clock.advance(5_000);
    for (let count = 0; count < 3; count += 1) expect(peek()).toEqual({ admitted: true, state: "probing" });
    expect(take()).toEqual({ admitted: true, state: "probing" });
    expect(peek()).toMatchObject({ admitted: false, state: "open" });
    call(undefined, { isProbe: true });
    setDraw(0.999);
    expect(peek()).toEqual({ admitted: true, state: "ramping" });
    expect(take().admitted).toBe(false);
  });

  it("makes no target known", () => {
    const { peek, take, call, health } = aHealth();
    peek();
    take();
    expect(health.snapshot()).toEqual([]);
    call("invalid_key");
    expect(peek(MINI)).toMatchObject({ state: "no_key" });
    expect(health.snapshot().map(({ target }) => target)).toEqual([GPT.target]);
  });
});

describe("whom to try when nobody is admitted", () => {
  const items = (...keys: (typeof GPT)[]) => keys.map((key) => ({ key }));

  it("is the one whose last failure is the oldest", () => {
    const { open, health, clock } = aHealth();
    open(MINI);
    clock.advance(10);
    open(GPT);
    expect(health.leastRecentlyFailed(items(GPT, MINI))?.key).toBe(MINI);
  });

  it("prefers who is coming back, then who failed, then who is rate limited, and last a refused key", () => {
    const { open, call, health, clock } = aHealth();
    const refused = { target: "a/x", account: "a#1" };
    const limited = { target: "b/x", account: "b#1" };
    const ramping = { target: "c/x", account: "c#1" };
    call("invalid_key", { key: refused });
    clock.advance(10);
    call("rate_limited", { key: limited });
    clock.advance(10);
    open(GPT);
    clock.advance(10);
    open(ramping);
    call(undefined, { key: ramping });
    const order = [];
    for (let left = items(refused, limited, GPT, ramping); left.length > 0; ) {
      const next = health.leastRecentlyFailed(left);
      order.push(next?.key);
      left = left.filter((item) => item !== next);
    }
    expect(order).toEqual([ramping, GPT, limited, refused]);
    expect(health.leastRecentlyFailed([])).toBeUndefined();
  });
});

describe("the state of all", () => {
  it("tells of each target how it is, by the best of its keys", () => {
    const { call, open, health, clock } = aHealth();
    for (let index = 1; index <= 20; index += 1)
      call(undefined, { streamed: true, firstContentMs: index * 10, latencyMs: index * 10 + 1_000, outputTokens: 51 });
    open(SECOND_KEY);
    call("invalid_request");
    health.began(GPT);
    expect(health.snapshot()).toEqual([
      {
        target: "openai/gpt-4o",
        state: "ready",
        lastError: "server_error",
        calls: 26,
        failures: 5,
        availability: 21 / 26,
        firstContentMs: { median: 100, p95: 190 },
        tokensPerSecond: 50,
        running: 1,
      },
    ]);
    open(GPT);
    for (let more = 0; more < 20; more += 1) call("server_error");
    expect(health.snapshot()[0]).toMatchObject({ state: "open", until: new Date(clock.now() + 5_000).toISOString() });
    clock.advance(61_000);
    expect(health.snapshot()[0]).toMatchObject({ state: "probing", calls: 0, failures: 0 });
    expect(health.snapshot()[0]).not.toHaveProperty("availability");
  });

  it("remembers ten thousand keys at models, those called last, and those that are being called", () => {
    const clock = handClock();
    const health = createHealth({ clock, state: memoryState({ clock }), random: () => 0, most: 100 });
    const key = (name: number) => ({ target: `openai/${name}`, account: "openai#1" });
    health.began(key(0));
    for (let name = 1; name <= 1_000; name += 1) {
      clock.advance(1);
      health.began(key(name));
      health.ended(key(name), { ok: true, latencyMs: 1, streamed: false, settings: undefined });
    }
    const kept = health.snapshot().map(({ target }) => target);
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept).toEqual(expect.arrayContaining(["openai/0", "openai/1000", "openai/950"]));
    health.ended(key(0), {
      ok: false,
      error: anError("server_error"),
      latencyMs: 1,
      streamed: false,
      settings: undefined,
    });
    health.ended(key(7), { ok: true, latencyMs: 1, streamed: false, settings: undefined });
  });
});
