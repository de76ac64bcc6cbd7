import { describe, expect, it } from "vitest";
import { RouteError } from "../../../src/config/route-error.ts";
import type { Strategy } from "../../../src/strategy.ts";
import { cooling, HELLO, idsOf, NOON, planning, THREE, thrownBy, words } from "../support/planning.ts";

const SPREAD = THREE.replace("  m:\n", "  m:\n    strategy: round_robin\n");

describe("the order of a plan", () => {
  it("is that of the route's strategy, or of the one the call names", async () => {
    const facts = {
      "ollama/a": { pricing: { input: 3, output: 3 } },
      "ollama/b": { pricing: { input: 1, output: 1 } },
    };
    const { plan } = await planning(THREE, { facts });
    expect(idsOf(plan("m"))).toEqual(["ollama/a", "ollama/b", "ollama/c"]);
    const cheap = plan("m", HELLO, { strategy: "cost" });
    expect(idsOf(cheap)).toEqual(["ollama/b", "ollama/a", "ollama/c"]);
    expect(cheap.strategy.name).toBe("cost");
  });

  it("counts the request for each family of models when it is ordered by cost", async () => {
    const text = "models:\n  m:\n    strategy: cost\n    backend: [ollama/claude-x, ollama/gemini-x]\n";
    // The same price for a million tokens, but the one family makes more tokens of a text than the other.
    const pricing = { input: 1, output: 0 };
    const { plan } = await planning(text, {
      facts: { "ollama/claude-x": { pricing }, "ollama/gemini-x": { pricing } },
    });
    expect(idsOf(plan("m", words(1_000)))).toEqual(["ollama/gemini-x", "ollama/claude-x"]);
  });

  it("expects an answer of the usual length, of at most as many tokens as are allowed, and as answers were lately", async () => {
    const text = "models:\n  m:\n    strategy: cost\n    backend: [ollama/a, ollama/b]\n";
    const facts = {
      "ollama/a": { pricing: { input: 0, output: 1 } },
      "ollama/b": { pricing: { input: 0, output: 2 } },
    };
    const lately = new Map([["m ollama/b", { output: 100, cached: 0 }]]);
    const { plan } = await planning(text, {
      facts,
      answers: { of: (route, target) => lately.get(`${route} ${target}`) },
    });
    const costs = (max_tokens?: number, n?: number) => {
      const request = { ...HELLO, ...(max_tokens !== undefined && { max_tokens }), ...(n !== undefined && { n }) };
      return plan("m", request).decision.targets.map(({ target, expectedCost }) => `${target} ${expectedCost.usd}`);
    };
    expect(costs()).toEqual(["ollama/b 0.0002", "ollama/a 0.0005"]);
    expect(costs(50)).toEqual(["ollama/a 0.00005", "ollama/b 0.0001"]);
    expect(costs(50, 3)).toEqual(["ollama/a 0.00015", "ollama/b 0.0003"]);
  });

  it("expects as much to be read from the cache as was lately", async () => {
    const facts = { "ollama/a": { pricing: { input: 10, output: 0, cacheRead: 0 } } };
    const { plan } = await planning("models:\n  m:\n    backend: [ollama/a]\n", {
      facts,
      answers: { of: () => ({ output: 1, cached: 0.5 }) },
    });
    const { planner, config } = await planning("models:\n  m:\n    backend: [ollama/a]\n", { facts });
    const usd = (cost: { usd: string | null }) => Number(cost.usd);
    const [cached, whole] = [plan("m", words(1_000)), planner.plan(config, "m", words(1_000))];
    const at = (one: typeof cached) => usd(one.expectedCost(one.targets[0]?.target as never));
    expect(at(cached) / at(whole)).toBeCloseTo(0.5, 2);
  });

  it("puts targets that are not ready behind those that are, and says why", async () => {
    const { plan, states } = await planning(THREE);
    states.set("ollama/a", cooling());
    const { targets, decision } = plan("m");
    expect(targets.map(({ target }) => target.id)).toEqual(["ollama/b", "ollama/c", "ollama/a"]);
    expect(decision.targets[2]).toMatchObject({
      state: "cooling",
      note: "it answered 429, until 2026-05-01T12:00:05.000Z",
    });
    expect(decision.targets[0]).not.toHaveProperty("state");
  });

  it("takes a target for ready when one of its keys is", async () => {
    const text = "backends:\n  openai: { api_keys: [k1, k2] }\nmodels:\n  m:\n    backend: [openai/a, ollama/b]\n";
    const { plan, states } = await planning(text);
    states.set("openai/a openai#1", cooling());
    expect(idsOf(plan("m"))).toEqual(["openai/a", "ollama/b"]);
    states.set("openai/a openai#2", cooling("it is refused", Number.POSITIVE_INFINITY));
    expect(idsOf(plan("m"))).toEqual(["ollama/b", "openai/a"]);
    expect(plan("m").targets[1]?.readiness?.note).toBe("it answered 429, until 2026-05-01T12:00:05.000Z");
  });

  it("leaves a target that comes back in its place", async () => {
    const { plan, states } = await planning(THREE);
    states.set("ollama/a", { admitted: true, state: "ramping" });
    expect(idsOf(plan("m"))).toEqual(["ollama/a", "ollama/b", "ollama/c"]);
    expect(plan("m").decision.targets[0]).toMatchObject({ state: "ramping" });
  });

  it("tries fall-backs last, also behind targets that are not ready, and keeps those of other kinds apart", async () => {
    const text = `
models:
  m:
    backend: [ollama/a, ollama/b]
    fallback:
      any: [ollama/c]
      context_window: [ollama/long]
      content_policy: [ollama/free]
`;
    const { plan, states } = await planning(text);
    states.set("ollama/a", cooling());
    const found = plan("m");
    expect(found.targets.map(({ target, use }) => `${use} ${target.id}`)).toEqual([
      "target ollama/b",
      "target ollama/a",
      "any ollama/c",
    ]);
    expect(found.contextWindow.map(({ target, use }) => `${use} ${target.id}`)).toEqual(["contextWindow ollama/long"]);
    expect(found.contentPolicy.map(({ target, use }) => `${use} ${target.id}`)).toEqual(["contentPolicy ollama/free"]);
    expect(found.decision.targets.map(({ use }) => use)).toEqual([
      "target",
      "target",
      "any",
      "contextWindow",
      "contentPolicy",
    ]);
  });

  it("holds every target though a strategy of one's own drops, doubles and invents some", async () => {
    const odd: Strategy = {
      name: "odd",
      order: (targets) => {
        const second = targets[1] as NonNullable<(typeof targets)[1]>;
        return [{ target: second }, { target: second }, { target: { ...second, id: "made/up" } }];
      },
    };
    const { plan } = await planning(THREE, { strategies: [odd] });
    expect(idsOf(plan("m", HELLO, { strategy: "odd" }))).toEqual(["ollama/b", "ollama/a", "ollama/c"]);
  });
});

describe("a strategy that spreads", () => {
  it("goes round, and only over the targets that are ready", async () => {
    const { plan, states } = await planning(SPREAD);
    const firsts = (count: number) => Array.from({ length: count }, () => idsOf(plan("m"))[0]?.slice(7)).join("");
    expect(firsts(6)).toBe("abcabc");
    states.set("ollama/a", cooling());
    expect(firsts(6)).toBe("bcbcbc");
  });

  it("takes no turn where it is only looked at", async () => {
    const { plan } = await planning(SPREAD);
    const looks = [1, 2, 3].map(() => idsOf(plan("m", HELLO, {}, { peek: true }))[0]);
    expect(looks).toEqual(["ollama/a", "ollama/a", "ollama/a"]);
    expect(idsOf(plan("m"))[0]).toBe("ollama/a");
  });

  it("keeps a session with one target, and with the same other one while that is not ready", async () => {
    const { plan, states } = await planning(SPREAD);
    const of = (sessionKey: string) => idsOf(plan("m", HELLO, { sessionKey }));
    const before = of("ann");
    expect(of("ann")).toEqual(before);
    const [first = "", second] = before;
    states.set(first, cooling());
    expect(of("ann")).toEqual([second, before[2], first]);
    states.clear();
    expect(of("ann")).toEqual(before);
    expect(new Set(Array.from({ length: 50 }, (_, place) => of(`session ${place}`)[0])).size).toBe(3);
  });

  it("does not bind a session where the strategy has a reason for its order", async () => {
    const { plan } = await planning(THREE);
    expect(idsOf(plan("m", HELLO, { sessionKey: "ann" }))).toEqual(["ollama/a", "ollama/b", "ollama/c"]);
  });
});

describe("a name that leads nowhere", () => {
  it("is an error with each target and its reason", async () => {
    const { plan } = await planning("models:\n  m:\n    backend: [ollama/a]\n", {
      facts: { "ollama/a": { capabilities: { tools: false } } },
    });
    const request = { ...HELLO, tools: [{ type: "function", function: { name: "look" } } as const] };
    expect(thrownBy(() => plan("m", request))).toMatchObject({
      code: "no_target",
      dropped: [{ id: "ollama/a", code: "lacks_capability" }],
    });
    expect(thrownBy(() => plan("n"))).toBeInstanceOf(RouteError);
  });
});

describe("time", () => {
  it("moves the order with the prices of the hour", async () => {
    const text = "models:\n  m:\n    strategy: cost\n    backend: [ollama/a, ollama/b]\n";
    const facts = {
      "ollama/a": { pricing: { input: 0, output: 2 } },
      "ollama/b": { pricing: { input: 0, output: 3, windows: [{ fromUtc: "20:00", untilUtc: "06:00", output: 1 }] } },
    };
    let now = NOON;
    const { plan } = await planning(text, { facts, now: () => now });
    expect(idsOf(plan("m"))).toEqual(["ollama/a", "ollama/b"]);
    now = Date.UTC(2026, 4, 1, 23);
    expect(idsOf(plan("m"))).toEqual(["ollama/b", "ollama/a"]);
  });
});
