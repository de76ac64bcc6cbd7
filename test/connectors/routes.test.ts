import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { CONNECTORS } from "../../src/builtins/connectors.ts";
import { parseConfig } from "../../src/config/load.ts";
import { createManager, type ModelManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import { startLoopback } from "../support/loopback.ts";
import { anthropicReply, openaiReply } from "./support/replies.ts";

const KEY = "sk-team-canary-0123456789";

async function managerOf(config: string): Promise<ModelManager> {
  const env = { TEAM_KEY: KEY };
  const manager = await createManager({ store: memory(), sources: [], env });
  manager.useConfig(await parseConfig(config, { env, catalogue: manager.catalogue }));
  return manager;
}

/** A provider whose dialect each client speaks. */
const PROVIDERS: Readonly<Record<string, string>> = { anthropic: "anthropic", google: "google", ollama: "ollama" };

describe("a name of a config", () => {
  it.each(CONNECTORS.map(({ name }) => name))("connects to the client %s with its own account", async (name) => {
    const manager = await managerOf(`
models:
  writer: { backend: team/some-model, parameters: { temperature: 0.5 } }
backends:
  team:
    provider: ${PROVIDERS[name] ?? "openai"}
    base_url: https://llm.example.com
    api_key: \${TEAM_KEY}
    headers: { x-team: header-canary-0123456789 }
`);
    const options = manager.connect("writer", name);
    const read = stringsIn(options);
    expect(read.some((text) => text.startsWith("https://llm.example.com"))).toBe(true);
    expect(read.some((text) => text === KEY || text === `Bearer ${KEY}`)).toBe(true);
    expect(read).toContain("header-canary-0123456789");
    expect(read.some((text) => text.endsWith("some-model"))).toBe(true);
    expect(JSON.stringify(options)).toContain("0.5");
    expect(JSON.stringify(options)).not.toContain("canary");
  });

  it("is called by OpenAI's own client", async () => {
    await using server = await startLoopback({ "/v1/chat/completions": { json: openaiReply } });
    const manager = await managerOf(`
models:
  writer: { backend: team/gpt-4o, parameters: { temperature: 0.5, extra: { service_tier: flex } } }
backends:
  team: { provider: openai, base_url: "${server.url}/v1", api_key: "\${TEAM_KEY}", organization: org-1, headers: { X-Team: blue } }
`);
    const { client, request } = manager.connect("writer", "openai");
    const messages = [{ role: "user" as const, content: "Hi" }];
    const reply = await new OpenAI(client).chat.completions.create({ ...request, messages });
    expect(reply.choices[0]?.message.content).toBe("Hello!");
    const [sent] = server.requests;
    expect(sent?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "openai-organization": "org-1",
      "x-team": "blue",
    });
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      model: "gpt-4o",
      temperature: 0.5,
      service_tier: "flex",
      messages,
    });
  });

  it("becomes the LangChain class of its primary target, and of another by its backend", async () => {
    await using server = await startLoopback({
      "/v1/messages": { json: anthropicReply },
      "/v1/chat/completions": { json: openaiReply },
    });
    const manager = await managerOf(`
models:
  writer: { backend: [claude/claude-opus-4-5, azure-eu/gpt-4o], parameters: { max_tokens: 50 } }
backends:
  claude: { provider: anthropic, base_url: "${server.url}", api_key: "\${TEAM_KEY}", headers: { X-Team: blue } }
  azure-eu: { provider: custom, base_url: "${server.url}/v1", api_key: "\${TEAM_KEY}", models: { gpt-4o: { deployment: ours } } }
`);
    expect((await (await manager.langchain("writer")).invoke("Hi")).text).toBe("Hello!");
    expect(server.requests[0]?.headers).toMatchObject({ "x-api-key": KEY, "x-team": "blue" });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({ model: "claude-opus-4-5", max_tokens: 50 });
    expect((await (await manager.langchain("writer", { via: "azure-eu" })).invoke("Hi")).text).toBe("Hello!");
    expect(JSON.parse(server.requests[1]?.body ?? "")).toMatchObject({ model: "ours", max_tokens: 50 });
  });
});

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
