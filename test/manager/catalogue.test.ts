import { describe, expect, it } from "vitest";
import { catalogueOf } from "../../src/manager/catalogue.ts";
import type { ModelInput } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";

const CATALOG: ModelInput[] = [
  {
    id: "openai/gpt-4o",
    contextWindow: 128_000,
    pricing: { input: 2.5 },
    connectorMetadata: { openai: { id: "gpt-4o" } },
  },
  { id: "azure/gpt-4o", contextWindow: 128_000, connectorMetadata: { azure: { id: "gpt-4o" } } },
  {
    id: "anthropic/claude-opus-4-5",
    pricing: { input: 5 },
    aliases: ["anthropic/claude-opus-4-5-20251101"],
    connectorMetadata: { anthropic: { id: "claude-opus-4-5" } },
  },
];
const OPENROUTER: ModelInput[] = [
  {
    id: "openai/gpt-4o",
    contextWindow: 100_000,
    capabilities: { tools: true },
    pricing: { input: 3 },
    connectorMetadata: { openrouter: { id: "openai/gpt-4o" } },
  },
  {
    id: "xai/grok-4",
    contextWindow: 256_000,
    pricing: { input: 4 },
    connectorMetadata: { openrouter: { id: "x-ai/grok-4" } },
  },
];

function aRegistry(): ModelRegistry {
  const registry = new ModelRegistry();
  registry.import("catalog", CATALOG, { kind: "catalog" });
  registry.import("openrouter", OPENROUTER, { kind: "reseller" });
  return registry;
}

describe("the facts of a model at a provider", () => {
  const catalogue = catalogueOf(aRegistry());

  it.each([
    ["openai", "gpt-4o", 2.5],
    ["openrouter", "openai/gpt-4o", 3],
    ["openrouter", "x-ai/grok-4", 4],
    ["anthropic", "claude-opus-4-5", 5],
    ["anthropic", "claude-opus-4.5", 5],
    ["anthropic", "claude-opus-4-5-20251101", 5],
    ["xai", "grok-4", undefined],
    ["x-ai", "grok-4", undefined],
    ["azure", "gpt-4o", undefined],
  ])("at %s %s hold the price there: %s", (provider, id, input) => {
    const facts = catalogue.facts(provider, id);
    expect(facts).toBeDefined();
    expect(facts?.pricing?.input).toBe(input);
  });

  it("say at a reseller what the reseller says, and what only others know", () => {
    expect(catalogue.facts("openrouter", "openai/gpt-4o")).toMatchObject({
      contextWindow: 100_000,
      capabilities: { tools: true },
    });
  });

  it.each([
    ["openai", "gpt-5"],
    ["nobody", "gpt-4o"],
    ["openrouter", "gpt-4o"],
    ["__proto__", "constructor"],
    ["openai", ""],
  ])("are unknown of what nobody lists: %s %s", (provider, id) => {
    expect(catalogue.facts(provider, id)).toBeUndefined();
  });

  it("are frozen, the same until a listing changes, and then other ones", () => {
    const registry = aRegistry();
    const live = catalogueOf(registry);
    const before = live.facts("openai", "gpt-4o");
    const { version } = live;
    expect(Object.isFrozen(before?.pricing)).toBe(true);
    expect(live.facts("openai", "gpt-4o")).toBe(before);
    registry.set("openai/gpt-4o", { ...registry.require("openai/gpt-4o"), pricing: { input: 1 } });
    expect(live.version).not.toBe(version);
    expect(live.facts("openai", "gpt-4o")?.pricing?.input).toBe(1);
  });

  it("hold nothing that a config says, and stay the same when one is used", () => {
    const registry = aRegistry();
    const live = catalogueOf(registry);
    const { version } = live;
    const told = { contextWindow: 7, aliases: ["quick"] };
    registry.attach({
      ids: new Set(["openai/gpt-4o", "openai/mine"]),
      aliases: new Map([["quick", "openai/gpt-4o"]]),
      factsOf: () => told,
    });
    expect(live.version).toBe(version);
    expect(live.facts("openai", "gpt-4o")?.contextWindow).toBe(100_000);
    expect(live.facts("openai", "mine")).toBeUndefined();
    expect(live.find("quick")).toEqual([]);
    expect(live.find("mine")).toEqual([]);
  });
});

describe("finding by bare name", () => {
  const catalogue = catalogueOf(aRegistry());

  it("gives every provider that lists it, by its own id, and makes up none", () => {
    expect([...catalogue.find("gpt-4o")].sort()).toEqual(["azure/gpt-4o", "openai/gpt-4o", "openrouter/openai/gpt-4o"]);
    expect(catalogue.find("grok-4")).toEqual(["openrouter/x-ai/grok-4"]);
    expect(catalogue.find("claude-opus-4.5")).toEqual(["anthropic/claude-opus-4-5"]);
    expect(catalogue.find("gpt-5")).toEqual([]);
    expect(catalogue.find("__proto__")).toEqual([]);
  });
});

describe("the nearest to a misspelt target", () => {
  const catalogue = catalogueOf(aRegistry());

  it("are the models of its provider, else those of others", () => {
    expect(catalogue.nearest("openai/gpt4o")).toEqual(["openai/gpt-4o"]);
    expect(catalogue.nearest("antropic/claude-opus-45")[0]).toBe("anthropic/claude-opus-4-5");
    expect(catalogue.nearest("gpt4o")).toContain("openai/gpt-4o");
    expect(catalogue.nearest("zzzzzzzz/qqqqqqqqqqq")).toEqual([]);
  });
});
