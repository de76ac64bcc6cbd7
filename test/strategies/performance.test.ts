import { describe, expect, it } from "vitest";
import { performance } from "../../src/strategies/performance.ts";
import { aContext, ids } from "./support/a-context.ts";

const measured = (firstContentMs: number, tokensPerSecond?: number, calls = 20) => ({
  performance: { firstContentMs, calls, ...(tokensPerSecond !== undefined && { tokensPerSecond }) },
});

describe("the performance strategy", () => {
  it("puts first what has the whole answer soonest: a short wait can be lost by a slow stream", () => {
    const { targets, context } = aContext([
      { id: "b/unknown" },
      { id: "b/early", ...measured(100, 10) },
      { id: "b/quick", ...measured(400, 100) },
      { id: "b/whole", ...measured(5_000) },
    ]);
    const ranked = performance.order(targets, context);
    expect(ids(ranked)).toEqual(["b/quick", "b/whole", "b/early", "b/unknown"]);
    expect(ranked[0]).toMatchObject({
      score: 1,
      parts: { performance: { value: 1_400, unit: "ms", note: "by 20 calls" } },
    });
    expect(ranked[3]).toMatchObject({ parts: { performance: { note: "not called lately" } } });
  });

  it("sends one request in ten to the one it knows least of, and says so", () => {
    const known = [
      { id: "b/quick", ...measured(100) },
      { id: "b/some", ...measured(900, undefined, 2) },
      { id: "b/new" },
    ];
    const first = (drawn: number) => {
      const { targets, context } = aContext(known, { random: () => drawn });
      return performance.order(targets, context)[0];
    };
    expect(first(0.099)).toMatchObject({
      target: { id: "b/new" },
      parts: { performance: { note: "not called lately, tried first so that it is measured" } },
    });
    expect(first(0.1)?.target.id).toBe("b/quick");
  });

  it("measures another than the one that would be first anyway", () => {
    const { targets, context } = aContext([{ id: "b/one" }, { id: "b/two" }], { random: () => 0 });
    expect(ids(performance.order(targets, context))).toEqual(["b/two", "b/one"]);
  });

  it("asks each of the slower ones now and then, once all are known", () => {
    const known = [100, 200, 300].map((ms) => ({ id: `b/${ms}`, ...measured(ms) }));
    const first = (drawn: number) => {
      const { targets, context } = aContext(known, { random: () => drawn });
      return ids(performance.order(targets, context))[0];
    };
    expect([0, 0.009, 0.01, 0.019, 0.02, 0.5].map(first)).toEqual([
      "b/200",
      "b/200",
      "b/300",
      "b/300",
      "b/100",
      "b/100",
    ]);
  });

  it("explores nothing where there is nothing to choose", () => {
    const { targets, context } = aContext([{ id: "b/one" }], { random: () => 0 });
    expect(performance.order(targets, context)).toEqual([
      { target: targets[0], parts: { performance: { unit: "ms", note: "not called lately" } } },
    ]);
  });
});
