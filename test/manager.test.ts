import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { AmbiguousModelError, ConnectorError, InvalidInputError, ModelNotFoundError } from "../src/errors.ts";
import { createManager, type ManagerOptions } from "../src/manager.ts";
import type { ModelSource } from "../src/source.ts";
import { memory } from "../src/stores/memory.ts";

const KEY = "sk-canary-0123456789abcdef";

const shop: ModelSource = {
  name: "shop",
  discover: () => [
    {
      id: "openai/gpt-4o",
      contextWindow: 128_000,
      connectorMetadata: { openai: { id: "gpt-4o" }, openrouter: { id: "openai/gpt-4o" } },
    },
    { id: "xai/grok-4", connectorMetadata: { openrouter: { id: "x-ai/grok-4" } } },
    { id: "ollama/llama3.2:3b", isLocal: true, connectorMetadata: { ollama: { id: "llama3.2:3b" } } },
    { id: "somebody/model" },
    { id: "bedrock/titan", connectorMetadata: { bedrock: { id: "titan" } } },
  ],
};

async function aManager(options: ManagerOptions = {}) {
  const manager = await createManager({ store: memory(), sources: [shop], env: { OPENAI_API_KEY: KEY }, ...options });
  await manager.discoverAll();
  return manager;
}

describe("discovering", () => {
  it("asks the named sources, or all, and reports", async () => {
    const manager = await createManager({ store: memory(), sources: [shop], env: {} });
    const report = await manager.discover("shop");
    expect(report.sources.map(({ source, status, found }) => [source, status, found])).toEqual([["shop", "ok", 5]]);
    expect(manager.list({ isLocal: true }).map(({ id }) => id)).toEqual(["ollama/llama3.2:3b"]);
    const again = await manager.discoverAll();
    expect(again.sources[0]).toMatchObject({ added: [], changed: [], missing: [] });
  });

  it("names the nearest source when it does not know one", async () => {
    const manager = await createManager({ store: memory(), env: {} });
    await expect(manager.discover("olama")).rejects.toThrow(InvalidInputError);
    await expect(manager.discover("olama")).rejects.toThrow('unknown source "olama"; did you mean ollama?');
    await expect(createManager({ store: memory(), sources: ["openruter" as never] })).rejects.toThrow(
      "did you mean openrouter?",
    );
  });

  it("reports a source whose address cannot be one as failed, and asks the others", async () => {
    const manager = await createManager({
      store: memory(),
      sources: ["ollama", shop],
      env: { OLLAMA_HOST: "http://[::" },
    });
    const { sources } = await manager.discoverAll();
    expect(sources.map(({ source, status }) => [source, status]).sort()).toEqual([
      ["ollama", "failed"],
      ["shop", "ok"],
    ]);
    expect(sources.find(({ source }) => source === "ollama")?.error?.message).toContain("OLLAMA_HOST");
  });

  it("takes sources of one's own, and refuses a name that is no origin", async () => {
    const manager = await createManager({ store: memory(), sources: [], env: {} });
    manager.addSource({ name: "mine", discover: () => [{ id: "me/one" }] });
    await manager.discover();
    expect([...manager.registry.keys()]).toEqual(["me/one"]);
    expect(() => manager.addSource({ name: "user", discover: () => [] })).toThrow('neither "user" nor "config"');
  });
});

describe("annotating", () => {
  it("tags, notes, names and groups by any name of a model, and undoes it", async () => {
    const manager = await aManager();
    expect(manager.tag("openai/gpt-4o", "production", "fast", "fast").tags).toEqual(["production", "fast"]);
    expect(manager.alias("openai/gpt-4o", "quick").aliases).toEqual(["quick"]);
    expect(manager.annotate("quick", { note: "good", score: 8 }).customMetadata).toEqual({ note: "good", score: 8 });
    expect(manager.annotate("quick", { note: undefined }).customMetadata).toEqual({ score: 8 });
    expect(manager.group("prod", ["quick", "xai/grok-4"]).map(({ id }) => id)).toEqual(["openai/gpt-4o", "xai/grok-4"]);
    expect(manager.list({ group: "prod" }).length).toBe(2);
    expect(manager.ungroup("prod", ["xai/grok-4"]).map(({ id }) => id)).toEqual(["openai/gpt-4o"]);
    expect(manager.ungroup("prod")).toEqual([]);
    expect(manager.untag("quick", "fast").tags).toEqual(["production"]);
    expect(manager.unalias("quick", "quick").aliases).toEqual([]);
  });

  it("adds nobody to a group when one of them is unknown", async () => {
    const manager = await aManager();
    expect(() => manager.group("prod", ["openai/gpt-4o", "nope"])).toThrow(ModelNotFoundError);
    expect(manager.group("prod")).toEqual([]);
  });

  it("keeps annotations over the next discovery", async () => {
    const manager = await aManager();
    manager.tag("openai/gpt-4o", "mine");
    await manager.discoverAll();
    expect(manager.registry.require("openai/gpt-4o").tags).toEqual(["mine"]);
  });
});

describe("connecting", () => {
  it("gives the OpenAI client the model's own provider, key and id", async () => {
    const manager = await aManager();
    const options = manager.connect("openai/gpt-4o", "openai");
    expect({ ...options.client }).toEqual({ baseURL: "https://api.openai.com/v1", apiKey: KEY });
    expect({ ...options.request }).toEqual({ model: "gpt-4o" });
  });

  it("shows the key nowhere when the options are printed", async () => {
    const manager = await aManager();
    const options = manager.connect("openai/gpt-4o", "openai");
    for (const shown of [
      inspect(options, { depth: 9 }),
      JSON.stringify(options),
      inspect(options.client),
      inspect(manager, { depth: 9 }),
    ]) {
      expect(shown).not.toContain(KEY);
    }
    expect(JSON.stringify(options)).toContain("[redacted]");
  });

  it("goes where the model is listed when its own provider's name for it is unknown", async () => {
    const manager = await aManager({ env: { OPENROUTER_API_KEY: KEY, XAI_API_KEY: "other-key" } });
    const options = manager.connect("xai/grok-4", "openai");
    expect(options.client.baseURL).toBe("https://openrouter.ai/api/v1");
    expect(options.client.apiKey).toBe(KEY);
    expect(options.request.model).toBe("x-ai/grok-4");
    expect(manager.connect("openai/gpt-4o", "openai", { via: "openrouter" }).request.model).toBe("openai/gpt-4o");
  });

  it("reaches a local server without a key, at the address the environment says", async () => {
    const manager = await aManager({ env: { OLLAMA_HOST: "192.168.1.5:8080" } });
    const { client, request } = manager.connect("ollama/llama3.2:3b", "openai");
    expect(client).toEqual({ baseURL: "http://192.168.1.5:8080/v1", apiKey: "ollama" });
    expect(request.model).toBe("llama3.2:3b");
  });

  it("lays overrides over environment and record, and never asks for as many tokens as the context holds", async () => {
    const manager = await aManager();
    const { client, request } = manager.connect("openai/gpt-4o", "openai", {
      apiKey: "sk-other-0123456789",
      baseUrl: "http://127.0.0.1:9/v1/",
      headers: { "x-team": "a" },
      parameters: { temperature: 0 },
    });
    expect({ ...client }).toEqual({
      baseURL: "http://127.0.0.1:9/v1",
      apiKey: "sk-other-0123456789",
      defaultHeaders: { "x-team": "a" },
    });
    expect({ ...request }).toEqual({ model: "gpt-4o", temperature: 0 });
  });

  it.each([
    [
      "openai/gpt-4o",
      "opnai",
      {},
      {},
      ConnectorError,
      'unknown client "opnai"; did you mean openai? (there are openai, anthropic, google, ollama, langchain, ai-sdk, dspy, litellm)',
    ],
    ["openai/gpt4o", "openai", {}, {}, ModelNotFoundError, 'no such model: "openai/gpt4o" (did you mean openai/gpt-4o'],
    [
      "openai/gpt-4o",
      "openai",
      {},
      {},
      ConnectorError,
      "openai/gpt-4o: no key for OpenAI: set OPENAI_API_KEY, pass { apiKey }, or go through openrouter",
    ],
    [
      "openai/gpt-4o",
      "openai",
      {},
      { via: "nowhere" },
      ConnectorError,
      'openai/gpt-4o is not listed at "nowhere", only at openai, openrouter',
    ],
    ["somebody/model", "openai", {}, {}, ConnectorError, '"somebody" is no provider modelmall can reach'],
    [
      "bedrock/titan",
      "openai",
      {},
      {},
      ConnectorError,
      "every Amazon Bedrock account has an address of its own: set AWS_REGION or pass { baseUrl }",
    ],
  ])("says why %s cannot be connected to %s and what would work", async (id, client, env, overrides, type, message) => {
    const manager = await aManager({ env });
    const connect = () => manager.connect(id, client, overrides);
    expect(connect).toThrow(type);
    expect(connect).toThrow(message);
  });

  it("takes connectors of one's own", async () => {
    const manager = await aManager();
    manager.addConnector({
      name: "curl",
      format: (model, { baseUrl }) => ({ url: `${baseUrl}/chat`, model: model.id }),
    });
    expect(manager.connect("openai/gpt-4o", "curl")).toMatchObject({ url: "https://api.openai.com/v1/chat" });
  });

  it("does not guess between models with the same bare name", async () => {
    const manager = await aManager();
    manager.registry.set("azure/gpt-4o", {});
    expect(() => manager.connect("gpt-4o", "openai")).toThrow(AmbiguousModelError);
  });
});
