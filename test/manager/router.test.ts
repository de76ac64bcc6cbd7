import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { parseConfig } from "../../src/config/load.ts";
import { RouteError } from "../../src/config/route-error.ts";
import { createManager, type ManagerOptions } from "../../src/manager.ts";
import { custom } from "../../src/providers/custom.ts";
import type { ModelSource } from "../../src/source.ts";
import { memory } from "../../src/stores/memory.ts";
import { startFakeServer } from "../../src/testing/fake-server.ts";
import { tempFolder } from "../support/temp-folder.ts";

const KEY = "sk-own-canary-0123456789";
const HELLO = { messages: [{ role: "user" as const, content: "hello there" }] };

async function aManager(options: ManagerOptions = {}) {
  const manager = await createManager({ store: memory(), sources: [], env: {}, ...options });
  manager.registry.import("catalog", [
    { id: "openai/gpt-4o", pricing: { input: 2.5, output: 10 }, aliases: ["big"] },
    {
      id: "anthropic/claude-3-opus",
      connectorMetadata: { anthropic: { id: "claude-3-opus-20240229" } },
    },
    { id: "meta/llama-3", connectorMetadata: { openrouter: { id: "meta-llama/llama-3" } } },
    { id: "nobody/model" },
  ]);
  return manager;
}

describe("a manager's router", () => {
  it("calls models of the registry by id and alias without any config, at their prices", async () => {
    await using server = await startFakeServer({ text: "hi", usage: { input: 1_000, output: 500 } });
    await using manager = await aManager({ env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` } });
    const router = await manager.router();
    for (const name of ["openai/gpt-4o", "big", "gpt-4o"]) {
      const reply = await router.generate(name, HELLO);
      expect([reply.target, reply.cost.usd, reply.decision.asked]).toEqual(["openai/gpt-4o", "0.0075", name]);
    }
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it.each([
    ["anthropic/claude-3-opus", "anthropic/claude-3-opus-20240229"],
    ["meta/llama-3", "openrouter/meta-llama/llama-3"],
    ["mock/echo", "mock/echo"],
  ])("leads %s to %s", async (name, target) => {
    await using manager = await aManager();
    const { targets } = await (await manager.router()).explain(name, HELLO);
    expect(targets.map((one) => one.target)).toEqual([target]);
  });

  it("says of a name that nobody has, or nobody can call, that it leads nowhere", async () => {
    await using manager = await aManager();
    const router = await manager.router();
    for (const name of ["nothing", "nobody/model"]) {
      await expect(router.generate(name, HELLO)).rejects.toThrow(RouteError);
    }
  });

  it("follows the config in use", async () => {
    await using manager = await aManager();
    const router = await manager.router();
    await expect(router.generate("chat", HELLO)).rejects.toThrow(RouteError);
    manager.useConfig(await parseConfig("models: { chat: mock/echo }", { env: {} }));
    expect((await router.generate("chat", HELLO)).target).toBe("mock/echo");
    manager.useConfig(await parseConfig("models: { chat: mock/thinker }", { env: {} }));
    expect((await router.generate("chat", HELLO)).target).toBe("mock/thinker");
    manager.useConfig(undefined);
    await expect(router.generate("chat", HELLO)).rejects.toThrow(RouteError);
  });

  it("loads and uses the config of a path", async () => {
    await using manager = await aManager();
    const path = join(await tempFolder(), "modelmall.yaml");
    await writeFile(path, "models: { chat: { backend: [mock/broken, mock/echo] } }\n");
    const router = await manager.router(path);
    const reply = await router.generate("chat", HELLO, { retry: { attempts: 2, backoffMs: 0 } });
    expect([reply.content, reply.attempts.length]).toEqual(["hello there", 2]);
    expect(manager.config?.models.has("chat")).toBe(true);
    await writeFile(path, "models: 3\n");
    await expect(manager.router(path)).rejects.toThrow(ConfigError);
  });

  it("calls with the account that a source was given in code, also at a provider of its own", async () => {
    await using server = await startFakeServer({ text: "hi" });
    const provider = { ...custom, name: "house", title: "House" };
    const source: ModelSource = {
      name: "house",
      discover: async function* () {},
      account: () => ({ provider, apiKey: KEY, baseUrl: `${server.url}/v1`, headers: { "x-team": "a" } }),
    };
    await using manager = await aManager({ sources: [source] });
    const reply = await (await manager.router()).generate("house/model-1", HELLO);
    expect(reply.target).toBe("house/model-1");
    expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${KEY}`, "x-team": "a" });
  });

  it("takes strategies of one's own", async () => {
    await using manager = await aManager();
    const text =
      "models: { chat: { backend: [mock/broken, mock/echo], strategy: backwards } }\nstrategies: { backwards: code }\n";
    manager.useConfig(await parseConfig(text, { env: {} }));
    const order = (targets: readonly { id: string }[]) => targets.toReversed().map((target) => ({ target }));
    const router = await manager.router({ strategies: [{ name: "backwards", order: order as never }] });
    expect((await router.explain("chat")).targets.map(({ target }) => target)).toEqual(["mock/echo", "mock/broken"]);
    await expect((await manager.router()).explain("chat")).rejects.toThrow("pass it to createRouter({ strategies })");
  });

  it("is closed with the manager", async () => {
    const manager = await aManager();
    const [one, other] = [await manager.router(), await manager.router()];
    await one.close();
    await manager.close();
    for (const router of [one, other]) await expect(router.generate("mock/echo", HELLO)).rejects.toThrow(/closed/);
  });
});
