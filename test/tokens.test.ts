import { describe, expect, it } from "vitest";
import type { ChatRequest } from "../src/chat.ts";
import { countTokens } from "../src/tokens.ts";
import { recordedCalls } from "./support/recorded-calls.ts";
import { withoutSharedData } from "./support/shared-data.ts";

const none = async () => undefined;

function asking(content: ChatRequest["messages"][number]["content"], more: Partial<ChatRequest> = {}): ChatRequest {
  return { messages: [{ role: "user", content: content ?? "" }], ...more };
}

describe("countTokens", () => {
  // OpenAI's cookbook counts this conversation so, and so does its API.
  const cookbook: ChatRequest = {
    messages: [
      {
        role: "system",
        content: "You are a helpful, pattern-following assistant that translates corporate jargon into plain English.",
      },
      { role: "system", name: "example_user", content: "New synergies will help drive top-line growth." },
      { role: "system", name: "example_assistant", content: "Things working well together will increase revenue." },
      {
        role: "system",
        name: "example_user",
        content: "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
      },
      {
        role: "system",
        name: "example_assistant",
        content: "Let's talk later when we're less busy about how to do better.",
      },
      {
        role: "user",
        content: "This late pivot means we don't have time to boil the ocean for the client deliverable.",
      },
    ],
  };

  it.each([
    ["gpt-4-0613", "cl100k_base", 129],
    ["gpt-4o", "o200k_base", 124],
    ["openai/gpt-4o-mini", "o200k_base", 124],
  ])("counts OpenAI's own example for %s exactly", async (model, by, tokens) => {
    expect(await countTokens(cookbook, { model })).toEqual({
      tokens,
      method: "tokenizer",
      by,
      margin: 4 / tokens > 0.02 ? Math.round(4_000 / tokens) / 1_000 : 0.02,
    });
  });

  it("takes what looks like a special token for text", async () => {
    const { tokens, method } = await countTokens(asking("<|endoftext|>"), { model: "gpt-4o" });
    expect(method).toBe("tokenizer");
    expect(tokens).toBeGreaterThan(8);
  });

  it("estimates where the tokenizer is not installed, and where a model has none", async () => {
    const without = await countTokens(cookbook, { model: "gpt-4o", findTokenizer: none });
    expect(without).toMatchObject({ method: "estimate", by: "an estimate by characters (openai)" });
    expect(Math.abs(without.tokens - 124)).toBeLessThanOrEqual(without.margin * 124);
    expect(await countTokens(cookbook, { model: "claude-sonnet-4-5" })).toMatchObject({ method: "estimate" });
  });

  it("knows a deployment by what is known of it", async () => {
    expect(await countTokens(cookbook, { model: "my-deployment", facts: { name: "gpt-4o" } })).toMatchObject({
      tokens: 124,
    });
    expect((await countTokens(cookbook, { model: "my-deployment" })).method).toBe("estimate");
  });

  it.each([
    ["English", "The quick brown fox jumps over the lazy dog, and then it runs away into the forest.", 18],
    ["Chinese", "人工智能正在迅速改变我们的生活方式，从医疗保健到教育，再到交通运输等各个领域都有广泛的应用。", 29],
    ["Russian", "Сегодня очень хорошая погода, поэтому мы пошли гулять в парк и встретили там старых друзей.", 21],
    ["code", "function add(first: number, second: number): number {\n    return first + second;\n}\n", 20],
    ["JSON", '{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}', 19],
  ])("estimates %s within its margin", async (_, text, exact) => {
    const { tokens, margin } = await countTokens(asking(text), { model: "some-model" });
    expect(Math.abs(tokens - 10 - exact)).toBeLessThanOrEqual(Math.max(margin * tokens, 0.4 * exact));
  });

  it("counts tools, schemas and tool calls", async () => {
    const parameters = {
      type: "object",
      properties: { city: { type: "string", description: "The city" } },
      required: ["city"],
    };
    const tools = [
      { type: "function", function: { name: "get_weather", description: "Weather now", parameters } },
    ] as const;
    const plain = await countTokens(asking("hi"), { model: "gpt-4o" });
    const withTools = await countTokens(asking("hi", { tools }), { model: "gpt-4o" });
    expect(withTools.tokens).toBeGreaterThan(plain.tokens + 20);
    expect(withTools.margin).toBeGreaterThan(0.1);
    const schema = { type: "json_schema", json_schema: { name: "x", schema: parameters } } as const;
    expect((await countTokens(asking("hi", { response_format: schema }), { model: "gpt-4o" })).tokens).toBeGreaterThan(
      plain.tokens + 10,
    );
  });

  it("reads the size of an image, and pays for it by the provider's formula", async () => {
    const png = Buffer.alloc(64);
    png.writeUInt32BE(0x89504e47, 0);
    png.writeUInt32BE(1_024, 16);
    png.writeUInt32BE(1_024, 20);
    const image = (detail: "low" | "high") =>
      asking([{ type: "image_url", image_url: { url: `data:image/png;base64,${png.toString("base64")}`, detail } }]);
    const base = (await countTokens(asking(""), { model: "gpt-4o" })).tokens;
    // 1,024 × 1,024 pixels are 4 tiles of 170 tokens, and 85: OpenAI's own example.
    expect((await countTokens(image("high"), { model: "gpt-4o" })).tokens - base).toBe(765);
    expect((await countTokens(image("low"), { model: "gpt-4o" })).tokens - base).toBe(85);
    expect((await countTokens(image("high"), { model: "gpt-4o" })).margin).toBe(0.5);
  });

  it("does not stumble over content of another shape", async () => {
    const odd = {
      messages: [
        {
          role: "user",
          content: [null, 5, {}, { type: "image_url" }, { type: "input_audio" }, { type: "file" }, { type: "text" }],
        },
      ],
    };
    await expect(countTokens(odd as unknown as ChatRequest, { model: "gpt-4o" })).resolves.toMatchObject({
      method: "tokenizer",
    });
  });
});

describe.skipIf(withoutSharedData !== undefined)(
  `the recorded requests${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    const folders = [
      "openai",
      "openrouter",
      "copilot",
      "azure",
      "groq",
      "cerebras",
      "mistral",
      "deepseek",
      "doubleword",
      "gpustack",
      "llamacpp",
      "mistralrs",
      "venice",
    ];
    const calls = withoutSharedData
      ? []
      : folders.flatMap((folder) => recordedCalls(`chat/${folder}/chat-completions`));
    // What is searched for or looked up on the way is billed as input, and no part of the request.
    const usable = calls.flatMap(({ name, request, response }) => {
      const body = request.json as (ChatRequest & { model: string }) | undefined;
      const told = [...response.body.toString().matchAll(/"prompt_tokens":\s*(\d+)/g)].at(-1)?.[1];
      const isPlain =
        !/image_url|input_audio|"file"|web_search|plugins|search-preview|native-options|stream-error/.test(
          JSON.stringify(body) + name,
        );
      return body === undefined || told === undefined || !isPlain ? [] : [{ name, body, told: Number(told) }];
    });

    async function share(method: string, findTokenizer?: typeof none): Promise<{ inside: number; all: number }> {
      let inside = 0;
      let all = 0;
      for (const { body, told } of usable) {
        const count = await countTokens(body, { model: body.model, ...(findTokenizer && { findTokenizer }) });
        if (count.method !== method) continue;
        all += 1;
        if (Math.abs(count.tokens - told) <= count.margin * count.tokens) inside += 1;
      }
      console.info(`${method}: ${inside} of ${all} recorded requests within the margin`);
      return { inside, all };
    }

    it("are within the margin of the tokenizer nine times of ten", async () => {
      const { inside, all } = await share("tokenizer");
      expect(all).toBeGreaterThan(30);
      expect(inside / all).toBeGreaterThanOrEqual(0.9);
    });

    it("are within the margin of an estimate four times of five", async () => {
      const { inside, all } = await share("estimate", none);
      expect(all).toBeGreaterThan(80);
      expect(inside / all).toBeGreaterThanOrEqual(0.8);
    });
  },
);
