import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { StateError } from "../../../src/errors.ts";
import { guardState } from "../../../src/router/limits/guarded-state.ts";
import type { BudgetClaim, Grant, LimitClaim, Refusal, State } from "../../../src/state.ts";
import { memoryState } from "../../../src/states/memory.ts";
import { stateContract } from "../../../src/testing/state-kit.ts";
import { handClock } from "../support/hand-clock.ts";

type Mood = "well" | "failing" | "hanging";

const METHODS = ["acquire", "release", "announce", "reserve", "settle", "spent", "claim"] as const;

/** A guarded state whose shared one does as a test says. */
function make() {
  const clock = handClock();
  const memory = memoryState({ clock });
  let mood: Mood = "well";
  let asked = 0;
  const hanging: (() => void)[] = [];
  const moody = <Arguments extends unknown[], Answer>(method: (...args: Arguments) => Promise<Answer>) => {
    return async (...args: Arguments): Promise<Answer> => {
      asked += 1;
      if (mood === "failing") throw new Error("redis://user:hunter2@host: connection refused");
      if (mood === "hanging") await new Promise<void>((resolve) => hanging.push(resolve));
      return method(...args);
    };
  };
  const shared: State = { ...memory };
  for (const name of METHODS) Object.assign(shared, { [name]: moody(memory[name] as () => Promise<unknown>) });
  shared.coolingUntil = (key) => {
    if (mood === "failing") throw new Error("no");
    return memory.coolingUntil(key);
  };
  const state = guardState({ shared, local: memoryState({ clock }), clock });
  return {
    clock,
    state,
    /** The shared one as another process sees it. */
    memory,
    asked: () => asked,
    is(next: Mood) {
      mood = next;
    },
    async answerLate() {
      for (const resolve of hanging.splice(0)) resolve();
      await setImmediate();
    },
  };
}

const REQUEST: LimitClaim = { key: "requests a#1", kind: "window", amount: 1, limit: 5, windowMs: 60_000 };
const CALL: LimitClaim = { key: "concurrent a#1", kind: "concurrent", amount: 1, limit: 2 };
const MONEY: BudgetClaim = { key: "route a", per: "total", amount: 10n, limit: 100n };

function granted(answer: Grant | Refusal): Grant {
  if (!answer.granted) throw new Error(`refused by ${answer.key}`);
  return answer;
}

async function takeAll(state: State, claim: LimitClaim): Promise<number> {
  let count = 0;
  while ((await state.acquire([claim])).granted) count += 1;
  return count;
}

for (const { name, run } of stateContract({
  make: () => {
    const { state, clock } = make();
    return { state, now: clock.now, advance: clock.advance };
  },
})) {
  it(`a guarded state ${name}`, run);
}

for (const { name, run } of stateContract({
  make: () => {
    const { state, clock, is } = make();
    is("failing");
    return { state, now: clock.now, advance: clock.advance };
  },
})) {
  it(`a guarded state whose shared one fails ${name}`, run);
}

describe("a guarded state", () => {
  it("goes on at the same limit with what this process has used, and says why without a password", async () => {
    const { state, is } = make();
    for (let time = 0; time < 2; time += 1) granted(await state.acquire([REQUEST]));
    expect(state.degraded).toBeUndefined();
    is("failing");
    expect(await takeAll(state, REQUEST)).toBe(3);
    expect(state.degraded).toBe(
      "the shared state gives no answer: it failed; limits and budgets count what this process does alone",
    );
  });

  it("waits a tenth of a second at most, once, for one that hangs", async () => {
    const { state, is, clock, asked } = make();
    is("hanging");
    let answer: Grant | Refusal | undefined;
    void Promise.resolve(state.acquire([REQUEST])).then((told) => {
      answer = told;
    });
    clock.advance(99);
    await setImmediate();
    expect(answer).toBeUndefined();
    clock.advance(1);
    await setImmediate();
    expect(answer).toMatchObject({ granted: true });
    expect(state.degraded).toContain("it took longer than 100 ms");
    expect([await takeAll(state, REQUEST), asked()]).toEqual([4, 1]);
  });

  it("gives back what a shared state grants too late", async () => {
    const { state, is, clock, memory, answerLate } = make();
    is("hanging");
    const limit = state.acquire([{ ...CALL, limit: 1 }]);
    const money = state.reserve([MONEY]);
    clock.advance(100);
    await Promise.all([limit, money]);
    is("well");
    await answerLate();
    clock.advance(10_000);
    await state.spent([MONEY]);
    await setImmediate();
    expect(await memory.acquire([{ ...CALL, limit: 1 }])).toMatchObject({ granted: true });
    expect(await memory.spent([MONEY])).toEqual([{ settled: 0n, reserved: 0n }]);
  });

  it("asks again after ten seconds, with one call, and is whole when that is answered", async () => {
    const { state, is, clock, asked } = make();
    is("failing");
    await state.claim("a", 1);
    clock.advance(9_999);
    await state.claim("b", 1);
    expect(asked()).toBe(1);
    clock.advance(1);
    await Promise.all([state.claim("c", 1), state.claim("d", 1), state.claim("e", 1)]);
    expect(asked()).toBe(2);
    is("well");
    clock.advance(10_000);
    expect(state.degraded).toBeDefined();
    await state.claim("f", 1);
    expect(state.degraded).toBeUndefined();
  });

  it("tells a shared state that is back what was spent without it, and how its own grants ended", async () => {
    const { state, is, clock, memory } = make();
    const before = granted(await state.reserve([MONEY]));
    const running = granted(await state.acquire([CALL]));
    is("failing");
    await state.settle(before, 7n);
    await state.release(running);
    for (const spent of [3n, 4n]) await state.settle(granted(await state.reserve([MONEY])), spent);
    expect(await state.spent([MONEY])).toEqual([{ settled: 14n, reserved: 0n }]);
    expect(await memory.spent([MONEY])).toEqual([{ settled: 0n, reserved: 10n }]);
    is("well");
    clock.advance(10_000);
    await state.spent([MONEY]);
    await setImmediate();
    expect(await memory.spent([MONEY])).toEqual([{ settled: 14n, reserved: 0n }]);
    expect(await takeAll(memory, CALL)).toBe(2);
  });

  it("never spends more of a hard budget than this process knows is left, while it is alone", async () => {
    const { state, is } = make();
    for (let time = 0; time < 6; time += 1) await state.settle(granted(await state.reserve([MONEY])), 10n);
    is("failing");
    const answers = await Promise.all(Array.from({ length: 20 }, () => state.reserve([MONEY])));
    expect(answers.filter((answer) => answer.granted).length).toBe(4);
  });

  it("leaves alone what it or another process leaves alone", async () => {
    const { state, is, clock, memory } = make();
    memory.cool("a", { forMs: 5_000, reason: "rate_limited" });
    state.cool("b", { forMs: 1_000, reason: "rate_limited" });
    memory.cool("b", { forMs: 3_000, reason: "rate_limited" });
    expect(state.coolingUntil("a")).toBe(clock.now() + 5_000);
    expect(state.coolingUntil("b")).toBe(clock.now() + 3_000);
    is("failing");
    expect(state.coolingUntil("b")).toBe(clock.now() + 1_000);
    expect(state.degraded).toBeDefined();
  });

  it("repeats the words of a state's own error", async () => {
    const clock = handClock();
    const local = memoryState({ clock });
    const claim = () => Promise.reject(new StateError("state_failed", "the server is read-only"));
    const state = guardState({ shared: { ...memoryState(), claim }, local, clock });
    expect(await state.claim("a", 1)).toBe(true);
    expect(state.degraded).toContain("the server is read-only");
  });
});
