import { describe, expect, it } from "vitest";
import { aHealth, GPT, MINI, SECOND_KEY } from "../support/a-health.ts";

describe("a rate limit", () => {
  it.each([
    [0, 1_000],
    [200, 1_000],
    [12_000, 12_000],
    [86_400_000, 300_000],
  ])("of %i ms cools that key at that model for %i", (retryAfterMs, forMs) => {
    const { call, take, clock } = aHealth();
    call("rate_limited", { retryAfterMs });
    expect(take()).toMatchObject({
      admitted: false,
      state: "cooling",
      code: "rate_limited",
      until: clock.now() + forMs,
    });
    expect([take(MINI), take(SECOND_KEY)].every(({ admitted }) => admitted)).toBe(true);
  });

  it("without a hint cools for five seconds, and twice as long each time in a row", () => {
    const { call, take, clock } = aHealth();
    call("rate_limited");
    for (const forMs of [5_000, 10_000, 20_000]) {
      expect(take()).toMatchObject({ until: clock.now() + forMs });
      clock.advance(forMs);
      take();
      call("rate_limited", { isProbe: true });
    }
  });

  it("counts once however many calls met it together, and the longest hint stands", () => {
    const { call, take, clock } = aHealth();
    for (let count = 0; count < 50; count += 1) call("rate_limited");
    expect(take()).toMatchObject({ until: clock.now() + 5_000 });
    call("rate_limited", { retryAfterMs: 20_000 });
    call("rate_limited", { retryAfterMs: 8_000 });
    expect(take()).toMatchObject({ until: clock.now() + 20_000 });
  });
});

describe("a key that is not accepted", () => {
  it.each(["invalid_key", "missing_key"] as const)(
    "is left alone at all models by %s, and other keys are not",
    (code) => {
      const { call, take, clock } = aHealth();
      call(code);
      expect(take(MINI)).toMatchObject({ admitted: false, state: "no_key", code, until: clock.now() + 60_000 });
      expect(take(SECOND_KEY).admitted).toBe(true);
    },
  );

  it("gets twice as long each time, up to an hour, until it is accepted", () => {
    const { call, take, clock } = aHealth();
    for (let count = 0; count < 20; count += 1) call("invalid_key");
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      expect(take(MINI)).toMatchObject({ until: clock.now() + minutes * 60_000 });
      clock.advance(minutes * 60_000);
      expect([take(MINI), take(GPT)].map(({ admitted }) => admitted)).toEqual([true, false]);
      call("invalid_key", { key: MINI, isProbe: true });
    }
    clock.advance(3_600_000);
    take();
    call(undefined, { isProbe: true });
    expect(take()).toEqual({ admitted: true, state: "ready" });
    call("invalid_key");
    expect(take()).toMatchObject({ until: clock.now() + 60_000 });
  });

  it("is tried by the next caller when the one who was to try makes no call", () => {
    const { call, take, clock, health } = aHealth();
    call("invalid_key");
    clock.advance(60_000);
    expect([take(MINI).admitted, take(GPT).admitted]).toEqual([true, false]);
    health.giveBack(MINI);
    expect(take(GPT)).toEqual({ admitted: true, state: "probing" });
  });

  it("is left alone at one model where only that is forbidden", () => {
    const { call, take } = aHealth();
    call("forbidden");
    expect(take(GPT)).toMatchObject({ admitted: false, state: "no_key", code: "forbidden" });
    expect(take(MINI).admitted).toBe(true);
  });

  it("is left alone for an hour when nothing is left to spend, or until the time the provider states", () => {
    const { call, take, clock } = aHealth();
    call("payment_required");
    expect(take(MINI)).toMatchObject({ state: "no_key", until: clock.now() + 3_600_000 });
    call("quota_spent", { key: SECOND_KEY, retryAfterMs: 7_200_000 });
    expect(take(SECOND_KEY)).toMatchObject({ state: "no_key", until: clock.now() + 7_200_000 });
  });

  it("is forgotten when the account has another key", () => {
    const { call, take, open, health } = aHealth();
    call("invalid_key");
    call("forbidden", { key: MINI });
    open(SECOND_KEY);
    health.renewed("openai#1");
    health.renewed("openai#2");
    expect([take(GPT), take(MINI), take(SECOND_KEY)].map(({ admitted }) => admitted)).toEqual([true, true, false]);
  });
});
