import { describe, expect, it } from "vitest";
import { StateError } from "../../../src/errors.ts";
import { memoryState } from "../../../src/states/memory.ts";
import { aHealth, GPT, MINI } from "../support/a-health.ts";
import { handClock } from "../support/hand-clock.ts";

describe("replicas", () => {
  function two() {
    const clock = handClock();
    const state = memoryState({ clock });
    const options = { clock, state, random: () => 0 };
    const one = aHealth({ ...options });
    const other = aHealth({ ...options });
    return { clock, one, other, fresh: aHealth({ ...options }) };
  }

  it("leave alone what one of them leaves alone, keys and models", () => {
    const { one, other, fresh } = two();
    one.open(GPT);
    expect(other.take(GPT)).toMatchObject({ admitted: false, state: "cooling", code: "told" });
    one.call("invalid_key", { key: MINI });
    expect(fresh.peek(MINI)).toMatchObject({ admitted: false, state: "no_key", code: "told" });
    expect(other.peek(MINI)).toMatchObject({ admitted: false, state: "no_key" });
    expect(other.take({ target: "openai/third", account: "openai#1" })).toMatchObject({ state: "no_key" });
  });

  it("call again at once what the one who left it alone calls again, unless they have met it themselves", () => {
    const { one, other } = two();
    one.open();
    expect(other.peek().admitted).toBe(false);
    one.call();
    expect(other.take()).toEqual({ admitted: true, state: "ready" });
  });

  it("do not all try at the same moment", async () => {
    const { one, other, clock } = two();
    one.open();
    other.open();
    clock.advance(4_500);
    expect([one.take().admitted, other.take().admitted]).toEqual([false, false]);
    await Promise.resolve();
    await Promise.resolve();
    clock.advance(500);
    expect([one.take(), other.take()]).toMatchObject([{ state: "probing" }, { admitted: false }]);
    one.call("server_error", { isProbe: true });
    clock.advance(1_000);
    expect(other.take()).toMatchObject({ admitted: false });
  });

  it("let one try after another when its turn passed without news", async () => {
    const { one, other, clock } = two();
    one.open();
    other.open();
    clock.advance(4_500);
    one.take();
    other.take();
    await Promise.resolve();
    await Promise.resolve();
    clock.advance(500);
    expect(other.take().admitted).toBe(false);
    clock.advance(1_000);
    expect(other.take()).toMatchObject({ state: "probing" });
  });

  it("do not agree on what is over in a moment", async () => {
    const { one, clock } = two();
    const settings = { minimumCalls: 1, openMs: 200, maxOpenMs: 200 };
    for (let time = 0; time < 3; time += 1) {
      one.call("server_error", { settings });
      clock.advance(100);
      expect(one.take().admitted).toBe(false);
      await Promise.resolve();
      await Promise.resolve();
      clock.advance(100);
      expect(one.take()).toMatchObject({ state: "probing" });
    }
  });

  it("go on by themselves when the state fails", async () => {
    const clock = handClock();
    const fails = () => {
      throw new StateError("state_failed", "nobody answers");
    };
    const state = {
      ...memoryState({ clock }),
      coolingUntil: fails,
      cool: fails,
      warm: fails,
      claim: async () => fails(),
    };
    const { open, take, call, clock: own } = aHealth({ state });
    open();
    own.advance(4_500);
    expect(take().admitted).toBe(false);
    await Promise.resolve();
    await Promise.resolve();
    own.advance(500);
    expect(take()).toMatchObject({ state: "probing" });
    call(undefined, { isProbe: true });
    expect(take()).toMatchObject({ state: "ramping" });
  });
});

describe("calm", () => {
  it("is when nobody is left alone: it ends at once, and is back within a second", () => {
    const clock = handClock();
    const options = { clock, state: memoryState({ clock }), random: () => 0 };
    const [one, other] = [aHealth(options), aHealth(options)];
    expect([one.health.isCalm(), other.health.isCalm()]).toEqual([true, true]);
    one.open();
    expect([one.health.isCalm(), other.health.isCalm()]).toEqual([false, false]);
    clock.advance(5_000);
    expect(one.take()).toMatchObject({ state: "probing" });
    expect(one.health.isCalm()).toBe(false);
    one.call(undefined, { isProbe: true });
    clock.advance(11_000);
    expect([one.health.isCalm(), other.health.isCalm()]).toEqual([true, true]);
  });

  it("does not wait for targets that were forgotten", () => {
    const clock = handClock();
    const one = aHealth({ clock, state: memoryState({ clock }), random: () => 0, most: 10 });
    one.open();
    for (let other = 0; other < 20; other += 1) {
      clock.advance(1);
      one.call(undefined, { key: { target: `openai/${other}`, account: "openai#1" } });
    }
    clock.advance(10_000);
    expect(one.health.isCalm()).toBe(true);
  });

  it("is never taken for granted from a state that does not tell", () => {
    const clock = handClock();
    const { isCalm: _, ...silent } = memoryState({ clock });
    expect(aHealth({ clock, state: silent, random: () => 0 }).health.isCalm()).toBe(false);
  });
});
