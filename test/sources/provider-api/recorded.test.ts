import { describe, expect, it } from "vitest";
import { type ModelInput, parseFacts, parseId } from "../../../src/model.ts";
import { providerApi } from "../../../src/sources/provider-api.ts";
import { createHttp } from "../../../src/util/http.ts";
import { readShared, withoutSharedData } from "../../support/shared-data.ts";
import { ROWS } from "./recorded-rows.ts";

type Listed = ModelInput & { id: string };

/** What a provider's source makes of a recorded answer, and what it skipped. */
async function translate(provider: string, answer: unknown): Promise<{ models: Listed[]; skipped: string[] }> {
  const skipped: string[] = [];
  const source = providerApi({ provider, baseUrl: "https://recorded.test/v1", apiKey: "key" });
  const { signal } = new AbortController();
  const rows = await source.discover({
    signal,
    http: createHttp({ source: provider, signal, fetch: async () => Response.json(answer) }),
    skip: (row, reason) => skipped.push(`${row}: ${reason}`),
  });
  const models: Listed[] = [];
  for await (const row of rows) models.push({ ...row, id: parseId(row.id) });
  return { models, skipped };
}

const read = async (provider: string, file: string) => translate(provider, await readShared(`model-lists/${file}`));

const LISTS = [
  ["openai", "openai.models.2026-08-05.json", 132],
  ["anthropic", "anthropic.models.2026-08-05.json", 11],
  ["google", "google.models.2026-08-05.json", 58],
  ["google", "google.models.rig.json", 52],
  ["mistral", "mistral.models.rig.json", 55],
  ["cohere", "cohere.models.reassembled.json", 31],
  ["together", "together.models.shape.json", 2],
  ["huggingface", "huggingface-router.models.json", 5],
  ["groq", "groq.models.rig.json", 15],
  ["deepseek", "deepseek.models.rig.json", 2],
  ["cerebras", "cerebras.models.pydantic-ai.json", 3],
  ["xai", "xai.models.2026-08-05.json", 10],
  ["azure", "azure-openai.models.2023.json", 6],
  ["azure", "azure.ids.2026-08.json", 311],
  ["llama-cpp", "llamacpp.models.rig.json", 1],
  ["lm-studio", "lmstudio.models.llm-lmstudio.json", 8],
  ["lm-studio", "lmstudio.v0-models.json", 3],
  ["lm-studio", "lmstudio.v0-models.docs.json", 2],
] as const;

describe.skipIf(withoutSharedData !== undefined)(
  `recorded model lists${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    it.each(LISTS)("%s: every row of %s is a valid model of its provider with an id of its own", async (...list) => {
      const [provider, file, count] = list;
      const { models, skipped } = await read(provider, file);
      expect(skipped).toEqual([]);
      expect(models).toHaveLength(count);
      expect(new Set(models.flatMap(({ id, aliases = [] }) => [id, ...aliases])).size).toBe(
        models.reduce((sum, { aliases = [] }) => sum + 1 + aliases.length, 0),
      );
      for (const model of models) {
        expect(parseFacts(model, model.id)).toEqual(model);
        expect(model.provider).toBe(provider);
        expect(model.id).toBe(`${provider}/${model.connectorMetadata?.[provider]?.id}`);
      }
    });

    it.each(ROWS)("%s: a row of %s is read whole", async (provider, file, expected) => {
      const { models } = await read(provider, file);
      expect(models.find(({ id }) => id === expected.id)).toEqual(expected);
    });

    it("Google: what does not answer to generateContent is known not to chat, the rest is left to others", async () => {
      const { models } = await read("google", "google.models.2026-08-05.json");
      const find = (id: string) => models.find((model) => model.id === id);
      expect(find("google/gemini-embedding-001")).toMatchObject({
        contextWindow: 2_048,
        capabilities: { chat: false, streaming: false, embedding: true, batch: true },
      });
      expect(find("google/gemini-embedding-001")).not.toHaveProperty("maxOutputTokens");
      expect(find("google/imagen-4.0-generate-001")?.capabilities).toMatchObject({ chat: false, embedding: false });
      expect(find("google/gemini-2.5-flash-preview-tts")?.capabilities).not.toHaveProperty("chat");
    });

    it("Mistral: a name that is listed itself is a model of its own, and no alias", async () => {
      const { models } = await read("mistral", "mistral.models.rig.json");
      expect(models.flatMap(({ aliases = [] }) => aliases)).toEqual([]);
      expect(models.find(({ id }) => id === "mistral/mistral-large-latest")?.connectorMetadata?.mistral).toMatchObject({
        id: "mistral-large-latest",
        canonicalName: "mistral-large-2512",
      });
      expect(models.find(({ id }) => id === "mistral/mistral-embed")?.capabilities).toMatchObject({ chat: false });
    });

    it("Together: prices of 0 for what is not sold by the token are unknown", async () => {
      const { models } = await read("together", "together.models.shape.json");
      const image = models.find(({ id }) => id === "together/black-forest-labs/FLUX.1-schnell");
      expect(image).toMatchObject({ capabilities: { image: true, chat: false } });
      expect(image).not.toHaveProperty("pricing");
    });

    it("Groq: speech is sold by the character, so its price is none of a token", async () => {
      const { models } = await read("groq", "groq.models.rig.json");
      expect(models.find(({ id }) => id === "groq/canopylabs/orpheus-v1-english")).toMatchObject({
        pricing: { other: { prompt: 0.000022, input_cache_read: 0.000011 } },
        modalities: { input: ["text"], output: ["audio"] },
        capabilities: { speech: true, chat: false },
      });
      expect(models.find(({ id }) => id === "groq/whisper-large-v3")).toMatchObject({
        modalities: { input: ["audio"], output: ["text"] },
        capabilities: { transcription: true, audio: true, chat: false },
      });
    });

    it("xAI: an image has its price each", async () => {
      const { models } = await read("xai", "xai.models.2026-08-05.json");
      expect(models.find(({ id }) => id === "xai/grok-imagine-image")?.pricing).toEqual({ image: 0.02 });
    });

    it("Azure: of a name listed once for each version, only what all versions say holds", async () => {
      const { models } = await read("azure", "azure-openai.models.2023.json");
      expect(models.find(({ id }) => id === "azure/gpt-35-turbo")).toEqual({
        id: "azure/gpt-35-turbo",
        provider: "azure",
        capabilities: { chat: true, embedding: false, fineTuning: false },
        lifecycle: { status: "active" },
        isLocal: false,
        connectorMetadata: { azure: { id: "gpt-35-turbo", inference: true } },
      });
    });

    it("Hugging Face: a model holds what all its hosts say, and each host is listed by its suffix", async () => {
      const { models } = await read("huggingface", "huggingface-router.models.json");
      expect(models.map(({ id }) => id)).toEqual([
        "huggingface/zai-org/GLM-5.3-Flash",
        "huggingface/zai-org/GLM-5.3-Flash:novita",
        "huggingface/deepseek-ai/DeepSeek-V4-Flash-0731",
        "huggingface/deepseek-ai/DeepSeek-V4-Flash-0731:novita",
        "huggingface/deepseek-ai/DeepSeek-V4-Flash-0731:scaleway",
      ]);
      expect(models[1]).toEqual({
        id: "huggingface/zai-org/GLM-5.3-Flash:novita",
        provider: "huggingface",
        contextWindow: 1_048_576,
        pricing: { input: 0.075, output: 0.25 },
        modalities: { input: ["text"], output: ["text"] },
        capabilities: { vision: false, tools: true, jsonSchema: false },
        isLocal: false,
        connectorMetadata: {
          huggingface: {
            id: "zai-org/GLM-5.3-Flash:novita",
            createdAt: "2026-08-25T06:43:14.000Z",
            ownedBy: "zai-org",
            host: "novita",
          },
        },
      });
    });

    it("vLLM: the window it serves, and not the time of the request", async () => {
      const answers = (await readShared("model-lists/vllm.models.json")) as unknown[];
      const lists = await Promise.all(answers.map((answer) => translate("vllm", answer)));
      expect(lists.flatMap(({ models }) => models.map(({ id, contextWindow }) => [id, contextWindow]))).toEqual([
        ["vllm/Qwen/Qwen2-VL-7B-Instruct", 32_768],
        ["vllm/meta-llama/Llama-3.1-8B", 131_072],
        ["vllm//models/Mistral-7B-Instruct-v0.3-GPTQ-4bit/", 32_768],
        ["vllm/llama-3-2-1b-instruct", 131_072],
      ]);
      expect(JSON.stringify(lists)).not.toContain("createdAt");
    });
  },
);
