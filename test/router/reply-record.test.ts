import { describe, expect, it } from "vitest";
import type { FakeAnswer } from "../../src/backends/fake.ts";
import { usageOf } from "../../src/dialect/usage.ts";
import { createRouter } from "../../src/router/create-router.ts";
import type { RoutedChunk, Serving } from "../../src/router.ts";
import type { Strategy } from "../../src/strategy.ts";
import { aConfig, aRouter, HELLO, inTime } from "./support/a-router.ts";
import { handClock } from "./support/hand-clock.ts";
import { aReply, plainBackend } from "./support/plain-backend.ts";
import { cooling, planning, THREE } from "./support/planning.ts";

describe("what a stream tells of its call", () => {
  const late: FakeAnswer = { delayMs: 300, failure: { status: 500 } };

  it("is who answers, before the first chunk, and at which try", async () => {
    const { router, clock } = await aRouter({ a: late, b: { text: "fine" } });
    const order: (Serving | string)[] = [];
    const read = async () => {
      for await (const { content } of router.stream("m", HELLO, { onServing: (serving) => order.push(serving) }))
        if (content !== undefined) order.push(content);
    };
    await inTime(clock, read());
    expect(order).toEqual([{ passedOver: [], target: "b/x", attempts: 2, inputTokens: expect.any(Number) }, "fine"]);
  });

  it("is the time to the first content since the call began, tries that failed included", async () => {
    const { router, clock } = await aRouter({ a: late, b: { text: "fine", delayMs: 100 } });
    const chunks: RoutedChunk[] = [];
    const read = async () => {
      for await (const chunk of router.stream("m", HELLO)) chunks.push(chunk);
    };
    await inTime(clock, read());
    const end = chunks.at(-1)?.end;
    expect(end?.firstContentMs).toBeGreaterThanOrEqual(400);
    expect(end?.attempts.at(-1)?.firstContentMs).toBeLessThan(200);
  });
});

describe("how quick a target is", () => {
  it("is measured without the time that a slow reader takes", async () => {
    const { router, clock } = await aRouter({ a: { pieces: ["a ", "b ", "c "], pieceDelayMs: 100 } });
    const read = async () => {
      for await (const _ of router.stream("m", HELLO)) clock.advance(5_000);
    };
    await inTime(clock, read(), 10);
    expect(router.health().targets[0]?.tokensPerSecond).toBeGreaterThan(8);
  });
});

describe("what is expected of the next answer", () => {
  it("is as long as one of several answers was, not as all of them were", async () => {
    const config = await aConfig(["a"]);
    const several = {
      ...plainBackend("a"),
      async generate() {
        const reply = aReply("a/x");
        const [choice] = reply.choices;
        const choices = choice === undefined ? [] : [choice, { ...choice, index: 1 }];
        return { ...reply, choices, usage: usageOf({ input: 10, output: 200_000 }) };
      },
    };
    const router = createRouter({
      config,
      backends: { a: several },
      clock: handClock(),
      facts: () => ({ pricing: { input: 0, output: 1 } }),
    });
    await router.generate("m", { ...HELLO, n: 2 });
    const costOf = async (request = {}) =>
      (await router.explain("m", { ...HELLO, ...request })).targets[0]?.expectedCost.usd;
    expect([await costOf(), await costOf({ n: 2 })]).toEqual(["0.1", "0.2"]);
  });
});

describe("a strategy that spreads", () => {
  it("keeps nothing in mind of the order of those that are not ready: it was nobody's turn", async () => {
    const counting: Strategy = {
      name: "counting",
      spreads: true,
      order: (targets, { memory }) => {
        const turns = (memory.get("turns") ?? 0) + 1;
        memory.set("turns", turns);
        return targets.map((target) => ({ target, score: turns }));
      },
    };
    const { plan, states } = await planning(THREE, { strategies: [counting] });
    states.set("ollama/b", cooling());
    const turns = Array.from({ length: 3 }, () => plan("m", HELLO, { strategy: "counting" }).targets[0]?.ranked?.score);
    expect(turns).toEqual([1, 2, 3]);
  });
});
