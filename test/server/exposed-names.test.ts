import { describe, expect, it } from "vitest";
import { isExposed } from "../../src/config/is-exposed.ts";
import { checkConfig } from "../../src/config/load.ts";
import { EMPTY_CATALOGUE } from "../../src/config.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aGateway } from "./support/a-gateway.ts";

const messages = [{ role: "user", content: "hello" }];
const TEXT =
  "models:\n  m: { backend: mock/echo, aliases: [other] }\n  fast-*: { backend: mock/echo }\n  off: { backend: mock/echo, enabled: false }\n";

async function aConfig() {
  const { config } = await checkConfig({ text: TEXT, file: "modelmall.yaml" }, { env: {} });
  if (config === undefined) throw new Error("the config of this test is wrong");
  return config;
}

const CALLS = [
  ["/v1/chat/completions", { messages }],
  ["/v1/chat/completions", { messages, stream: true }],
  ["/v1/completions", { prompt: "hello" }],
  ["/v1/responses", { input: "hello" }],
  ["/v1/embeddings", { input: "hello" }],
  ["/v1/moderations", { input: "hello" }],
  ["/v1/images/generations", { prompt: "hello" }],
  ["/v1/audio/speech", { input: "hello", voice: "any" }],
  ["/v1/messages", { messages, max_tokens: 5 }],
  ["/v1/messages", { messages, max_tokens: 5, stream: true }],
  ["/v1/messages/count_tokens", { messages }],
  ["/api/chat", { messages }],
] as const;

describe("a gateway that exposes its config's names alone", () => {
  it("calls those, their aliases, and what fits a name with a star", async () => {
    const config = await aConfig();
    const router = createRouter({ config, env: {} });
    await using gateway = await aGateway({ router, isExposed: (name) => isExposed(config, name) });
    for (const model of ["m", "other", "fast-one"]) {
      const answer = await gateway.ask("/v1/chat/completions", { json: { model, messages } });
      expect([model, answer.status]).toEqual([model, 200]);
    }
    const off = await gateway.ask("/v1/chat/completions", { json: { model: "off", messages } });
    expect(off.status).toBe(404);
  });

  it("takes another name that the catalogue has for one of them, and none that it has for a target", async () => {
    const config = await aConfig();
    const names = new Map([
      ["mine", "m"],
      ["theirs", "mock/echo"],
    ]);
    const catalogue = { ...EMPTY_CATALOGUE, target: (name: string) => names.get(name) };
    const exposed = ["mine", "theirs", "mock/echo", "nothing"].filter((name) => isExposed(config, name, { catalogue }));
    expect(exposed).toEqual(["mine"]);
  });

  it.each(CALLS)("knows no target at %s with %j, in the words of the dialect", async (path, body) => {
    const config = await aConfig();
    const router = createRouter({ config, env: {} });
    await using open = await aGateway({ router });
    const call = { json: { ...body, model: "mock/echo" } };
    expect((await open.ask(path, call)).status).not.toBe(404);
    await using gateway = await aGateway({ router, isExposed: (name) => isExposed(config, name) });
    const answer = await gateway.ask(path, call);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("mock/echo")]);
  });

  it("lists and shows those alone", async () => {
    const config = await aConfig();
    const router = createRouter({ config, env: {} });
    await using gateway = await aGateway({ router, isExposed: (name) => isExposed(config, name) });
    const listed = (await (await gateway.ask("/v1/models")).json()) as { data: { id: string }[] };
    const tags = (await (await gateway.ask("/api/tags")).json()) as { models: { name: string }[] };
    expect([listed.data.map(({ id }) => id), tags.models.length]).toEqual([["m"], 1]);
    expect((await gateway.ask("/v1/models/m")).status).toBe(200);
    expect((await gateway.ask("/v1/models/mock/echo")).status).toBe(404);
    expect((await gateway.ask("/api/show", { json: { model: "mock/echo" } })).status).toBe(404);
  });
});
