import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../../src/errors.ts";
import type { Strategy } from "../../../src/strategy.ts";
import { HELLO, idsOf, planning, THREE } from "../support/planning.ts";

describe("the strategy of a plan", () => {
  const WEIGHTED = `
strategies:
  frugal: { cost: 9, quality: 1 }
  fine: { cost: 1, quality: 9 }
models:
  m:
    strategy: fine
    backend: [ollama/cheap, ollama/good]
`;
  const known = {
    facts: {
      "ollama/cheap": { pricing: { input: 1, output: 1 } },
      "ollama/good": { pricing: { input: 9, output: 9 } },
    },
    quality: { "ollama/cheap": 0.2, "ollama/good": 0.9 },
  };

  it("may be a name the config gives to weights", async () => {
    const { plan } = await planning(WEIGHTED, known);
    expect(idsOf(plan("m"))).toEqual(["ollama/good", "ollama/cheap"]);
    expect(idsOf(plan("m", HELLO, { strategy: "frugal" }))).toEqual(["ollama/cheap", "ollama/good"]);
    const { decision } = plan("m");
    expect(decision.strategy).toBe("fine");
    expect(decision.targets[0]?.parts).toMatchObject({ quality: { value: 0.9, weight: 0.9 } });
  });

  it("may be one of the user's own, also in place of a built-in one", async () => {
    const backwards: Strategy = {
      name: "cost",
      order: (targets) => [...targets].reverse().map((target) => ({ target })),
    };
    const { plan } = await planning(THREE, { strategies: [backwards] });
    expect(idsOf(plan("m", HELLO, { strategy: "cost" }))).toEqual(["ollama/c", "ollama/b", "ollama/a"]);
  });

  it("is refused by name, with those there are", async () => {
    const { plan } = await planning(WEIGHTED, known);
    expect(() => plan("m", HELLO, { strategy: "qualty" })).toThrow(
      new InvalidInputError("the strategy for m", [
        {
          path: "strategy",
          message:
            'no strategy is called "qualty"; did you mean quality? There are cost, performance, quality, balanced, round_robin, manual, frugal, fine',
        },
      ]),
    );
  });

  it("believes the user's own word on quality before any benchmark", async () => {
    const facts = { "ollama/a": { benchmarks: { own: { score: 95 } } } };
    const { plan } = await planning(THREE, { facts, quality: { "ollama/a": 0.1, "ollama/b": 0.5 } });
    const { decision } = plan("m", HELLO, { strategy: "quality" });
    expect(decision.targets[0]).toMatchObject({ target: "ollama/a", score: 0.95 });
  });
});
