import assert from "node:assert/strict";
import type { BudgetClaim, Grant, LimitClaim, Refusal, State } from "../state.ts";
import type { ContractCase } from "./contract-case.ts";

/** A state to be tried, and its time. */
export interface StateUnderTest {
  readonly state: State;
  /** Lets so many milliseconds pass for the state. */
  advance(ms: number): void | Promise<void>;
  /** The state's time, in milliseconds since 1970. */
  now(): number | Promise<number>;
  /** Removes what the case left behind. */
  dispose?(): void | Promise<void>;
}

/** How a state is made for its cases. */
export interface StateContractOptions {
  /** A new, empty state, made for each case. */
  make(): StateUnderTest | Promise<StateUnderTest>;
  /** Cases that do not apply, by name, each with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** What every state must do, as cases for any test runner: `for (const { name, run } of cases) it(name, run)`. */
export function stateContract({ make, skip = {} }: StateContractOptions): ContractCase[] {
  return Object.entries(CASES).map(([name, check]) => ({
    name,
    async run() {
      const tried = await make();
      try {
        await check(tried);
      } finally {
        await tried.state.close();
        await tried.dispose?.();
      }
    },
    ...(Object.hasOwn(skip, name) ? { skip: skip[name] ?? "" } : {}),
  }));
}

const MINUTE = 60_000;
/** Of a window's length, by which a place may be free later than it could be. */
const COARSENESS = 0.02;
const CENT = 10_000_000_000n;

const CASES: Record<string, (tried: StateUnderTest) => Promise<void>> = {
  "gives exactly as much as a limit allows to calls that come at once": async ({ state }) => {
    const answers = await Promise.all(Array.from({ length: 250 }, () => state.acquire([requests(1, 100)])));
    assert.equal(answers.filter(({ granted }) => granted).length, 100);
  },

  "never lets more through than a limit, in whatever minute, and tells when there is room": async (tried) => {
    const { state } = tried;
    const given: number[] = [];
    for (let step = 0; step < 60; step += 1) {
      const answer = await state.acquire([requests(1, 5)]);
      if (answer.granted) given.push(await tried.now());
      await tried.advance(answer.granted ? 700 : Math.min(waitOf(answer), 5_000));
    }
    assert.ok(given.length >= 15, `only ${given.length} were let through`);
    for (const end of given) {
      const inWindow = given.filter((at) => at > end - MINUTE && at <= end).length;
      assert.ok(inWindow <= 5, `${inWindow} within a minute`);
    }
  },

  "has room after the time it tells, and not much later than it could": async (tried) => {
    const { state } = tried;
    granted(await state.acquire([requests(3, 3)]));
    await tried.advance(20_000);
    const wait = waitOf(await state.acquire([requests(1, 3)]));
    assert.ok(wait >= 40_000 && wait <= 40_000 + MINUTE * COARSENESS, `${wait} ms`);
    await tried.advance(wait);
    granted(await state.acquire([requests(3, 3)]));
  },

  "gives of all limits or of none": async ({ state }) => {
    const both = (tokens: number) => [requests(1, 10), { ...requests(tokens, 100), key: "tokens a#1" }];
    granted(await state.acquire(both(90)));
    for (let time = 0; time < 20; time += 1) assert.equal(refused(await state.acquire(both(20))).key, "tokens a#1");
    for (let time = 0; time < 9; time += 1) granted(await state.acquire(both(1)));
    assert.equal(refused(await state.acquire(both(1))).key, "requests a#1");
  },

  "counts what was used in place of what was asked for": async ({ state }) => {
    const grant = granted(await state.acquire([requests(90, 100)]));
    refused(await state.acquire([requests(20, 100)]));
    await state.release(grant, [10]);
    granted(await state.acquire([requests(90, 100)]));
    refused(await state.acquire([requests(1, 100)]));
  },

  "counts more than was asked for, where more was used": async ({ state }) => {
    await state.release(granted(await state.acquire([requests(10, 100)])), [95]);
    refused(await state.acquire([requests(6, 100)]));
    granted(await state.acquire([requests(5, 100)]));
  },

  "counts all that was asked for where nothing is told": async ({ state }) => {
    await state.release(granted(await state.acquire([requests(90, 100)])));
    refused(await state.acquire([requests(11, 100)]));
    granted(await state.acquire([requests(10, 100)]));
  },

  "ends a grant once": async ({ state }) => {
    const counted = granted(await state.acquire([requests(50, 100)]));
    const running = granted(await state.acquire([calls(2)]));
    granted(await state.acquire([calls(2)]));
    for (let time = 0; time < 3; time += 1) {
      await state.release(counted, [0]);
      await state.release(running);
    }
    granted(await state.acquire([requests(100, 100)]));
    granted(await state.acquire([calls(2)]));
    refused(await state.acquire([calls(2)]));
  },

  "lets so many run at once, and others when those have ended": async (tried) => {
    const { state } = tried;
    const [first] = [granted(await state.acquire([calls(2)])), granted(await state.acquire([calls(2)]))];
    assert.equal(refused(await state.acquire([calls(2)])).retryAfterMs, undefined);
    await tried.advance(1_000);
    refused(await state.acquire([calls(2)]));
    await state.release(first);
    granted(await state.acquire([calls(2)]));
    refused(await state.acquire([calls(2)]));
  },

  "refuses what is more than a whole limit without telling when": async ({ state }) => {
    assert.equal(refused(await state.acquire([requests(101, 100)])).retryAfterMs, undefined);
    granted(await state.acquire([requests(100, 100)]));
  },

  "gives no more than a provider said is left, until its limit is full again": async (tried) => {
    const { state } = tried;
    granted(await state.acquire([requests(1, 100)]));
    await state.announce("requests a#1", { remaining: 2, resetMs: 30_000 });
    granted(await state.acquire([requests(1, 100)]));
    granted(await state.acquire([requests(1, 100)]));
    assert.equal(waitOf(await state.acquire([requests(1, 100)])), 30_000);
    await tried.advance(30_000);
    granted(await state.acquire([requests(1, 100)]));
  },

  "does not count twice what its provider has counted": async ({ state }) => {
    const running = granted(await state.acquire([requests(10, 100)]));
    await state.announce("requests a#1", { remaining: 5, resetMs: 30_000 });
    await state.release(running, [0]);
    granted(await state.acquire([requests(5, 100)]));
    refused(await state.acquire([requests(1, 100)]));
  },

  "takes a provider's newest word, and none that makes no sense": async ({ state }) => {
    await state.announce("requests a#1", { remaining: 0, resetMs: 30_000 });
    for (const remaining of [-1, Number.NaN]) await state.announce("requests a#1", { remaining, resetMs: 0 });
    for (const resetMs of [-1, Number.NaN]) await state.announce("requests a#1", { remaining: 9, resetMs });
    refused(await state.acquire([requests(1, 100)]));
    await state.announce("requests a#1", { remaining: 1, resetMs: 30_000 });
    granted(await state.acquire([requests(1, 100)]));
    refused(await state.acquire([requests(1, 100)]));
    await state.announce("requests a#1", { remaining: 100, resetMs: 0 });
    granted(await state.acquire([requests(1, 100)]));
  },

  "believes no limit for longer than a day": async (tried) => {
    await tried.state.announce("requests a#1", { remaining: 0, resetMs: 1e308 });
    await tried.advance(24 * 60 * MINUTE);
    granted(await tried.state.acquire([requests(1, 100)]));
  },

  "gives evenly what a provider's limit fills evenly": async (tried) => {
    const { state } = tried;
    const alone: LimitClaim = { key: "requests a#1", kind: "window", amount: 1, limit: Number.MAX_SAFE_INTEGER };
    await state.announce("requests a#1", { remaining: 0, resetMs: 60_000, limit: 60, refills: true });
    assert.equal(waitOf(await state.acquire([alone])), 1_000);
    await tried.advance(3_000);
    for (let time = 0; time < 3; time += 1) granted(await state.acquire([alone]));
    refused(await state.acquire([alone]));
  },

  "never reserves more than a budget has, however many ask at once": async ({ state }) => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => state.reserve([budget(5n * CENT, 100n * CENT)])),
    );
    const grants = answers.filter((answer) => answer.granted);
    assert.equal(grants.length, 20);
    for (const grant of grants) await state.settle(grant, CENT);
    assert.deepEqual(await total(state), { settled: 20n * CENT, reserved: 0n });
    granted(await state.reserve([budget(80n * CENT, 100n * CENT)]));
    refused(await state.reserve([budget(1n, 100n * CENT)]));
  },

  "reserves in all budgets or in none": async ({ state }) => {
    const claims = [budget(6n, 100n), { ...budget(6n, 10n), key: "tag b" }];
    granted(await state.reserve(claims));
    assert.equal(refused(await state.reserve(claims)).key, "tag b");
    assert.deepEqual(await total(state), { settled: 0n, reserved: 6n });
  },

  "counts what was spent in truth, once, also where it is more": async ({ state }) => {
    const grant = granted(await state.reserve([budget(5n, 10n)]));
    for (let time = 0; time < 3; time += 1) await state.settle(grant, 12n);
    assert.deepEqual(await total(state), { settled: 12n, reserved: 0n });
    refused(await state.reserve([budget(1n, 10n)]));
    granted(await state.reserve([budget(0n, 10n)]));
  },

  "only counts where nothing limits": async ({ state }) => {
    const { limit: _limit, ...counted } = budget(5n, 0n);
    await state.settle(granted(await state.reserve([counted])), 7n);
    assert.deepEqual(await total(state), { settled: 7n, reserved: 0n });
  },

  "begins a budget anew with its period, and keeps apart what belongs to the one before": async (tried) => {
    const { state } = tried;
    const daily = { ...budget(10n, 10n), per: "day" as const };
    const grant = granted(await state.reserve([daily]));
    const [before] = await state.spent([daily]);
    const endsAt = before?.endsAt ?? 0;
    assert.equal(endsAt % (24 * 60 * MINUTE), 0);
    assert.equal(refused(await state.reserve([daily])).retryAfterMs, undefined);
    await state.settle(granted(await state.reserve([{ ...daily, key: "tag b" }])), 10n);
    assert.equal(waitOf(await state.reserve([{ ...daily, key: "tag b" }])), endsAt - (await tried.now()));
    await tried.advance(endsAt - (await tried.now()));
    await state.settle(grant, 9n);
    const [after] = await state.spent([daily]);
    assert.deepEqual(after, { settled: 0n, reserved: 0n, endsAt: endsAt + 24 * 60 * MINUTE });
    granted(await state.reserve([daily]));
  },

  "leaves a key alone for as long as the longest asked for, until it is warmed": async (tried) => {
    const { state } = tried;
    const start = await tried.now();
    state.cool("a#1", { forMs: 5_000, reason: "rate_limited" });
    state.cool("a#1", { forMs: 1_000, reason: "rate_limited" });
    assert.equal(state.coolingUntil("a#1"), start + 5_000);
    assert.equal(state.coolingUntil("a#2"), undefined);
    assert.notEqual(state.isCalm, true, "it calls itself calm while a key is left alone");
    await tried.advance(5_000);
    assert.equal(state.coolingUntil("a#1"), undefined);
    state.cool("a#1", { forMs: 5_000, reason: "rate_limited" });
    state.warm("a#1");
    assert.equal(state.coolingUntil("a#1"), undefined);
  },

  "lets one try something for all, and another when the time is over": async (tried) => {
    const { state } = tried;
    const answers = await Promise.all(Array.from({ length: 50 }, () => state.claim("a", 1_000)));
    assert.equal(answers.filter(Boolean).length, 1);
    assert.equal(await state.claim("b", 1_000), true);
    await tried.advance(1_000);
    assert.equal(await state.claim("a", 1_000), true);
  },
};

function requests(amount: number, limit: number): LimitClaim {
  return { key: "requests a#1", kind: "window", amount, limit, windowMs: MINUTE };
}

function calls(limit: number): LimitClaim {
  return { key: "concurrent a#1", kind: "concurrent", amount: 1, limit };
}

function budget(amount: bigint, limit: bigint): BudgetClaim {
  return { key: "route a", per: "total", amount, limit };
}

async function total(state: State): Promise<unknown> {
  const [spent] = await state.spent([{ key: "route a", per: "total" }]);
  return { settled: spent?.settled, reserved: spent?.reserved };
}

function granted(answer: Grant | Refusal): Grant {
  assert.ok(answer.granted, `refused by ${answer.granted ? "" : answer.key}`);
  return answer;
}

function refused(answer: Grant | Refusal): Refusal {
  assert.ok(!answer.granted, "granted, although there was no room");
  return answer;
}

function waitOf(answer: Grant | Refusal): number {
  const { retryAfterMs } = refused(answer);
  assert.ok(retryAfterMs !== undefined, "it does not tell when there is room");
  return retryAfterMs;
}
