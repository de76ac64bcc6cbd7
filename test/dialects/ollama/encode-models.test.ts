import { Ollama } from "ollama";
import { expect, test } from "vitest";
import { encodeShow, encodeTags, encodeVersion } from "../../../src/dialects/ollama/encode-models.ts";
import type { Model } from "../../../src/model.ts";
import { ollamaShow, ollamaTag, translateOllamaModel } from "../../../src/sources/ollama/translate-model.ts";
import { serveAnswers } from "../support/serve.ts";

function aModel(model: Partial<Model> & { id: string }): Model {
  return {
    name: model.id,
    provider: "openai",
    isLocal: false,
    modalities: {},
    capabilities: {},
    pricing: {},
    tags: [],
    aliases: [],
    connectorMetadata: {},
    customMetadata: {},
    parameters: {},
    lifecycle: {},
    benchmarks: {},
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-02T03:04:05.000Z",
    ...model,
  } as Model;
}

const GPT = aModel({
  id: "openai/gpt-4o",
  name: "GPT-4o",
  family: "gpt-4o",
  contextWindow: 128_000,
  capabilities: { chat: true, tools: true, vision: true, reasoning: false, embedding: null },
});

const LOCAL = aModel({
  id: "ollama/qwen3:4b",
  provider: "ollama",
  family: "qwen3",
  capabilities: { chat: true, reasoning: true },
  connectorMetadata: {
    ollama: {
      id: "qwen3:4b",
      digest: "359d7dd4bcdab3d86b87d73ac27966f4dbb9f5efdfcc75d34a8764a09474fae7",
      sizeBytes: 2_497_293_931,
      format: "gguf",
      parameterSize: "4.0B",
      quantization: "Q4_K_M",
    },
  },
});

test("models are listed as Ollama lists its own, those of other services too", () => {
  expect(encodeTags([GPT, LOCAL])).toEqual({
    models: [
      {
        name: "openai/gpt-4o",
        model: "openai/gpt-4o",
        modified_at: "2026-01-02T03:04:05.000Z",
        size: 0,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        details: {
          parent_model: "",
          format: "",
          family: "gpt-4o",
          families: ["gpt-4o"],
          parameter_size: "",
          quantization_level: "",
        },
      },
      {
        name: "ollama/qwen3:4b",
        model: "ollama/qwen3:4b",
        modified_at: "2026-01-02T03:04:05.000Z",
        size: 2_497_293_931,
        digest: "359d7dd4bcdab3d86b87d73ac27966f4dbb9f5efdfcc75d34a8764a09474fae7",
        details: {
          parent_model: "",
          format: "gguf",
          family: "qwen3",
          families: ["qwen3"],
          parameter_size: "4.0B",
          quantization_level: "Q4_K_M",
        },
      },
    ],
  });
});

test("a model's digest stays the same, and is another's never", () => {
  const digests = (models: Model[]) => (encodeTags(models).models as { digest: string }[]).map(({ digest }) => digest);
  const [first, second, again] = digests([GPT, aModel({ id: "openai/gpt-5" }), GPT]);
  expect(first).toBe(again);
  expect(first).not.toBe(second);
});

test("a model is shown with what it can do and how long a prompt it takes, where tools look for them", () => {
  expect(encodeShow(GPT)).toMatchObject({
    capabilities: ["completion", "tools", "vision"],
    model_info: {
      "general.architecture": "gpt-4o",
      "general.basename": "GPT-4o",
      "gpt-4o.context_length": 128_000,
    },
    details: { family: "gpt-4o" },
  });
  const unknown = encodeShow(aModel({ id: "x/y", provider: "x" }));
  expect(unknown).toMatchObject({ capabilities: ["completion"], details: { family: "x" } });
  expect(Object.keys(unknown.model_info as object)).toEqual(["general.architecture", "general.basename"]);
});

test.each([
  [{ embedding: true }, ["embedding"]],
  [{ chat: false, image: true }, ["image"]],
  [{ rerank: true }, []],
  [{ tools: true }, ["completion", "tools"]],
  [{ chat: true, audio: true, reasoning: true }, ["completion", "audio", "thinking"]],
])("%j is %j in Ollama's words", (capabilities, words) => {
  expect(encodeShow(aModel({ id: "x/y", capabilities })).capabilities).toEqual(words);
});

test("our own reader of Ollama servers finds in it what we know of a model", () => {
  const { models } = encodeTags([LOCAL, GPT]) as { models: unknown[] };
  const [local, gpt] = [LOCAL, GPT].map((model, place) =>
    translateOllamaModel(ollamaTag.parse(models[place]), ollamaShow.parse(encodeShow(model))),
  );
  expect(local?.capabilities).toMatchObject({ chat: true, reasoning: true, tools: false, vision: false });
  expect(local?.connectorMetadata?.ollama).toMatchObject({ parameterSize: "4.0B", sizeBytes: 2_497_293_931 });
  expect(gpt).toMatchObject({ family: "gpt-4o", contextWindow: 128_000, capabilities: { tools: true, vision: true } });
});

test("the official client reads the list, a model and the version", async () => {
  await using server = await serveAnswers();
  const client = new Ollama({ host: server.url });
  const answer = (body: unknown) => {
    server.answer = { type: "application/json", body: JSON.stringify(body) };
  };
  answer(encodeTags([GPT]));
  expect((await client.list()).models.map(({ name }) => name)).toEqual(["openai/gpt-4o"]);
  answer(encodeShow(GPT));
  expect((await client.show({ model: "openai/gpt-4o" })).capabilities).toContain("tools");
  answer(encodeVersion());
  expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+$/);
});
