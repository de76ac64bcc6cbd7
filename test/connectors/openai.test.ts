import OpenAI, { type ClientOptions } from "openai";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type OpenAIOptions, openai } from "../../src/connectors/openai.ts";
import { createManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import { startLoopback } from "../support/loopback.ts";
import { withoutSharedData } from "../support/shared-data.ts";
import { managerWith } from "./support/manager-with.ts";
import { recordedAnswer } from "./support/recorded.ts";
import { openaiReply } from "./support/replies.ts";

describe("the openai connector", () => {
  for (const { name, run } of connectorContract({ connector: openai })) it(name, run);

  it("gives what the client's constructor takes", () => {
    expectTypeOf<OpenAIOptions["client"]>().toExtend<ClientOptions>();
  });

  it("gives the real client what it needs to call the model", async () => {
    await using server = await startLoopback({ "/v1/chat/completions": { json: openaiReply } });
    const manager = await createManager({
      store: memory(),
      sources: [
        {
          name: "shop",
          discover: () => [{ id: "openai/gpt-4o", parameters: { temperature: 0.2 }, contextWindow: 128_000 }],
        },
      ],
      env: { OPENAI_API_KEY: "sk-test-0123456789", OPENAI_BASE_URL: `${server.url}/v1` },
    });
    await manager.discoverAll();
    manager.alias("openai/gpt-4o", "fast");

    const { client, request } = manager.connect("fast", "openai", { headers: { "x-team": "blue" } });
    const completion = await new OpenAI(client).chat.completions.create({
      ...request,
      messages: [{ role: "user", content: "Hi" }],
    });

    expect(completion.choices[0]?.message.content).toBe("Hello!");
    const [sent] = server.requests;
    expect(sent?.headers).toMatchObject({ authorization: "Bearer sk-test-0123456789", "x-team": "blue" });
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      model: "gpt-4o",
      temperature: 0.2,
      messages: [{ role: "user", content: "Hi" }],
    });
  });

  it("reaches a local model through the same client", async () => {
    await using server = await startLoopback({ "/v1/chat/completions": { json: openaiReply } });
    const manager = await createManager({
      store: memory(),
      sources: [{ name: "shop", discover: () => [{ id: "ollama/llama3.2:3b", isLocal: true }] }],
      env: { OLLAMA_HOST: server.url },
    });
    await manager.discoverAll();
    const { client, request } = manager.connect("llama3.2:3b", "openai");
    await new OpenAI(client).chat.completions.create({ ...request, messages: [{ role: "user", content: "Hi" }] });
    expect(JSON.parse(server.requests[0]?.body ?? "").model).toBe("llama3.2:3b");
  });
});

describe.skipIf(withoutSharedData !== undefined)("with recorded answers, the openai connector's client", () => {
  const messages = [{ role: "user" as const, content: "Hi" }];

  it.each([
    ["openai/gpt-5", "openai/chat-completions/openai-model-settings-temperature-ignored-on-gpt-5.0.json"],
    ["groq/llama", "groq/chat-completions/extra-headers.0.json"],
    [
      "openrouter/anthropic/claude-haiku-4.5",
      "openrouter/chat-completions/basic-chat-functionality-openrouter-claude-haiku-4-5-can-have-a-basic-conversati.0.json",
    ],
    ["zai/glm-4.7", "zai/chat-completions/zai-reasoning-effort.0.json"],
  ])("reads a reply of %s", async (id, recording) => {
    const { step, json } = await recordedAnswer<OpenAI.ChatCompletion>(`chat/${recording}`);
    await using server = await startLoopback({ "/chat/completions": step });
    const manager = await managerWith({}, { id });
    const { client, request } = manager.connect(id, "openai", { apiKey: "sk-0123456789", baseUrl: server.url });
    const reply = await new OpenAI(client).chat.completions.create({ ...request, messages });
    expect(reply.choices[0]?.message.content).toBe(json.choices[0]?.message.content);
    expect(JSON.parse(server.requests[0]?.body ?? "").model).toBe(id.slice(id.indexOf("/") + 1));
  });

  it("reads a stream", async () => {
    const { step } = await recordedAnswer(
      "chat/openrouter/chat-completions/streaming-gpt-4-1-mini-roomy-plain-one.0.json",
    );
    await using server = await startLoopback({ "/chat/completions": step });
    const manager = await managerWith({ OPENROUTER_BASE_URL: server.url }, { id: "openrouter/openai/gpt-4.1-mini" });
    const { client, request } = manager.connect("openrouter/openai/gpt-4.1-mini", "openai", {
      apiKey: "sk-0123456789",
    });
    let text = "";
    for await (const chunk of await new OpenAI(client).chat.completions.create({
      ...request,
      messages,
      stream: true,
    })) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(text.length).toBeGreaterThan(0);
  });
});
