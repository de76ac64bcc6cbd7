import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { parseConfig } from "../../src/config/load.ts";
import { RouteError } from "../../src/config/route-error.ts";
import type { ConfigEvent, ConfigWatcher } from "../../src/config/watch.ts";
import { ConnectorError, ModelNotFoundError } from "../../src/errors.ts";
import { createManager, type ModelManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import { tempFolder } from "../support/temp-folder.ts";

const KEY = "sk-team-canary-0123456789";
const HEADER = "header-canary-0123456789";
const env = { OPENAI_API_KEY: "sk-own-canary-0123456789", TEAM_KEY: KEY, TEAM_HEADER: HEADER };

const CONFIG = `
models:
  fast: openai/gpt-4o-mini
  creative-writer:
    backend: [openai-eu/gpt-4o, anthropic/claude-opus-4-5]
    aliases: [writer]
    parameters: { temperature: 0.9, extra: { service_tier: flex } }
    capabilities: { vision: false }
  "claude-*": anthropic/claude-*
  off: { backend: openai/gpt-4o, enabled: false }
  deployed: azure-eu/gpt-4o
backends:
  openai-eu:
    provider: openai
    base_url: https://eu.example.com/v1
    api_key: ["\${TEAM_KEY}", sk-second-0123456789]
    organization: org-1
    headers: { X-Team: "\${TEAM_HEADER}" }
  azure-eu:
    provider: azure
    base_url: https://eu.openai.azure.com
    api_key: "\${TEAM_KEY}"
    models: { gpt-4o: { deployment: our-gpt } }
  elsewhere: { provider: openai, base_url: https://proxy.example.com/v1 }
  us: { provider: bedrock, region: us-east-1, api_key: "\${TEAM_KEY}" }
`;

async function aManager(text: string | undefined = CONFIG): Promise<ModelManager> {
  const manager = await createManager({ store: memory(), sources: [], env });
  manager.registry.import("catalog", [
    { id: "openai/gpt-4o", contextWindow: 128_000, pricing: { input: 2.5 }, capabilities: { vision: true } },
    { id: "openai/gpt-4o-mini", pricing: { input: 0.15 } },
    { id: "anthropic/claude-opus-4-5", pricing: { input: 5 } },
    { id: "xai/grok-4" },
  ]);
  if (text !== undefined) manager.useConfig(await parseConfig(text, { env, catalogue: manager.catalogue }));
  return manager;
}

describe("a manager that uses a config", () => {
  it("shows what it exposes in registry and mall, but no pattern and nothing switched off", async () => {
    const manager = await aManager();
    expect(manager.list({ targets: { $exists: true } }).map(({ id }) => id)).toEqual([
      "fast",
      "creative-writer",
      "deployed",
    ]);
    expect(manager.registry.require("writer")).toMatchObject({
      provider: "openai",
      contextWindow: 128_000,
      pricing: { input: 2.5 },
      capabilities: { vision: false },
      targets: ["openai-eu/gpt-4o", "anthropic/claude-opus-4-5"],
    });
    expect(manager.mall.byProvider.get("openai")?.map(({ id }) => id)).toContain("creative-writer");
  });

  it("prices its models as their targets are priced, also after those change", async () => {
    const manager = await aManager();
    expect(manager.registry.require("fast").pricing).toEqual({ input: 0.15 });
    manager.registry.import("catalog", [{ id: "openai/gpt-4o-mini", pricing: { input: 0.3 } }], { acceptFewer: true });
    expect(manager.registry.require("fast").pricing).toEqual({ input: 0.3 });
    expect(manager.list({ maxInputPrice: 0.2 })).toEqual([]);
  });

  it("resolves and explains names, also by a draft that is not used", async () => {
    const manager = await aManager();
    expect(manager.resolve("writer").targets.map(({ id }) => id)).toEqual([
      "openai-eu/gpt-4o",
      "anthropic/claude-opus-4-5",
    ]);
    expect(manager.resolve("writer", { parameters: { temperature: 0 } }).targets[0]?.parameters.known).toEqual({
      temperature: 0,
    });
    const draft = await parseConfig("models: { fast: anthropic/claude-opus-4-5 }", { env });
    expect(manager.explain("fast", {}, { config: draft }).route?.targets[0]?.id).toBe("anthropic/claude-opus-4-5");
    expect(manager.explain("fast").route?.targets[0]?.id).toBe("openai/gpt-4o-mini");
  });

  it("says what to do where there is none", async () => {
    const manager = await aManager(undefined as never);
    manager.useConfig(undefined);
    expect(manager.config).toBeUndefined();
    expect(() => manager.resolve("fast")).toThrow("no config is in use; load one with manager.loadConfig()");
    expect(manager.registry.has("fast")).toBe(false);
  });

  it("loads one by its path, keeps it when the next one is broken, and takes a path as an option", async () => {
    const folder = await tempFolder();
    const [good, broken] = [join(folder, "good.yaml"), join(folder, "broken.yaml")];
    await writeFile(good, "models: { fast: openai/gpt-4o-mini }\n");
    await writeFile(broken, "models: { fast: { backend: openai/gpt-4o, temprature: 1 } }\n");
    const manager = await createManager({ store: memory(), sources: [], env, config: good });
    expect(manager.config?.models.has("fast")).toBe(true);
    await expect(manager.loadConfig(broken)).rejects.toThrow(ConfigError);
    expect(manager.resolve("fast").targets[0]?.id).toBe("openai/gpt-4o-mini");
    await expect(createManager({ store: memory(), env, config: broken })).rejects.toThrow("broken.yaml:1:");
  });

  it("follows a file it watches, until it is closed or another config is used", async () => {
    const path = join(await tempFolder(), "modelmall.yaml");
    const write = async (text: string) => {
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
    };
    await write("models: { fast: openai/gpt-4o }\n");
    const manager = await createManager({ store: memory(), sources: [], env });
    const watcher = await manager.watchConfig(path);
    expect([...manager.registry.keys()]).toEqual(["fast"]);
    const next = nextEvent(watcher);
    await write("models: { faster: openai/gpt-4o }\n");
    await next;
    expect([...manager.registry.keys()]).toEqual(["faster"]);
    manager.useConfig(undefined);
    await write("models: { fastest: openai/gpt-4o }\n");
    expect([...manager.registry.keys()]).toEqual([]);
    const again = await manager.watchConfig(path);
    await manager.close();
    expect(again.config.models.has("fastest")).toBe(true);
  });
});

function nextEvent(watcher: ConfigWatcher): Promise<ConfigEvent> {
  return new Promise((resolve) => {
    const end = watcher.onChange((event) => {
      end();
      resolve(event);
    });
  });
}

describe("connecting to what a config exposes", () => {
  it("gives the primary's account and the route's parameters, and shows no secret", async () => {
    const manager = await aManager();
    const options = manager.connect("writer", "openai", { parameters: { top_p: 0.5 } });
    expect(options).toEqual({
      client: {
        baseURL: "https://eu.example.com/v1",
        apiKey: KEY,
        defaultHeaders: { "openai-organization": "org-1", "x-team": HEADER },
      },
      request: { model: "gpt-4o", temperature: 0.9, service_tier: "flex", top_p: 0.5 },
    });
    expect(inspect(options, { depth: 9 }) + JSON.stringify(options)).not.toMatch(/canary/);
  });

  it("lets what the caller says win", async () => {
    const manager = await aManager();
    const { client, request } = manager.connect("writer", "openai", {
      apiKey: "sk-mine",
      baseUrl: "https://mine.example.com/v1",
      headers: { "x-team": "me" },
      parameters: { temperature: null, service_tier: null },
    });
    expect(client).toMatchObject({ apiKey: "sk-mine", baseURL: "https://mine.example.com/v1" });
    expect(client.defaultHeaders).toMatchObject({ "x-team": "me" });
    expect(request).toEqual({ model: "gpt-4o" });
  });

  it("goes through another target's backend by its name", async () => {
    const manager = await aManager();
    const options = manager.connect("writer", "langchain", {
      via: "anthropic",
      apiKey: "sk-a",
      parameters: { service_tier: null },
    });
    expect(options).toMatchObject({
      className: "ChatAnthropic",
      options: { model: "claude-opus-4-5", temperature: 0.9 },
    });
    expect(() => manager.connect("writer", "openai", { via: "azure-eu" })).toThrow(
      'writer has no target at "azure-eu", only at openai-eu, anthropic',
    );
  });

  it("knows deployments and regions", async () => {
    const manager = await aManager();
    expect(manager.connect("deployed", "openai")).toEqual({
      client: { baseURL: "https://eu.openai.azure.com/openai/v1", apiKey: KEY },
      request: { model: "our-gpt" },
    });
    expect(manager.connect("us/titan", "openai").client.baseURL).toBe(
      "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1",
    );
  });

  it("never sends a key of the environment to an address of the config's", async () => {
    const manager = await aManager();
    expect(() => manager.connect("elsewhere/gpt-4o", "openai")).toThrow(ConnectorError);
    expect(manager.connect("elsewhere/gpt-4o", "openai", { apiKey: "sk-x" }).client.apiKey).toBe("sk-x");
    const beside = await aManager(CONFIG.replace("https://proxy.example.com/v1", "https://api.openai.com/v1"));
    expect(beside.connect("elsewhere/gpt-4o", "openai").client.apiKey).toBe(env.OPENAI_API_KEY);
  });

  it("takes names of the config first, then the registry's, then targets", async () => {
    const manager = await aManager();
    manager.alias("creative-writer", "poet");
    expect(manager.connect("poet", "openai").request.temperature).toBe(0.9);
    expect(manager.connect("claude-opus-4-5", "anthropic", { apiKey: "k" }).request.model).toBe("claude-opus-4-5");
    expect(manager.connect("openai/gpt-4o", "openai").client.apiKey).toBe(env.OPENAI_API_KEY);
    expect(manager.connect("openai-eu/gpt-5", "openai")).toMatchObject({
      client: { apiKey: KEY },
      request: { model: "gpt-5" },
    });
    expect(manager.connect("openai/not-listed", "openai").request.model).toBe("not-listed");
    expect(() => manager.connect("off", "openai")).toThrow(RouteError);
    expect(() => manager.connect("creative-writter", "openai")).toThrow(ModelNotFoundError);
    expect(() => manager.connect("creative-writter", "openai")).toThrow("did you mean creative-writer");
  });

  it("reaches a listing through the account that the config writes down for its provider", async () => {
    const manager = await aManager(
      `models: { fast: openai/gpt-4o }\nbackends: { openai: { api_key: '\${TEAM_KEY}', base_url: 'https://gw.example.com/v1' } }`,
    );
    expect(manager.connect("openai/gpt-4o", "openai").client).toEqual({
      baseURL: "https://gw.example.com/v1",
      apiKey: KEY,
    });
    expect(manager.connect("gpt-4o-mini", "openai").client.apiKey).toBe(KEY);
  });
});
