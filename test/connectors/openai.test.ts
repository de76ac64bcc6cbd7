import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { openai } from "../../src/connectors/openai.ts";
import { createManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import { startLoopback } from "../support/loopback.ts";

// https://platform.openai.com/docs/api-reference/chat/create
const reply = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "gpt-4o-2024-08-06",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "Hello!", refusal: null },
      finish_reason: "stop",
      logprobs: null,
    },
  ],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
};

describe("the openai connector", () => {
  for (const { name, run } of connectorContract({ connector: openai })) it(name, run);

  it("gives the real client what it needs to call the model", async () => {
    await using server = await startLoopback({ "/v1/chat/completions": { json: reply } });
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
    await using server = await startLoopback({ "/v1/chat/completions": { json: reply } });
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
