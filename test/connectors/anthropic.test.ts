import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { describe, expect, expectTypeOf, it } from "vitest";
import { findProvider } from "../../src/builtins/providers.ts";
import { type AnthropicOptions, anthropic } from "../../src/connectors/anthropic.ts";
import { ConnectorError } from "../../src/errors.ts";
import type { ModelInput } from "../../src/model.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import type { Environment } from "../../src/util/env.ts";
import { startLoopback } from "../support/loopback.ts";
import { withoutSharedData } from "../support/shared-data.ts";
import { managerWith } from "./support/manager-with.ts";
import { recordedAnswer } from "./support/recorded.ts";
import { anthropicReply } from "./support/replies.ts";

const provider = findProvider("anthropic");
if (provider === undefined) throw new Error("there is no provider anthropic");
const baseUrl = "https://api.anthropic.com";
const messages = [{ role: "user" as const, content: "Hi" }];

describe("the anthropic connector", () => {
  const account = { provider, baseUrl, anthropicBaseUrl: baseUrl, headers: {} };
  for (const { name, run } of connectorContract({ connector: anthropic, account })) it(name, run);

  it("gives what the client's constructor takes", () => {
    expectTypeOf<AnthropicOptions["client"]>().toExtend<ClientOptions>();
  });

  it("gives the real client what it needs, under Anthropic's names", async () => {
    await using server = await startLoopback({ "/v1/messages": { json: anthropicReply } });
    const env = { ANTHROPIC_API_KEY: "sk-ant-0123456789", ANTHROPIC_BASE_URL: server.url };
    const manager = await managerWith(env, {
      id: "anthropic/claude-sonnet-5",
      contextWindow: 200_000,
      maxOutputTokens: 64_000,
      parameters: { temperature: 0.2, stop: "END", top_k: 5, thinking: { type: "disabled" } },
    });
    const { client, request } = manager.connect("claude-sonnet-5", "anthropic", { headers: { "x-team": "blue" } });
    expect(request.max_tokens).toBeUndefined();
    const reply = await new Anthropic(client).messages.create({ ...request, max_tokens: 100, messages });
    expect(reply.content).toEqual([{ type: "text", text: "Hello!" }]);
    const [sent] = server.requests;
    expect(sent?.path).toBe("/v1/messages");
    // Since its version 1 the client sends every key as a bearer token.
    expect(sent?.headers).toMatchObject({ authorization: "Bearer sk-ant-0123456789", "x-team": "blue" });
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      model: "claude-sonnet-5",
      max_tokens: 100,
      temperature: 0.2,
      top_k: 5,
      stop_sequences: ["END"],
      thinking: { type: "disabled" },
      messages,
    });
  });

  it("reaches other providers in Anthropic's dialect, with their key as a bearer token and no other", async () => {
    await using server = await startLoopback({ "/anthropic/v1/messages": { json: anthropicReply } });
    const env = { DEEPSEEK_API_KEY: "sk-deep-0123456789", DEEPSEEK_BASE_URL: server.url };
    const manager = await managerWith(env, { id: "deepseek/deepseek-chat" });
    const { client, request } = manager.connect("deepseek-chat", "anthropic");
    await new Anthropic(client).messages.create({ ...request, max_tokens: 10, messages });
    expect(server.requests[0]?.headers).toMatchObject({ authorization: "Bearer sk-deep-0123456789" });
    expect(server.requests[0]?.headers["x-api-key"]).toBeUndefined();
  });

  it.each([
    ["anthropic", "https://api.anthropic.com", "https://platform.claude.com/docs/en/api/messages"],
    ["deepseek", "https://api.deepseek.com/anthropic", "https://api-docs.deepseek.com/guides/anthropic_api"],
    ["moonshotai", "https://api.moonshot.ai/anthropic", "https://platform.kimi.ai/docs/guide/agent-support"],
    ["zai", "https://api.z.ai/api/anthropic", "https://docs.z.ai/devpack/tool/claude"],
    [
      "openrouter",
      "https://openrouter.ai/api",
      "https://openrouter.ai/docs/cookbook/coding-agents/claude-code-integration",
    ],
    ["ollama", "http://localhost:11434", "https://docs.ollama.com/api/anthropic-compatibility"],
    ["lm-studio", "http://localhost:1234", "https://lmstudio.ai/docs/developer/anthropic-compat"],
    ["llama-cpp", "http://localhost:8080", "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md"],
    ["vllm", "http://localhost:8000", "https://docs.vllm.ai/en/latest/serving/integrations/claude_code"],
  ])("finds Anthropic's dialect of %s at %s (%s)", async (name, address) => {
    const manager = await managerWith({}, { id: `${name}/model` });
    expect(manager.connect(`${name}/model`, "anthropic", { apiKey: "key-0123456789" }).client.baseURL).toBe(address);
  });

  it.each([
    [{ parameters: { max_tokens: 50 }, maxOutputTokens: 8_192 }, 50],
    [{ parameters: { max_completion_tokens: 60 }, maxOutputTokens: 8_192 }, 60],
    [{ maxOutputTokens: 8_192, contextWindow: 200_000 }, 8_192],
    [{ maxOutputTokens: 8_192 }, 8_192],
    [{ maxOutputTokens: 64_000, contextWindow: 200_000 }, undefined],
    [{ maxOutputTokens: 8_192, contextWindow: 8_192 }, undefined],
    [{ maxOutputTokens: null, contextWindow: 8_192 }, undefined],
    [{ contextWindow: 4_096 }, undefined],
  ])("takes max_tokens of %j to be %j", async (facts, expected) => {
    const manager = await managerWith({}, { id: "anthropic/claude", ...facts });
    expect(manager.connect("claude", "anthropic", { apiKey: "k" }).request.max_tokens).toBe(expected);
  });

  it.each<[ModelInput & { id: string }, string, Environment?]>([
    [
      { id: "openai/gpt-4o", connectorMetadata: { openai: { id: "gpt-4o" }, openrouter: { id: "openai/gpt-4o" } } },
      'openai/gpt-4o: OpenAI does not answer in Anthropic\'s dialect; the client openai reaches it; the model is also listed at openrouter: connect with { via: "openrouter" }',
    ],
    [
      { id: "anthropic/claude", parameters: { seed: 1, n: 2 } },
      'anthropic/claude: the client has no place for the parameter seed, n; take it away with { parameters: { "seed": null, "n": null } }',
    ],
    [
      { id: "anthropic/claude", parameters: { max_tokens: 1, max_completion_tokens: 2 } },
      "anthropic/claude: the parameters max_tokens and max_completion_tokens both mean the client's max_tokens: take one away with { parameters: { max_completion_tokens: null } }",
    ],
    [
      { id: "anthropic/claude" },
      "anthropic/claude: no key for Anthropic: set ANTHROPIC_API_KEY, pass { apiKey }",
      { OPENAI_API_KEY: "k" },
    ],
  ])("refuses %j, saying what would work", async (model, message, env = { ANTHROPIC_API_KEY: "k" }) => {
    const manager = await managerWith(env, model);
    const connect = () => manager.connect(model.id, "anthropic");
    expect(connect).toThrow(ConnectorError);
    expect(connect).toThrow(message);
  });

  it("leaves out what null takes away", async () => {
    const manager = await managerWith({ ANTHROPIC_API_KEY: "k" }, { id: "anthropic/claude", parameters: { seed: 1 } });
    const { request } = manager.connect("claude", "anthropic", { parameters: { seed: null } });
    expect({ ...request }).toEqual({ model: "claude" });
  });
});

describe.skipIf(withoutSharedData !== undefined)("with recorded answers, the anthropic connector's client", () => {
  it("reads a reply", async () => {
    const { step, json } = await recordedAnswer<Anthropic.Message>(
      "chat/anthropic/messages/basic-chat-functionality-anthropic-claude-haiku-4-5-can-have-a-basic-conversatio.0.json",
    );
    await using server = await startLoopback({ "/v1/messages": step });
    const manager = await managerWith({ ANTHROPIC_BASE_URL: server.url }, { id: "anthropic/claude-haiku-4-5" });
    const { client, request } = manager.connect("claude-haiku-4-5", "anthropic", { apiKey: "k" });
    const reply = await new Anthropic(client).messages.create({ ...request, max_tokens: 100, messages });
    expect(reply.content).toEqual(json.content);
    expect(reply.usage.output_tokens).toBeGreaterThan(0);
  });

  it("reads a stream", async () => {
    const { step } = await recordedAnswer(
      "chat/anthropic/messages/streaming-responses-anthropic-claude-haiku-4-5-supports-streaming-responses.0.json",
    );
    await using server = await startLoopback({ "/v1/messages": step });
    const manager = await managerWith({ ANTHROPIC_BASE_URL: server.url }, { id: "anthropic/claude-haiku-4-5" });
    const { client, request } = manager.connect("claude-haiku-4-5", "anthropic", { apiKey: "k" });
    const stream = new Anthropic(client).messages.stream({ ...request, max_tokens: 100, messages });
    expect((await stream.finalText()).length).toBeGreaterThan(0);
  });
});
