import { describe, expect, it } from "vitest";
import { createRetryBudget } from "../../../src/router/health/retry-budget.ts";
import { handClock } from "../support/hand-clock.ts";

function taken(budget: ReturnType<typeof createRetryBudget>, cause: "transient" | "throttled", backend = "openai") {
  let count = 0;
  while (count < 1_000 && budget.take(backend, cause)) count += 1;
  return count;
}

describe("the retry budget", () => {
  it("pays for 35 retries after failures, or 100 after rate limits", () => {
    expect(taken(createRetryBudget(handClock()), "transient")).toBe(35);
    expect(taken(createRetryBudget(handClock()), "throttled")).toBe(100);
  });

  it("is one for each backend", () => {
    const budget = createRetryBudget(handClock());
    taken(budget, "transient");
    expect(budget.take("anthropic", "transient")).toBe(true);
  });

  it("gets back what a retry took once it went well, and one token for a call that needed none", () => {
    const budget = createRetryBudget(handClock());
    taken(budget, "transient");
    budget.refund("openai", "transient");
    expect(taken(budget, "transient")).toBe(1);
    // Ten tokens were left over, and four calls more make another fourteen.
    for (let call = 0; call < 3; call += 1) budget.refund("openai");
    expect(budget.take("openai", "transient")).toBe(false);
    budget.refund("openai");
    expect(budget.take("openai", "transient")).toBe(true);
  });

  it("never holds more than it began with", () => {
    const budget = createRetryBudget(handClock());
    budget.take("openai", "throttled");
    for (let call = 0; call < 1_000; call += 1) budget.refund("openai");
    expect(taken(budget, "transient")).toBe(35);
  });

  it("fills again by itself within ten minutes", () => {
    const clock = handClock();
    const budget = createRetryBudget(clock);
    taken(budget, "throttled");
    clock.advance(60_000);
    expect(taken(budget, "throttled")).toBe(10);
    clock.advance(600_000);
    expect(taken(budget, "throttled")).toBe(100);
  });

  it("adds less than a fifth to what is sent to a backend that fails for a minute", () => {
    const clock = handClock();
    const budget = createRetryBudget(clock);
    let retries = 0;
    const calls = 60 * 200;
    for (let call = 0; call < calls; call += 1) {
      clock.advance(5);
      for (let again = 0; again < 2 && budget.take("openai", "transient"); again += 1) retries += 1;
    }
    expect(retries).toBeGreaterThan(30);
    expect((calls + retries) / calls).toBeLessThanOrEqual(1.2);
  });

  it("remembers the one in trouble among thousands of names", () => {
    const budget = createRetryBudget(handClock());
    taken(budget, "transient", "dead");
    for (let name = 0; name < 5_000; name += 1) {
      budget.take(`other-${name}`, "throttled");
      budget.refund(`other-${name}`, "throttled");
    }
    expect(budget.take("dead", "transient")).toBe(false);
  });
});
