import { ChatAnthropic, type ChatAnthropicInput } from "@langchain/anthropic";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { ChatOllama, type ChatOllamaInput } from "@langchain/ollama";
import { ChatOpenAI, type ChatOpenAIFields } from "@langchain/openai";
import { describe, expect, expectTypeOf, it } from "vitest";
import { findProvider } from "../../src/builtins/providers.ts";
import { type LangchainOptions, langchain } from "../../src/connectors/langchain.ts";
import { ConnectorError } from "../../src/errors.ts";
import type { ModelInput } from "../../src/model.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import type { Environment } from "../../src/util/env.ts";
import { startLoopback } from "../support/loopback.ts";
import { withoutSharedData } from "../support/shared-data.ts";
import { managerWith } from "./support/manager-with.ts";
import { recordedAnswer } from "./support/recorded.ts";
import { anthropicReply, ollamaReply, openaiReply } from "./support/replies.ts";

const key = "sk-test-0123456789";

describe("the langchain connector", () => {
  for (const name of ["openai", "anthropic", "ollama"]) {
    const provider = findProvider(name);
    if (provider === undefined) throw new Error(`there is no provider ${name}`);
    const baseUrl = provider.baseUrl ?? "";
    const account = { provider, baseUrl, openaiBaseUrl: baseUrl, headers: {} };
    for (const { name: rule, run } of connectorContract({ connector: langchain, account }))
      it(`${rule} (${name})`, run);
  }

  it("gives what the constructors take", () => {
    type Options = LangchainOptions["options"];
    expectTypeOf<Options>().toExtend<ChatOpenAIFields>();
    expectTypeOf<Options>().toExtend<ChatAnthropicInput>();
    expectTypeOf<Options>().toExtend<ChatOllamaInput>();
  });

  it("builds ChatOpenAI, with what it has no option for sent as it is", async () => {
    await using server = await startLoopback({ "/v1/chat/completions": { json: openaiReply } });
    const manager = await managerWith(
      { OPENAI_API_KEY: key, OPENAI_BASE_URL: `${server.url}/v1` },
      {
        id: "openai/gpt-4o",
        contextWindow: 128_000,
        parameters: { temperature: 0, max_tokens: 100, top_p: 0.5, stop: "END", seed: 7, reasoning_effort: "low" },
      },
    );
    const model = await manager.langchain("gpt-4o", { headers: { "x-team": "blue" } });
    expect(model).toBeInstanceOf(BaseChatModel);
    expect(model).toBeInstanceOf(ChatOpenAI);
    expect((await model.invoke("Hi")).text).toBe("Hello!");
    expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${key}`, "x-team": "blue" });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Hi" }],
      temperature: 0,
      max_tokens: 100,
      top_p: 0.5,
      stop: ["END"],
      seed: 7,
      reasoning_effort: "low",
      stream: false,
    });
  });

  it("builds ChatAnthropic", async () => {
    await using server = await startLoopback({ "/v1/messages": { json: anthropicReply } });
    const manager = await managerWith(
      { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
      { id: "anthropic/claude-sonnet-5", parameters: { max_tokens: 100, stop: "END", service_tier: "auto" } },
    );
    const model = await manager.langchain("claude-sonnet-5", { headers: { "x-team": "blue" } });
    expect(model).toBeInstanceOf(ChatAnthropic);
    expect((await model.invoke("Hi")).text).toBe("Hello!");
    expect(server.requests[0]?.headers).toMatchObject({ "x-team": "blue" });
    expect(JSON.stringify(server.requests[0]?.headers)).toContain(key);
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({
      model: "claude-sonnet-5",
      max_tokens: 100,
      stop_sequences: ["END"],
      service_tier: "auto",
    });
  });

  it("builds ChatOllama", async () => {
    await using server = await startLoopback({ "/api/chat": { body: `${JSON.stringify(ollamaReply)}\n` } });
    const manager = await managerWith(
      { OLLAMA_HOST: server.url },
      {
        id: "ollama/llama3.2:3b",
        contextWindow: 131_072,
        parameters: { temperature: 0, max_tokens: 100, num_ctx: 4_096, keep_alive: "1m" },
      },
    );
    const model = await manager.langchain("llama3.2:3b", { headers: { "x-team": "blue" } });
    expect(model).toBeInstanceOf(ChatOllama);
    expect((await model.invoke("Hi")).text).toBe("Hello!");
    expect(server.requests[0]?.headers).toMatchObject({ "x-team": "blue" });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({
      model: "llama3.2:3b",
      keep_alive: "1m",
      options: { temperature: 0, num_predict: 100, num_ctx: 4_096 },
    });
  });

  it.each([
    [
      "openai/gpt-4o",
      "/v1/chat/completions",
      { json: openaiReply },
      {
        ...{ temperature: 0.5, top_p: 0.5, max_tokens: 5, frequency_penalty: 0.1, presence_penalty: 0.2, n: 1 },
        ...{ stop: ["a"], logit_bias: { "1": 2 }, user: "me", logprobs: true, top_logprobs: 2, verbosity: "low" },
        ...{
          seed: 7,
          response_format: { type: "json_object" },
          prompt_cache_key: "k",
          service_tier: "flex",
          min_p: 0.1,
        },
      },
    ],
    [
      "anthropic/claude-haiku-4-5",
      "/v1/messages",
      { json: anthropicReply },
      { temperature: 0.5, top_k: 5, max_tokens: 5, stop_sequences: ["a"], metadata: { user_id: "me" } },
    ],
  ])("lets every parameter of %s through to the request", async (id, path, step, parameters) => {
    await using server = await startLoopback({ [path]: step });
    const env = {
      ...{ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${server.url}/v1` },
      ...{ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
    };
    await (await (await managerWith(env, { id, parameters })).langchain(id)).invoke("Hi");
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject(parameters);
  });

  it("lets every option that ChatOllama takes through to the request", async () => {
    await using server = await startLoopback({ "/api/chat": { body: `${JSON.stringify(ollamaReply)}\n` } });
    const options = {
      ...{
        temperature: 0.5,
        top_p: 0.5,
        top_k: 5,
        typical_p: 0.5,
        seed: 7,
        num_predict: 5,
        num_ctx: 4_096,
        num_keep: 1,
      },
      ...{ frequency_penalty: 0.1, presence_penalty: 0.2, repeat_penalty: 1.1, repeat_last_n: 64, num_batch: 8 },
      ...{ mirostat: 1, mirostat_tau: 5, mirostat_eta: 0.1, num_gpu: 1, num_thread: 2 },
    };
    const fields = { think: false, format: "json", keep_alive: "1m" };
    const manager = await managerWith(
      { OLLAMA_HOST: server.url },
      { id: "ollama/llama", parameters: { ...options, ...fields } },
    );
    await (await manager.langchain("llama")).invoke("Hi");
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({ ...fields, options });
  });

  it.each([
    ["google/gemini-2.5-flash", "https://generativelanguage.googleapis.com/v1beta/openai"],
    ["groq/llama-3.3-70b-versatile", "https://api.groq.com/openai/v1"],
    ["lm-studio/granite", "http://localhost:1234/v1"],
  ])("reaches %s by ChatOpenAI over %s", async (id, baseURL) => {
    const manager = await managerWith({ GEMINI_API_KEY: key, GROQ_API_KEY: key }, { id });
    const { package: name, className, options } = manager.connect(id, "langchain");
    expect([name, className, options.configuration]).toEqual(["@langchain/openai", "ChatOpenAI", { baseURL }]);
  });

  it.each<[ModelInput & { id: string }, Environment, string]>([
    [{ id: "openai/gpt-4o" }, {}, "openai/gpt-4o: no key for OpenAI: set OPENAI_API_KEY, pass { apiKey }"],
    [
      { id: "openai/text-embedding-3-small", capabilities: { chat: false, embedding: true } },
      { OPENAI_API_KEY: key },
      "openai/text-embedding-3-small: it is known not to chat, and the classes here are chat models; the client openai or litellm gives",
    ],
    [
      { id: "ollama/llama", parameters: { min_p: 0.1, stop: "END" } },
      {},
      "ollama/llama: the client has no place for the parameter min_p, stop; it takes max_tokens,",
    ],
    [
      { id: "anthropic/claude", parameters: { seed: 1 } },
      { ANTHROPIC_API_KEY: key },
      'anthropic/claude: the client has no place for the parameter seed; take it away with { parameters: { "seed": null } }',
    ],
  ])("refuses %j with %j, saying what would work", async (model, env, message) => {
    const manager = await managerWith(env, model);
    expect(() => manager.connect(model.id, "langchain")).toThrow(ConnectorError);
    expect(() => manager.connect(model.id, "langchain")).toThrow(message);
    await expect(manager.langchain(model.id)).rejects.toThrow(message);
  });
});

describe.skipIf(withoutSharedData !== undefined)("with recorded answers, LangChain reads a reply of", () => {
  it.each([
    [
      "openai/gpt-5",
      "/v1/chat/completions",
      "chat/openai/chat-completions/openai-model-settings-temperature-ignored-on-gpt-5.0.json",
      (json: { choices: { message: { content: string } }[] }) => json.choices[0]?.message.content,
    ],
    [
      "anthropic/claude-haiku-4-5",
      "/v1/messages",
      "chat/anthropic/messages/basic-chat-functionality-anthropic-claude-haiku-4-5-can-have-a-basic-conversatio.0.json",
      (json: { content: { text: string }[] }) => json.content[0]?.text,
    ],
    [
      "ollama/qwen3:4b",
      "/api/chat",
      "chat/ollama/chat/max-tokens.0.json",
      (json: { message: { content: string } }) => json.message.content,
    ],
  ])("%s", async (id, path, recording, textOf) => {
    const { step, json } = await recordedAnswer<never>(recording);
    await using server = await startLoopback({ [path]: step });
    const env = {
      ANTHROPIC_BASE_URL: server.url,
      ANTHROPIC_API_KEY: key,
      OPENAI_BASE_URL: `${server.url}/v1`,
      OPENAI_API_KEY: key,
      OLLAMA_HOST: server.url,
    };
    const model = await (await managerWith(env, { id })).langchain(id);
    const { text } = await model.invoke("Hi");
    expect(text).toBe(textOf(json));
    expect(text.length).toBeGreaterThan(0);
  });
});
