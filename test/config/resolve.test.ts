import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolve, routeFacts } from "../../src/config/resolve.ts";
import { RouteError } from "../../src/config/route-error.ts";
import { type Config, EMPTY_CATALOGUE } from "../../src/config.ts";
import type { RouteRequest } from "../../src/route.ts";
import { catalogueWith, configOf } from "./support/config-of.ts";
import { failureOf, idsOf } from "./support/of-route.ts";

describe("names", () => {
  const text = `
models:
  gpt-4: openai/gpt-4
  "gpt-*": openai/gpt-*
  "gpt-4*": azure-eu/gpt-4*
  "*-local": ollama/*
  writer-model: { backend: anthropic/claude-3-opus, aliases: [writer, gpt-author] }
  off: { backend: openai/gpt-4, enabled: false, aliases: [also-off] }
  "off-*": { backend: openai/*, enabled: false }
  lost: { backend: "[provider]/[model]" }
backends:
  azure-eu: { provider: azure, base_url: "https://eu.example.com/openai/v1", models: { gpt-4-mini: { deployment: mini-1 } } }
`;

  it.each([
    ["gpt-4", "openai/gpt-4", "gpt-4"],
    ["writer", "anthropic/claude-3-opus", "writer-model"],
    ["gpt-author", "anthropic/claude-3-opus", "writer-model"],
    ["gpt-5", "openai/gpt-5", "gpt-*"],
    ["gpt-4-mini", "azure-eu/gpt-4-mini", "gpt-4*"],
    ["llama3.2:3b-local", "ollama/llama3.2:3b", "*-local"],
    ["gpt-$&-x", "openai/gpt-$&-x", "gpt-*"],
    ["openai/gpt-4o", "openai/gpt-4o", "openai/gpt-4o"],
    ["azure-eu/o3", "azure-eu/o3", "azure-eu/o3"],
    ["x-ai/grok-4", "xai/grok-4", "xai/grok-4"],
    ["openrouter/anthropic/claude-3-opus", "openrouter/anthropic/claude-3-opus", "openrouter/anthropic/claude-3-opus"],
  ])("%s leads to %s", async (asked, target, name) => {
    const route = resolve(await configOf(text), asked);
    expect({ asked: route.asked, name: route.name, targets: idsOf(route) }).toEqual({ asked, name, targets: [target] });
  });

  it("is called by its deployment's name where it has one", async () => {
    expect(resolve(await configOf(text), "gpt-4-mini").targets[0]).toMatchObject({
      model: "gpt-4-mini",
      calledAs: "mini-1",
    });
  });

  it.each([
    ["off", "route_disabled", /the model "off" is switched off/],
    ["also-off", "route_disabled", /"also-off" means the model off, which is switched off/],
    ["off-x", "route_disabled", /means the model off-\*/],
    ["gtp-4", "route_not_found", /no model is called "gtp-4"; did you mean gpt-4\?/],
    ["opnai/gpt-4", "route_not_found", /did you mean openai\/gpt-4\?/],
    ["__proto__", "route_not_found", /there are gpt-4, writer-model, writer/],
    ["constructor", "route_not_found", /no model is called "constructor"/],
    ["azur-eu/o3", "route_not_found", /did you mean .*azure-eu\/o3/],
    ["a\nb", "route_not_found", /no model is called "a\\nb"/],
    ["", "route_not_found", /no model is called ""/],
    ["lost", "no_target", /\[provider\]\/\[model\] \(it is a blank of a template that is not filled in\)/],
  ])("%j leads nowhere: %s", async (asked, code, message) => {
    expect(failureOf(await configOf(text), asked)).toMatchObject({
      code,
      asked,
      message: expect.stringMatching(message),
    });
  });

  it("names the nearest as data", async () => {
    expect(failureOf(await configOf(text), "writr").nearest).toContain("writer");
  });

  it("says where a model can be had that only the catalogue knows", async () => {
    const config = await configOf(text);
    const catalogue = catalogueWith({ "mistral/pixtral-12b": {} });
    expect(() => resolve(config, "pixtral-12b", { catalogue })).toThrow("did you mean mistral/pixtral-12b?");
  });

  it("prefers the model that is switched on, of two with the same alias", async () => {
    const two =
      "models: { a: { backend: openai/a, aliases: [x], enabled: false }, b: { backend: openai/b, aliases: [x] } }";
    expect(resolve(await configOf(two), "x").name).toBe("b");
  });
});

describe("a route", () => {
  const text = `
models:
  a: { backend: [openai/m, ollama/l], tags: [prod], aliases: [b], capabilities: { tools: false, chat: true }, context_window: 500, parameters: { top_p: 0, extra: { x: 1 } } }
groups: { writers: [b] }
backends: { openai: { models: { m: { context_window: 900, pricing: { unit: per_1m_tokens, input: 3 } } } } }
`;
  const catalogue = catalogueWith({
    "openai/m": {
      contextWindow: 100,
      pricing: { input: 1, output: 2 },
      capabilities: { tools: true, vision: true },
      lifecycle: { status: "deprecated" },
    },
  });

  it("has facts from the config before those of the catalogue, and tags of its groups", async () => {
    const route = resolve(await configOf(text), "a", { catalogue });
    expect(route.targets[0]?.facts).toMatchObject({ contextWindow: 900, pricing: { input: 3, output: 2 } });
    expect(route.targets[1]?.facts).toEqual({ isLocal: true });
    expect(route.tags).toEqual(["prod", "group:writers"]);
  });

  it("is a model of the registry", async () => {
    const config = await configOf(text);
    expect(routeFacts(resolve(config, "a", { catalogue }), config)).toEqual({
      name: "a",
      provider: "openai",
      targets: ["openai/m", "ollama/l"],
      isLocal: false,
      capabilities: { tools: false, chat: true, vision: true },
      tags: ["prod", "group:writers"],
      aliases: ["b"],
      parameters: { top_p: 0, x: 1 },
      contextWindow: 500,
      pricing: { input: 3, output: 2 },
      lifecycle: { status: "deprecated" },
    });
  });

  it("is frozen, and the same until the catalogue knows something else", async () => {
    const config = await configOf(text);
    const route = resolve(config, "a", { catalogue });
    for (const part of [route, route.targets, route.targets[0], route.fallback, route.dropped, route.tags]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(resolve(config, "a", { catalogue, request: {} })).toBe(route);
    const newer = { ...EMPTY_CATALOGUE, version: 2 };
    expect(resolve(config, "a", { catalogue: newer }).targets[0]?.facts.pricing).toEqual({ input: 3 });
  });

  it("does not keep every name that callers make up", async () => {
    const config = await configOf('models: { "*": openai/* }');
    const first = resolve(config, "x0");
    for (let index = 1; index <= 2_000; index++) resolve(config, `x${index}`);
    expect(resolve(config, "x0")).not.toBe(first);
    expect(resolve(config, "x0")).toEqual(first);
  });
});

const name = fc.constantFrom("a", "b", "c", "d");
const model = fc.record({
  backend: fc.array(fc.constantFrom("openai/x", "openai/y", "xai/z", "off/m", "ollama/l"), {
    minLength: 1,
    maxLength: 3,
  }),
  parameters: fc.record({ temperature: fc.constantFrom(0, 1, null) }, { requiredKeys: [] }),
  capabilities: fc.record({ tools: fc.boolean() }, { requiredKeys: [] }),
  fallback: fc.array(fc.constantFrom("a", "b", "xai/z"), { maxLength: 2 }),
});
const models = fc.dictionary(name, model, { minKeys: 1 });
const backends = { off: { provider: "openai", enabled: false } };

function attempt(config: Config, asked: string, request: RouteRequest): unknown {
  try {
    const { asked: _asked, ...route } = resolve(config, asked, { request });
    const plain = ({ targets, fallback, ...rest }: typeof route) => ({
      ...rest,
      targets: targets.map(({ backend: { name }, ...target }) => ({ name, ...target })),
      fallback: Object.values(fallback).map((list) => list.map(({ id, parameters }) => ({ id, parameters }))),
    });
    return plain(route);
  } catch (error) {
    if (error instanceof RouteError) return { code: error.code, dropped: error.dropped };
    throw error;
  }
}

const requests = fc.record({ needs: fc.constantFrom([], ["tools"]) }, { requiredKeys: [] });

describe("laws", () => {
  it("an alias leads where its name leads", async () => {
    await fc.assert(
      fc.asyncProperty(models, requests, async (written, request) => {
        const withAliases = Object.fromEntries(
          Object.entries(written).map(([key, value]) => [key, { ...value, aliases: [`alias-${key}`] }]),
        );
        const config = await configOf(JSON.stringify({ models: withAliases, backends }));
        for (const key of Object.keys(written)) {
          expect(attempt(config, `alias-${key}`, request)).toEqual(attempt(config, key, request));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("a new name changes no other's route", async () => {
    await fc.assert(
      fc.asyncProperty(models, model, requests, async (written, added, request) => {
        const before = await configOf(JSON.stringify({ models: written, backends }));
        const after = await configOf(JSON.stringify({ models: { ...written, unrelated: added }, backends }));
        for (const key of Object.keys(written))
          expect(attempt(after, key, request)).toEqual(attempt(before, key, request));
      }),
      { numRuns: 40 },
    );
  });
});
