import { expect, test } from "vitest";
import type { LimitClaim, State } from "../../src/state.ts";
import { memoryState } from "../../src/states/memory.ts";
import { stateContract } from "../../src/testing/state-kit.ts";

function make(change: (state: State) => Partial<State> = () => ({})) {
  let now = 1_800_000_000_000;
  const state = memoryState({ clock: { now: () => now } });
  const advance = (ms: number) => {
    now += ms;
  };
  return { state: { ...state, ...change(state) }, advance, now: () => now };
}

test("a case that is skipped carries its reason", () => {
  const name = "ends a grant once";
  const cases = stateContract({ make, skip: { [name]: "it forgets grants" } });
  expect(cases.filter(({ skip }) => skip !== undefined).map((one) => [one.name, one.skip])).toEqual([
    [name, "it forgets grants"],
  ]);
});

const BROKEN: Record<string, (state: State) => Partial<State>> = {
  "lets everything through": () => ({ acquire: async () => ({ granted: true, id: "a" }) }),
  "takes from limits one by one": (state) => ({
    async acquire(claims) {
      for (const claim of claims.slice(0, -1)) {
        const answer = await state.acquire([claim]);
        if (!answer.granted) return answer;
      }
      return state.acquire(claims.slice(-1));
    },
  }),
  "forgets the window's length": (state) => ({
    acquire: (claims) =>
      state.acquire(claims.map(({ windowMs: _, ...claim }): LimitClaim => ({ ...claim, windowMs: 1_000 }))),
  }),
  "does not believe providers": () => ({ announce: async () => undefined }),
  "does not correct what was used": (state) => ({ release: (grant) => state.release(grant) }),
  "counts what was reserved as spent": (state) => ({ settle: (grant) => state.settle(grant, 5n) }),
  "knows no periods": (state) => ({
    reserve: (claims) => state.reserve(claims.map((claim) => ({ ...claim, per: "total" }))),
  }),
  "lets everybody try": () => ({ claim: async () => true }),
  "replaces a longer time out by a shorter one": (state) => ({
    cool(key, cooldown) {
      state.warm(key);
      state.cool(key, cooldown);
    },
  }),
};

test.each(Object.entries(BROKEN))("the kit catches a state that %s", async (_name, breakIt) => {
  const cases = stateContract({ make: () => make(breakIt) });
  const results = await Promise.allSettled(cases.map(async ({ run }) => run()));
  expect(results.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
});
