import { describe, expect, it } from "vitest";
import { brokenServer } from "../../src/backends/fake.ts";
import { aRouter, HELLO, quiet } from "./support/a-router.ts";

const DOLLAR = 1_000_000_000_000n;
const BUDGET = "budget: { amount: 1, per: total }";

describe("the budget of a route", () => {
  it("is charged with what an answer cost, not with what was set aside for it", async () => {
    const { router, generate } = await aRouter(
      { a: { text: "done", usage: { input: 1_000, output: 500 } } },
      { route: BUDGET },
    );
    await generate();
    await quiet();
    expect(await router.budgets()).toMatchObject([
      { key: "route m", limit: DOLLAR, settled: 2_000_000_000n, reserved: 0n, unpriced: 0 },
    ]);
  });

  it("is not charged for a target that refused, nor for one whose limits sent the call elsewhere", async () => {
    const { router, generate, failure } = await aRouter(
      { a: brokenServer(), b: { text: "done", usage: { input: 0, output: 0 } } },
      { route: `${BUDGET}\nretry: 2`, fields: { b: 'api_key: "$k", rate_limits: { requests_per_minute: 1 }' } },
    );
    await generate();
    await failure();
    await quiet();
    const [status] = await router.budgets();
    expect(status).toMatchObject({ settled: 0n, reserved: 0n, unpriced: 0 });
  });

  it("that is soft is gone over, and the attempt says so", async () => {
    const { events, generate } = await aRouter(
      { a: { text: "done", usage: { input: 1_000_000, output: 0 } } },
      { route: "budget: { amount: 0.5, per: day, hard: false }" },
    );
    await generate();
    expect(events[0]?.overspent).toBeUndefined();
    const { attempts } = await generate(HELLO);
    expect(attempts[0]?.overspent).toEqual([expect.stringContaining("0.5")]);
    expect(events[1]?.overspent).toEqual(attempts[0]?.overspent);
  });
});

it("says who was not asked when it was their turn, and why", async () => {
  const { generate, failure } = await aRouter(
    { a: { text: "one" }, b: { text: "two" } },
    { fields: { a: 'api_key: "$k", rate_limits: { requests_per_minute: 1 }' } },
  );
  const [first, second] = [await generate(), await generate()];
  expect(first.decision.passedOver).toBeUndefined();
  expect(second).toMatchObject({
    content: "two",
    decision: {
      passedOver: [{ target: "a/x", code: "limited", reason: expect.stringContaining("1 request a minute") }],
    },
  });
  const { decision } = await failure(HELLO, {
    maxCost: 1,
    strategy: "manual",
    retry: { attempts: 1 },
    timeouts: { totalMs: 1 },
  });
  expect(decision).not.toHaveProperty("passedOver");
});
