import { describe, expect, it } from "vitest";
import type { FakeAnswer } from "../../src/backends/fake.ts";
import { aRouter, HELLO, inTime, quiet } from "./support/a-router.ts";

const CENT = 10_000_000_000n;
/** 1 USD a million tokens of input, 100 USD of output. */
const dear = { pricing: { input: 1, output: 100 } };
/** To the router by the model's name, to the backends by their own. */
const known = { x: dear, cheap: { pricing: { input: 0, output: 1 } }, "a/x": dear, "b/x": dear, "c/x": dear };

/** An answer that uses so many tokens of output, and takes a while. */
const answer = (output: number): FakeAnswer => ({ text: "fine", delayMs: 100, usage: { input: 0, output } });

describe("a hard budget", () => {
  it("of a dollar is never overspent by 200 calls at once that may each cost five cents", async () => {
    const { router, clock } = await aRouter({ a: answer(500) }, { route: "budget: { amount: 1, per: day }", known });
    // Answers were short so far, so that the next is expected to be; but it may be as long as it is allowed to be.
    await inTime(clock, router.generate("m", HELLO));
    const calls = Array.from({ length: 200 }, () =>
      router.generate("m", { ...HELLO, max_tokens: 500 }).then(
        () => "answered",
        ({ code }: { code: string }) => code,
      ),
    );
    const ends = await inTime(clock, Promise.all(calls));
    await quiet();
    const [budget] = await router.budgets();
    expect(budget?.settled).toBeLessThanOrEqual(100n * CENT);
    expect(budget).toMatchObject({ reserved: 0n, settled: 95n * CENT });
    expect(new Set(ends)).toEqual(new Set(["answered", "budget_spent"]));
    expect(ends.filter((end) => end === "answered")).toHaveLength(18);
  });

  it("sets aside the longest answer while it runs, and has the rest again when it was shorter", async () => {
    const { router, clock } = await aRouter({ a: answer(10) }, { route: "budget: { amount: 1, per: day }", known });
    const long = { ...HELLO, max_tokens: 6_000 };
    const running = router.generate("m", long);
    await quiet();
    const [meanwhile] = await router.budgets();
    expect(meanwhile?.reserved).toBeGreaterThanOrEqual(60n * CENT);
    await expect(router.generate("m", long)).rejects.toMatchObject({ code: "budget_spent" });
    await inTime(clock, running);
    await quiet();
    expect((await inTime(clock, router.generate("m", long))).content).toBe("fine");
  });

  it("takes the config's word for the longest answer where the request has none", async () => {
    const { router } = await aRouter(
      { a: answer(10) },
      {
        route: "budget: { amount: 1, per: day }",
        known,
        fields: { a: 'api_key: "$k", parameters: { max_tokens: 20000 }' },
      },
    );
    await expect(router.generate("m", HELLO)).rejects.toMatchObject({ code: "budget_spent" });
  });

  it("sends a call to a target that it has money for, and none for the others", async () => {
    const { generate, told } = await aRouter(
      { a: answer(1), b: answer(1) },
      { targets: ["a/x", "b/cheap"], route: "budget: { amount: 0.01, per: day }", known },
    );
    await generate({ ...HELLO, max_tokens: 1_000 });
    expect(told()).toEqual(["first b/cheap ok"]);
  });

  it("that has no money for any target says so of each, with the decision", async () => {
    const { failure } = await aRouter(
      { a: answer(1), b: answer(1) },
      { route: "budget: { amount: 0.2, per: day }", known },
    );
    const error = await failure({ ...HELLO, max_tokens: 3_000 });
    expect(error).toMatchObject({ name: "RouterError", code: "budget_spent", attempts: [], decision: { route: "m" } });
    expect(error.message).toMatch(/a\/x: the budget of 0\.2 USD a day for route m has no .*b\/x: the budget of/);
    expect(error.message).toContain("use a cheaper target");
  });
});

describe("a soft budget", () => {
  it("sets aside what is expected, and is not called overspent for what might have been", async () => {
    const { generate, events } = await aRouter(
      { a: answer(10) },
      { route: "budget: { amount: 1, per: day, hard: false }", known },
    );
    await generate({ ...HELLO, max_tokens: 20_000 });
    expect(events[0]?.overspent).toBeUndefined();
  });
});

describe("what an attempt without a told cost is counted as", () => {
  it("an answer that was cut, or given up, costs what its text does", async () => {
    const cut: FakeAnswer = { text: "all is lost", fault: { kind: "cut", afterPieces: 2 } };
    const { router, clock, events } = await aRouter({ a: cut }, { route: "budget: { amount: 1, per: day }", known });
    const read = async () => {
      for await (const _ of router.stream("m", HELLO));
    };
    await inTime(
      clock,
      read().catch(() => undefined),
    );
    await quiet();
    expect(events).toMatchObject([{ code: "stream_truncated", cost: { basis: "estimated" } }]);
    const [budget] = await router.budgets();
    expect(budget).toMatchObject({ reserved: 0n, unpriced: 0 });
    expect(budget?.settled).toBe(events[0]?.cost?.usd == null ? undefined : events[0].cost.picoUsd);
    expect(budget?.settled).toBeGreaterThan(0n);
  });

  it("one that gave no answer in time may be billed, and one that was refused is not", async () => {
    const late: FakeAnswer = { text: "late", delayMs: 9_000 };
    const refusal: FakeAnswer = { failure: { status: 500 } };
    const { generate, events } = await aRouter(
      { a: late, b: refusal, c: { text: "fine", usage: { input: 0, output: 1_000 } } },
      { route: "timeout: { first_content: 1s }", known },
    );
    const reply = await generate();
    expect(events.map(({ code = "ok", cost }) => `${code} ${cost === undefined ? "free" : cost.usd}`)).toEqual([
      "first_content_timeout null",
      "server_error free",
      "ok 0.1",
    ]);
    expect(reply.cost).toMatchObject({ usd: null, reason: expect.stringContaining("a/x") });
  });
});
