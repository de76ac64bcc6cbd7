import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../../src/errors.ts";
import type { Facts } from "../../../src/model.ts";
import { createRouteFinder } from "../../../src/router/choice/find-route.ts";
import { type RequestSize, sizeOf } from "../../../src/router/choice/request-size.ts";
import { catalogueWith, configOf } from "../../config/support/config-of.ts";
import { NOON, words } from "../support/planning.ts";

/** Finds routes of a text, and counts how often a request had to be counted. */
async function finding(text: string, facts: Readonly<Record<string, Facts>> = {}) {
  const catalogue = catalogueWith(facts);
  const config = await configOf(text, catalogue);
  const find = createRouteFinder(catalogue);
  let counted = 0;
  const spied = (size: RequestSize): RequestSize => ({
    atMost: size.atMost,
    ...(size.maxTokens !== undefined && { maxTokens: size.maxTokens }),
    estimate: (model) => {
      counted += 1;
      return size.estimate(model);
    },
  });
  const ask = (
    name: string,
    question: { needs?: string[]; tags?: string[]; words?: number; max?: number; at?: number } = {},
  ) => {
    const { needs = [], tags = [], words: count = 1, max, at = NOON } = question;
    const size = spied(sizeOf({ ...words(count), ...(max !== undefined && { max_tokens: max }) }));
    return find(config, name, { needs, tags, size, at }).route;
  };
  return { ask, find, config, catalogue, counted: () => counted };
}

const ids = ({ targets }: { targets: readonly { id: string }[] }) => targets.map(({ id }) => id);

const TWO = "models:\n  m:\n    backend: [ollama/small, ollama/large]\n";
const WINDOWS: Record<string, Facts> = {
  "ollama/small": { contextWindow: 8_000 },
  "ollama/large": { contextWindow: 128_000 },
};

describe("a request", () => {
  it("is not counted where it is small enough for every target", async () => {
    const { ask, counted } = await finding(TWO, WINDOWS);
    expect(ids(ask("m", { words: 500 }))).toEqual(["ollama/small", "ollama/large"]);
    expect(counted()).toBe(0);
  });

  it("goes straight to the larger target where the smaller one does not hold it", async () => {
    const { ask, counted } = await finding(TWO, WINDOWS);
    const { targets, dropped } = ask("m", { words: 20_000 });
    expect(ids({ targets })).toEqual(["ollama/large"]);
    expect(dropped).toMatchObject([{ id: "ollama/small", code: "context_too_small" }]);
    expect(counted()).toBe(1);
  });

  it("takes its answer along into the window", async () => {
    const { ask } = await finding(TWO, WINDOWS);
    expect(ids(ask("m", { words: 10, max: 9_000 }))).toEqual(["ollama/large"]);
  });

  it("goes to a target that may be too small by the estimate alone, rather than nowhere", async () => {
    const { ask } = await finding("models:\n  m:\n    backend: [ollama/small]\n", WINDOWS);
    const tokens = sizeOf(words(9_000)).estimate();
    expect(tokens).toBeGreaterThan(8_000);
    expect(ids(ask("m", { words: 9_000 }))).toEqual(["ollama/small"]);
    expect(() => ask("m", { words: 30_000 })).toThrow(/does not hold/);
  });

  it("is counted where a target is for requests of a size, however small it is", async () => {
    const text = `
models:
  m:
    backend:
      - { target: ollama/small, when: { max_input_tokens: 100 } }
      - ollama/large
`;
    const { ask, counted } = await finding(text);
    expect(ids(ask("m", { words: 2 }))).toEqual(["ollama/small", "ollama/large"]);
    expect(ids(ask("m", { words: 2_000 }))).toEqual(["ollama/large"]);
    expect(counted()).toBe(2);
  });

  it("is counted where a price that must not be exceeded rises with its size", async () => {
    const text =
      "models:\n  m:\n    policy: { max_price: { unit: per_1m_tokens, input: 2 } }\n    backend: [ollama/small, ollama/large]\n";
    const pricing = { input: 1, output: 1 };
    const { ask } = await finding(text, {
      "ollama/small": { pricing: { ...pricing, tiers: [{ aboveTokens: 1_000, input: 3 }] } },
      "ollama/large": { pricing },
    });
    expect(ids(ask("m", { words: 10 }))).toEqual(["ollama/small", "ollama/large"]);
    expect(ids(ask("m", { words: 2_000 }))).toEqual(["ollama/large"]);
  });

  it("meets the window its exposed model states, and the longest answer its parameters ask for", async () => {
    const text = `
models:
  stated:
    context_window: 1000
    backend: [ollama/large]
    fallback: { context_window: [ollama/huge] }
  talkative:
    parameters: { max_tokens: 127000 }
    backend: [ollama/large, ollama/huge]
`;
    const { ask } = await finding(text, WINDOWS);
    expect(ids(ask("stated", { words: 3_000 }))).toEqual(["ollama/huge"]);
    expect(ids(ask("talkative", { words: 3_000 }))).toEqual(["ollama/huge"]);
    expect(ids(ask("talkative", { words: 3_000, max: 10 }))).toEqual(["ollama/large", "ollama/huge"]);
  });
});

describe("what was found", () => {
  it("is the same route for the same needs, whatever tags nobody asks for", async () => {
    const { ask } = await finding(TWO, WINDOWS);
    expect(ask("m", { needs: ["tools"], tags: ["a"] })).toBe(ask("m", { needs: ["tools"], tags: ["b"] }));
    expect(ask("m", { needs: ["tools"] })).toBe(ask("m", { needs: ["tools"], words: 300 }));
  });

  it("differs with a tag that a target asks for", async () => {
    const text =
      "models:\n  m:\n    backend:\n      - { target: ollama/a, when: { tags: [night] } }\n      - ollama/b\n";
    const { ask } = await finding(text);
    expect(ids(ask("m", { tags: ["other"] }))).toEqual(["ollama/b"]);
    expect(ids(ask("m", { tags: ["other", "night"] }))).toEqual(["ollama/a", "ollama/b"]);
    expect(ids(ask("m", { tags: [] }))).toEqual(["ollama/b"]);
  });

  it("differs with what a request needs", async () => {
    const { ask } = await finding(TWO, { "ollama/small": { capabilities: { vision: false } } });
    expect(ids(ask("m", { needs: ["vision"] }))).toEqual(["ollama/large"]);
    expect(ids(ask("m"))).toEqual(["ollama/small", "ollama/large"]);
  });

  it("is judged anew by the hour where prices are", async () => {
    const text =
      "models:\n  m:\n    policy: { max_price: { unit: per_1m_tokens, input: 1 } }\n    backend: [ollama/a, ollama/b]\n";
    const { ask } = await finding(text, {
      "ollama/a": { pricing: { input: 3, output: 1, windows: [{ fromUtc: "20:00", untilUtc: "06:00", input: 1 }] } },
      "ollama/b": { pricing: { input: 1, output: 1 } },
    });
    expect(ids(ask("m", { needs: ["tools"] }))).toEqual(["ollama/b"]);
    expect(ids(ask("m", { needs: ["tools"], at: Date.UTC(2026, 4, 1, 23) }))).toEqual(["ollama/a", "ollama/b"]);
  });

  it("is found anew when the catalogue knows something else", async () => {
    const facts: Record<string, Facts> = { "ollama/small": { capabilities: { tools: true } } };
    const config = await configOf(TWO);
    const catalogue = { ...catalogueWith({}), facts: (_: string, id: string) => facts[`ollama/${id}`], version: 1 };
    const find = createRouteFinder(catalogue);
    const ask = () => ids(find(config, "m", { needs: ["tools"], tags: [], at: NOON }).route);
    expect(ask()).toEqual(["ollama/small", "ollama/large"]);
    facts["ollama/small"] = { capabilities: { tools: false } };
    catalogue.version = 2;
    expect(ask()).toEqual(["ollama/large"]);
  });
});

describe("a need", () => {
  it("that no capability and no target speaks of is refused, with what may be meant", async () => {
    const { ask } = await finding(TWO, WINDOWS);
    expect(() => ask("m", { needs: ["visoin"] })).toThrow(InvalidInputError);
    expect(() => ask("m", { needs: ["visoin"] })).toThrow(/did you mean vision\?/);
  });

  it("of the user's own is judged where a target says whether it has it", async () => {
    const { ask } = await finding(TWO, { "ollama/small": { capabilities: { legal: false } } });
    expect(ids(ask("m", { needs: ["legal"] }))).toEqual(["ollama/large"]);
  });
});
