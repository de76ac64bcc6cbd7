import { describe, expect, it } from "vitest";
import { cooling, HELLO, planning, THREE, words } from "../support/planning.ts";

describe("a decision", () => {
  it("is plain data that JSON holds, the same for a look and for a call, and the same object twice", async () => {
    const { plan } = await planning(THREE, {
      facts: { "ollama/a": { pricing: { input: 3, output: 3 } } },
      quality: { "ollama/b": 0.5 },
    });
    const call = plan("m", HELLO, { strategy: "balanced" });
    const look = plan("m", HELLO, { strategy: "balanced" }, { peek: true });
    expect(JSON.parse(JSON.stringify(call.decision))).toEqual(call.decision);
    expect(look.decision).toEqual(call.decision);
    expect(call.decision).toBe(call.decision);
    expect(call.decision).toMatchObject({ asked: "m", route: "m", strategy: "balanced" });
  });

  it("tells what was known when the plan was made, though more is known when it is read", async () => {
    let output = 100;
    const { plan, states } = await planning(THREE, {
      facts: { "ollama/a": { pricing: { input: 0, output: 10 } } },
      answers: { of: () => ({ output, cached: 0 }) },
    });
    const [early, late] = [plan("m"), plan("m")];
    const before = early.decision;
    output = 900;
    states.set("ollama/b", cooling());
    expect(late.decision).toEqual(before);
  });

  it("tells the tokens of input only where the choice depended on them", async () => {
    const { plan } = await planning(THREE, { facts: { "ollama/a": { pricing: { input: 1, output: 1 } } } });
    expect(plan("m", words(100)).decision).not.toHaveProperty("inputTokens");
    expect(plan("m", words(100), { strategy: "cost" }).decision.inputTokens).toBeGreaterThan(80);
  });

  it("can be had of a name alone, of whose request nothing is known", async () => {
    const text = `
models:
  m:
    strategy: cost
    backend:
      - { target: ollama/a, when: { max_input_tokens: 10 } }
      - { target: ollama/b, when: { tags: [night] } }
`;
    const facts = {
      "ollama/a": { pricing: { input: 1, output: 1 } },
      "ollama/b": { pricing: { input: 3, output: 3 } },
    };
    const { planner, config } = await planning(text, { facts });
    const { decision } = planner.plan(config, "m");
    expect(decision.targets.map(({ target, expectedCost }) => `${target} ${expectedCost.usd}`)).toEqual([
      "ollama/a 0.0015",
      "ollama/b 0.0045",
    ]);
    expect(decision).not.toHaveProperty("inputTokens");
  });
});
