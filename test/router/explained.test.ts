import { describe, expect, it } from "vitest";
import { brokenServer, type FakeAnswer } from "../../src/backends/fake.ts";
import { STRATEGIES_BY_NAME } from "../../src/builtins/strategies.ts";
import type { Strategy } from "../../src/strategy.ts";
import { aRouter, HELLO } from "./support/a-router.ts";

const ok: FakeAnswer = { text: "fine" };
const known = {
  cheap: { contextWindow: 8_000, pricing: { input: 1, output: 1 } },
  dear: { contextWindow: 8_000, pricing: { input: 9, output: 9 } },
  unknown: {},
};
const targets = ["a/dear", "b/unknown", "c/cheap"];

describe("the record of a decision", () => {
  it.each([...STRATEGIES_BY_NAME.keys()])(
    "is the same in an explanation and in the reply, call after call: %s",
    async (strategy) => {
      const { router, generate } = await aRouter(
        { a: ok, b: ok, c: ok },
        { targets, known, route: "fallback: { any: [d/cheap], context_window: [d/cheap] }", random: () => 0.99 },
      );
      for (let call = 0; call < 6; call += 1) {
        const how = { strategy, tags: ["t"], caller: "ann" };
        const explained = await router.explain("m", HELLO, how);
        const again = await router.explain("m", HELLO, how);
        const { decision, target } = await generate(HELLO, how);
        expect(again).toEqual(explained);
        expect(decision).toEqual(explained);
        expect(target).toBe(explained.targets[0]?.target);
        const chunks = [];
        const asStream = await router.explain("m", HELLO, how);
        for await (const chunk of router.stream("m", HELLO, how)) chunks.push(chunk);
        expect(chunks.at(-1)?.end?.decision).toEqual(asStream);
      }
    },
  );

  it("names every target with its use, score, parts, cost and place, and who was dropped and why", async () => {
    const { router, calls } = await aRouter(
      { a: ok, b: ok, c: ok, d: ok },
      {
        targets: [...targets, "d/small"],
        known: { ...known, small: { contextWindow: 10 } },
        route: "strategy: cost\nfallback: [c/dear]",
      },
    );
    const decision = await router.explain("m", { ...HELLO, max_tokens: 100 });
    expect(decision.targets.map(({ target, use, score }) => [target, use, score])).toEqual([
      ["c/cheap", "target", 1],
      ["a/dear", "target", expect.closeTo(1 / 9, 3)],
      ["b/unknown", "target", undefined],
      ["c/dear", "any", undefined],
    ]);
    expect(decision.targets[0]).toMatchObject({
      parts: { cost: { unit: "USD", weight: 1 } },
      expectedCost: { usd: expect.stringMatching(/^0\.0001/) },
    });
    expect(decision.targets[2]?.expectedCost).toMatchObject({ usd: null, reason: expect.any(String) });
    expect(decision.dropped).toMatchObject([{ id: "d/small", code: "context_too_small" }]);
    expect(calls()).toEqual({});
  });
});

describe("the state of a target in a decision", () => {
  it("is what a call would find: one target with two keys that are left alone is not ready", async () => {
    const { router, failure } = await aRouter(
      { a: { keys: { k1: brokenServer(), k2: brokenServer() } } },
      { fields: { a: 'api_key: ["$k1", "$k2"]' } },
    );
    expect((await router.explain("m", HELLO)).targets[0]).not.toHaveProperty("state");
    for (let call = 0; call < 5; call += 1) await failure();
    const [explained] = (await router.explain("m", HELLO)).targets;
    expect(explained).toMatchObject({ state: "open", note: expect.stringContaining("failed within a minute") });
    expect(router.health().targets).toMatchObject([{ target: "a/x", state: "open" }]);
  });
});

describe("a strategy of one's own", () => {
  it("is registered with the router, and chosen by a route or by a call", async () => {
    const last: Strategy = {
      name: "last",
      order: (given) => given.toReversed().map((target, place) => ({ target, score: 3 - place })),
    };
    const options = { strategies: [last], targets: ["a/x", "b/x", "c/x"] };
    const { generate } = await aRouter({ a: ok, b: ok, c: ok }, options);
    expect((await generate()).target).toBe("a/x");
    const { target, decision } = await generate(HELLO, { strategy: "last" });
    expect([target, decision.strategy, decision.targets.map(({ score }) => score)]).toEqual(["c/x", "last", [3, 2, 1]]);
  });

  it("that is as good to it stays in the order of the route, for every strategy that is built in", async () => {
    for (const strategy of STRATEGIES_BY_NAME.keys()) {
      const { router } = await aRouter({ a: ok, b: ok, c: ok }, { random: () => 0.99 });
      const { targets: ordered } = await router.explain("m", HELLO, { strategy });
      expect([strategy, ordered.map(({ target }) => target)]).toEqual([strategy, ["a/x", "b/x", "c/x"]]);
    }
  });
});

describe("a request that no target can take", () => {
  it("is an error that names every target with its own reason", async () => {
    const { failure } = await aRouter(
      { a: ok, b: ok, c: ok },
      {
        targets: ["a/blind", "b/small", "c/dear"],
        known: {
          blind: { capabilities: { tools: false } },
          small: { contextWindow: 10 },
          dear: { pricing: { input: 90, output: 90 } },
        },
        route: "policy: { max_price: { unit: per_1m_tokens, input: 10 } }",
      },
    );
    const tool = { type: "function" as const, function: { name: "f", parameters: { type: "object" } } };
    const error = await failure({ ...HELLO, tools: [tool], max_tokens: 50 });
    expect(error).toMatchObject({ name: "RouteError", code: "no_target" });
    const { dropped } = error as unknown as { dropped: readonly { id: string; code: string }[] };
    expect(dropped.map(({ id, code }) => `${id} ${code}`)).toEqual([
      "a/blind lacks_capability",
      "b/small context_too_small",
      "c/dear price",
    ]);
    for (const { id } of dropped) expect(error.message).toContain(id);
  });
});
