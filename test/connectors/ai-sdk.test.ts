import { type AnthropicProviderSettings, createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAICompatible, type OpenAICompatibleProviderSettings } from "@ai-sdk/openai-compatible";
import { generateText, streamText } from "ai";
import { describe, expect, expectTypeOf, it } from "vitest";
import { findProvider } from "../../src/builtins/providers.ts";
import { type AiSdkOptions, aiSdk, type CallSettings } from "../../src/connectors/ai-sdk.ts";
import { ConnectorError } from "../../src/errors.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import { startLoopback } from "../support/loopback.ts";
import { withoutSharedData } from "../support/shared-data.ts";
import { managerWith } from "./support/manager-with.ts";
import { recordedAnswer } from "./support/recorded.ts";
import { anthropicReply, openaiReply } from "./support/replies.ts";

const key = "sk-test-0123456789";

describe("the ai-sdk connector", () => {
  for (const name of ["openai", "anthropic"]) {
    const provider = findProvider(name);
    if (provider === undefined) throw new Error(`there is no provider ${name}`);
    const baseUrl = provider.baseUrl ?? "";
    const account = { provider, baseUrl, openaiBaseUrl: baseUrl, headers: {} };
    for (const { name: rule, run } of connectorContract({ connector: aiSdk, account })) it(`${rule} (${name})`, run);
  }

  it("gives what the factories and calls take", () => {
    expectTypeOf<AiSdkOptions["options"]>().toExtend<OpenAICompatibleProviderSettings>();
    expectTypeOf<AiSdkOptions["options"]>().toExtend<AnthropicProviderSettings>();
    expectTypeOf<CallSettings>().toExtend<Omit<Parameters<typeof generateText>[0], "model" | "prompt" | "messages">>();
  });

  it("gives the OpenAI-compatible provider what it needs, and sends on what the settings have no name for", async () => {
    await using server = await startLoopback({ "/v1/chat/completions": { json: openaiReply } });
    const manager = await managerWith(
      { LM_STUDIO_BASE_URL: `${server.url}/v1` },
      {
        id: "lm-studio/granite",
        contextWindow: 128_000,
        parameters: {
          temperature: 0,
          max_tokens: 100,
          stop: "END",
          seed: 7,
          top_k: 40,
          min_p: 0.1,
          reasoning_effort: "low",
          max_completion_tokens: 90,
        },
      },
    );
    const connected = manager.connect("granite", "ai-sdk", { headers: { "x-team": "blue" } });
    expect([connected.package, connected.factory]).toEqual(["@ai-sdk/openai-compatible", "createOpenAICompatible"]);
    const model = createOpenAICompatible(connected.options)(connected.modelId);
    const { text, warnings } = await generateText({ model, ...connected.settings, prompt: "Hi" });
    expect(text).toBe("Hello!");
    expect(warnings).toEqual([]);
    expect(server.requests[0]?.headers).toMatchObject({ authorization: "Bearer lm-studio", "x-team": "blue" });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      model: "granite",
      messages: [{ role: "user", content: "Hi" }],
      temperature: 0,
      max_tokens: 100,
      max_completion_tokens: 90,
      stop: ["END"],
      seed: 7,
      top_k: 40,
      min_p: 0.1,
      reasoning_effort: "low",
    });
  });

  it("gives Anthropic's provider what it needs", async () => {
    await using server = await startLoopback({ "/v1/messages": { json: anthropicReply } });
    const manager = await managerWith(
      { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
      { id: "anthropic/claude-sonnet-5", parameters: { max_tokens: 100, stop: "END" } },
    );
    const connected = manager.connect("claude-sonnet-5", "ai-sdk", { headers: { "x-team": "blue" } });
    expect([connected.package, connected.factory]).toEqual(["@ai-sdk/anthropic", "createAnthropic"]);
    const model = createAnthropic(connected.options)(connected.modelId);
    const { text } = await generateText({ model, ...connected.settings, prompt: "Hi" });
    expect(text).toBe("Hello!");
    expect(server.requests[0]?.headers).toMatchObject({ "x-api-key": key, "x-team": "blue" });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({
      model: "claude-sonnet-5",
      max_tokens: 100,
      stop_sequences: ["END"],
    });
  });

  it.each([
    [{ id: "groq/llama" }, "groq/llama: no key for Groq: set GROQ_API_KEY, pass { apiKey }"],
    [
      { id: "anthropic/claude", parameters: { thinking: { type: "enabled" } } },
      'anthropic/claude: the client has no place for the parameter thinking; it takes max_tokens, max_completion_tokens, temperature, top_p, top_k, stop, stop_sequences; take it away with { parameters: { "thinking": null } }',
    ],
  ])("refuses %j, saying what would work", async (model, message) => {
    const manager = await managerWith({ ANTHROPIC_API_KEY: key }, model);
    expect(() => manager.connect(model.id, "ai-sdk")).toThrow(ConnectorError);
    expect(() => manager.connect(model.id, "ai-sdk")).toThrow(message);
  });
});

describe.skipIf(withoutSharedData !== undefined)("with recorded answers, the AI SDK", () => {
  it("reads a reply", async () => {
    const { step, json } = await recordedAnswer<typeof openaiReply>("chat/groq/chat-completions/extra-headers.0.json");
    await using server = await startLoopback({ "/openai/v1/chat/completions": step });
    const manager = await managerWith({ GROQ_BASE_URL: `${server.url}/openai/v1` }, { id: "groq/llama" });
    const { options, modelId, settings } = manager.connect("llama", "ai-sdk", { apiKey: key });
    const { text } = await generateText({ model: createOpenAICompatible(options)(modelId), ...settings, prompt: "Hi" });
    expect(text).toBe(json.choices[0]?.message.content);
  });

  it("reads a stream of Anthropic's", async () => {
    const { step } = await recordedAnswer(
      "chat/anthropic/messages/streaming-responses-anthropic-claude-haiku-4-5-supports-streaming-responses.0.json",
    );
    await using server = await startLoopback({ "/v1/messages": step });
    const manager = await managerWith({ ANTHROPIC_BASE_URL: server.url }, { id: "anthropic/claude-haiku-4-5" });
    const { options, modelId, settings } = manager.connect("claude-haiku-4-5", "ai-sdk", { apiKey: key });
    const stream = streamText({ model: createAnthropic(options)(modelId), ...settings, prompt: "Hi" });
    expect((await stream.text).length).toBeGreaterThan(0);
  });
});
