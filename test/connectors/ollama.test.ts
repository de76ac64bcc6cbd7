import { type ChatRequest, type ChatResponse, type Config, Ollama } from "ollama";
import { describe, expect, expectTypeOf, it } from "vitest";
import { findProvider } from "../../src/builtins/providers.ts";
import { type OllamaOptions, ollama } from "../../src/connectors/ollama.ts";
import { ConnectorError } from "../../src/errors.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import { startLoopback } from "../support/loopback.ts";
import { withoutSharedData } from "../support/shared-data.ts";
import { managerWith } from "./support/manager-with.ts";
import { recordedAnswer } from "./support/recorded.ts";
import { ollamaReply } from "./support/replies.ts";

const provider = findProvider("ollama");
if (provider === undefined) throw new Error("there is no provider ollama");
const messages = [{ role: "user", content: "Hi" }];

describe("the ollama connector", () => {
  const account = { provider, baseUrl: "http://localhost:11434", headers: {} };
  for (const { name, run } of connectorContract({ connector: ollama, account })) it(name, run);

  it("gives what the client's constructor and call take", () => {
    expectTypeOf<OllamaOptions["client"]>().toExtend<Config>();
    expectTypeOf<Pick<OllamaOptions["request"], "model" | "options">>().toExtend<ChatRequest>();
  });

  it("gives the real client what it needs, under Ollama's names", async () => {
    await using server = await startLoopback({ "/api/chat": { json: ollamaReply } });
    const manager = await managerWith(
      { OLLAMA_HOST: server.url },
      {
        id: "ollama/llama3.2:3b",
        isLocal: true,
        contextWindow: 131_072,
        parameters: { temperature: 0, max_tokens: 100, stop: "END", num_ctx: 8_192, think: false, keep_alive: "1m" },
      },
    );
    const { client, request } = manager.connect("llama3.2:3b", "ollama", { headers: { "x-team": "blue" } });
    const reply = await new Ollama(client).chat({ ...request, messages, stream: false });
    expect(reply.message.content).toBe("Hello!");
    const [sent] = server.requests;
    expect(sent?.headers).toMatchObject({ "x-team": "blue" });
    expect(sent?.headers.authorization).toBeUndefined();
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      model: "llama3.2:3b",
      options: { temperature: 0, num_predict: 100, stop: ["END"], num_ctx: 8_192 },
      think: false,
      keep_alive: "1m",
      messages,
      stream: false,
    });
  });

  it("asks for no window the user did not set", async () => {
    const manager = await managerWith({}, { id: "ollama/llama3.2:3b", contextWindow: 131_072 });
    expect(manager.connect("llama3.2:3b", "ollama")).toEqual({
      client: { host: "http://localhost:11434" },
      request: { model: "llama3.2:3b", options: {} },
    });
  });

  it("sends a key where one is given", async () => {
    await using server = await startLoopback({ "/api/chat": { json: ollamaReply } });
    const manager = await managerWith({}, { id: "ollama/gpt-oss:120b" });
    const overrides = { apiKey: "key-0123456789", baseUrl: server.url };
    const { client, request } = manager.connect("gpt-oss:120b", "ollama", overrides);
    await new Ollama(client).chat({ ...request, messages });
    expect(server.requests[0]?.headers.authorization).toBe("Bearer key-0123456789");
  });

  it.each([
    [
      { id: "openai/gpt-4o" },
      {},
      "openai/gpt-4o: OpenAI does not answer in Ollama's dialect; the client openai reaches it",
    ],
    [
      { id: "ollama/llama", parameters: { n: 2, logit_bias: {} } },
      {},
      "ollama/llama: the client has no place for the parameter n, logit_bias; it takes max_tokens,",
    ],
    [
      { id: "ollama/llama" },
      { baseUrl: "not an address" },
      'ollama/llama: the address of Ollama must be an http or https URL, got "not an address"',
    ],
    [
      { id: "ollama/llama" },
      { baseUrl: "http://[::" },
      "ollama/llama: the address of Ollama must be an http or https URL",
    ],
    [{ id: "ollama/llama" }, { baseUrl: "file:///etc" }, 'must be an http or https URL, got "file:…"'],
  ])("refuses %j with %j, saying what would work", async (model, overrides, message) => {
    const manager = await managerWith({}, model);
    expect(() => manager.connect(model.id, "ollama", overrides)).toThrow(ConnectorError);
    expect(() => manager.connect(model.id, "ollama", overrides)).toThrow(message);
  });
});

describe.skipIf(withoutSharedData !== undefined)("with recorded answers, the ollama connector's client", () => {
  it("reads a reply", async () => {
    const { step, json } = await recordedAnswer<ChatResponse>("chat/ollama/chat/max-tokens.0.json");
    await using server = await startLoopback({ "/api/chat": step });
    const manager = await managerWith({ OLLAMA_HOST: server.url }, { id: "ollama/qwen3:4b" });
    const { client, request } = manager.connect("qwen3:4b", "ollama");
    const reply = await new Ollama(client).chat({ ...request, messages });
    expect(reply.message.content).toBe(json.message.content);
    expect(reply.eval_count).toBe(json.eval_count);
  });
});
