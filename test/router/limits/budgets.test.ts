import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Budget } from "../../../src/config.ts";
import type { BudgetScope } from "../../../src/router/limits/budget-claims.ts";
import { type BudgetGrant, createBudgets } from "../../../src/router/limits/budgets.ts";
import { RouterError } from "../../../src/router-error.ts";
import type { State } from "../../../src/state.ts";
import { memoryState } from "../../../src/states/memory.ts";
import type { Cost } from "../../../src/usage.ts";
import { handClock } from "../support/hand-clock.ts";

const CENT = 10_000_000_000n;
const UNKNOWN: Cost = { usd: null, reason: "no price is known for the target" };

function cents(count: number): Cost {
  return { usd: String(count / 100), picoUsd: BigInt(count) * CENT, basis: "computed", parts: [] };
}

function aBudget(amount: number, more: Partial<Budget> = {}): Budget {
  return { amount, per: "total", hard: true, ...more };
}

interface AScope {
  readonly route?: Budget;
  readonly tags?: Readonly<Record<string, Budget>>;
  readonly callers?: Readonly<Record<string, Budget>>;
  readonly allowUnpriced?: boolean;
  readonly by?: string;
  readonly with?: readonly string[];
}

function aScope({ route, tags = {}, callers = {}, allowUnpriced = false, by, with: given }: AScope): BudgetScope {
  const budgets = { tags: new Map(Object.entries(tags)), callers: new Map(Object.entries(callers)) };
  const named = { asked: "fast", name: "gpt-4" };
  return {
    route: route === undefined ? named : { ...named, budget: route },
    settings: { budgets, allowUnpriced },
    caller: by,
    tags: given,
  };
}

function make(state: State = memoryState()) {
  const budgets = createBudgets({ state });
  /** Why a call may not be made, or nothing. */
  const refusal = async (scope: BudgetScope, cost: Cost): Promise<RouterError | undefined> => {
    try {
      (await budgets.reserve(scope, cost)).settle(cents(0));
      return undefined;
    } catch (error) {
      if (error instanceof RouterError) return error;
      throw error;
    }
  };
  const standing = async () =>
    Object.fromEntries((await budgets.spent()).map(({ key, settled, reserved }) => [key, [settled, reserved]]));
  return { budgets, refusal, standing };
}

describe("budgets", () => {
  it("ask no state where none applies", async () => {
    const { budgets } = make({} as State);
    const scope = aScope({ tags: { a: aBudget(1) }, callers: { ann: aBudget(1) }, by: "bob", with: ["b"] });
    (await budgets.reserve(scope, UNKNOWN)).settle(undefined);
    expect(await budgets.reserve(aScope({}), UNKNOWN)).toMatchObject({ overspent: [] });
  });

  it("never spend more than a hard one has, over 200 calls at once, and refuse nobody for what came back", async () => {
    const { budgets, standing, refusal } = make();
    const scope = aScope({ route: aBudget(1) });
    const results = await Promise.allSettled(Array.from({ length: 200 }, async () => budgets.reserve(scope, cents(5))));
    const grants = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(grants.length).toBe(20);
    expect(await refusal(scope, cents(1))).toMatchObject({ code: "budget_spent" });
    for (const grant of grants) grant.settle(cents(1));
    expect(await standing()).toEqual({ "route gpt-4": [20n * CENT, 0n] });
    expect(await refusal(scope, cents(80))).toBeUndefined();
    expect(await refusal(scope, cents(81))).toMatchObject({ code: "budget_spent" });
  });

  it("tell what is spent, whose it is, and when it begins anew", async () => {
    const clock = handClock(Date.parse("2026-05-18T23:00:00Z"));
    const { budgets, refusal } = make(memoryState({ clock }));
    const scope = aScope({ callers: { "*": aBudget(0.1, { per: "day" }) }, by: "ann" });
    (await budgets.reserve(scope, cents(10))).settle(cents(10));
    const error = await refusal(scope, cents(1));
    expect(error).toMatchObject({ code: "budget_spent", asked: "fast", retryable: true, retryAfterMs: 3_600_000 });
    expect(error?.message).toBe(
      "the budget of 0.1 USD a day for caller ann has no 0.01 USD left, which the call may cost; raise it, wait until it begins anew, or use a cheaper target",
    );
    clock.advance(3_600_000);
    expect(await refusal(scope, cents(10))).toBeUndefined();
  });

  it("count exactly what the config's decimals say", async () => {
    const { budgets } = make();
    await budgets.reserve(aScope({ route: aBudget(0.1), with: ["a"], tags: { a: aBudget(1e-7) } }), cents(0));
    expect((await budgets.spent()).map(({ limit }) => limit)).toEqual([100_000_000_000n, 100_000n]);
  });

  it("count a call in all that it belongs to, in each once, and in none when one has no money left", async () => {
    const { budgets, standing, refusal } = make();
    const scope = aScope({
      route: aBudget(1),
      tags: { a: aBudget(0.2), "*": aBudget(1) },
      callers: { "*": aBudget(1) },
      with: ["a", "b", "a"],
      by: "ann",
    });
    const grant = await budgets.reserve(scope, cents(15));
    const all = [0n, 15n * CENT];
    expect(await standing()).toEqual({ "route gpt-4": all, "tag a": all, "tag b": all, "caller ann": all });
    expect(await refusal(scope, cents(10))).toMatchObject({ code: "budget_spent" });
    expect((await refusal(scope, cents(10)))?.message).toContain("for tag a has no 0.1 USD left");
    grant.settle(cents(2));
    grant.settle(cents(99));
    const settled = [2n * CENT, 0n];
    expect(await standing()).toMatchObject({ "route gpt-4": settled, "tag b": settled, "caller ann": settled });
  });

  it("keep each caller that is not named apart from the others", async () => {
    const { refusal, budgets } = make();
    const by = (name: string) => aScope({ callers: { "*": aBudget(0.1), boss: aBudget(5) }, by: name });
    (await budgets.reserve(by("ann"), cents(10))).settle(cents(10));
    expect(await refusal(by("ann"), cents(1))).toBeDefined();
    expect(await refusal(by("bob"), cents(10))).toBeUndefined();
    expect(await refusal(by("boss"), cents(400))).toBeUndefined();
  });

  it("let calls through over a soft one, count them, and say so", async () => {
    const { budgets, standing } = make();
    const scope = aScope({ route: aBudget(0.1, { hard: false }), callers: { ann: aBudget(1) }, by: "ann" });
    const within = await budgets.reserve(scope, cents(10));
    expect(within.overspent).toEqual([]);
    const over = await budgets.reserve(scope, cents(10));
    expect(over.overspent).toEqual(["0.1 USD in all for route gpt-4"]);
    for (const grant of [within, over]) grant.settle(cents(12));
    expect(await standing()).toEqual({ "route gpt-4": [24n * CENT, 0n], "caller ann": [24n * CENT, 0n] });
    await expect(async () => budgets.reserve(scope, cents(80))).rejects.toMatchObject({ code: "budget_spent" });
  });

  it("let what costs nothing through a hard one that is spent", async () => {
    const { budgets, refusal } = make();
    const scope = aScope({ route: aBudget(0.1) });
    (await budgets.reserve(scope, cents(10))).settle(cents(30));
    expect(await refusal(scope, cents(1))).toBeDefined();
    expect(await refusal(scope, cents(0))).toBeUndefined();
  });

  it("refuse a call of unknown cost under a hard one, unless that is allowed", async () => {
    const { budgets, refusal } = make();
    const error = await refusal(aScope({ route: aBudget(1) }), UNKNOWN);
    expect(error).toMatchObject({ code: "too_expensive", retryable: false });
    expect(error?.message).toBe(
      "what the call would cost is not known (no price is known for the target), and the budget of 1 USD in all for route gpt-4 is a hard one; give the target its pricing in the config, or allow this with router.allow_unpriced: true",
    );
    expect(await refusal(aScope({ route: aBudget(1), allowUnpriced: true }), UNKNOWN)).toBeUndefined();
    expect(await refusal(aScope({ route: aBudget(1, { hard: false }) }), UNKNOWN)).toBeUndefined();
    expect((await budgets.spent())[0]).toMatchObject({ settled: 0n, reserved: 0n, unpriced: 0 });
  });

  it("count what was set aside where nobody knows what a call cost, and how often that was so", async () => {
    const { budgets } = make();
    const scope = aScope({ route: aBudget(1) });
    for (const cost of [UNKNOWN, undefined, cents(1)]) (await budgets.reserve(scope, cents(7))).settle(cost);
    expect(await budgets.spent()).toMatchObject([
      { key: "route gpt-4", limit: 100n * CENT, settled: 15n * CENT, reserved: 0n, unpriced: 2 },
    ]);
  });

  it("keep a bounded number of callers in mind", async () => {
    const { budgets } = make();
    const settings = aScope({ callers: { "*": aBudget(1) } });
    for (let index = 0; index < 10_500; index += 1) {
      (await budgets.reserve({ ...settings, caller: `caller ${index}` }, cents(0))).settle(cents(0));
    }
    const known = await budgets.spent();
    expect(known.length).toBeLessThanOrEqual(10_000);
    expect(known.at(-1)?.key).toBe("caller caller 10499");
  });

  it("never throw when a call ends, whatever the state does", async () => {
    const memory = memoryState();
    const { budgets } = make({ ...memory, settle: () => Promise.reject(new Error("gone")) });
    const grant: BudgetGrant = await budgets.reserve(aScope({ route: aBudget(1) }), cents(1));
    grant.settle(cents(1));
    await setImmediate();
  });
});
