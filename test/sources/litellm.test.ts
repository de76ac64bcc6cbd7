import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelInput } from "../../src/model.ts";
import { litellm, translateLiteLLMRow } from "../../src/sources/litellm.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";
import { report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

/** An entry as the map has it, written from its `sample_spec`. */
const row = {
  litellm_provider: "acme_ai",
  mode: "chat",
  max_input_tokens: 272_000,
  max_output_tokens: 128_000,
  max_tokens: 128_000,
  input_cost_per_token: 1.25e-6,
  output_cost_per_token: 1e-5,
  cache_read_input_token_cost: 1.25e-7,
  cache_creation_input_token_cost: 0.0000015625,
  cache_creation_input_token_cost_above_1hr: 2.5e-6,
  output_cost_per_reasoning_token: 1.2e-5,
  input_cost_per_audio_token: 3e-6,
  input_cost_per_token_batches: 6.25e-7,
  output_cost_per_token_batches: 5e-6,
  input_cost_per_token_above_200k_tokens: 2.5e-6,
  cache_creation_input_token_cost_above_1hr_above_200k_tokens: 5e-6,
  input_cost_per_token_priority: 2.5e-6,
  input_cost_per_token_above_200k_tokens_priority: 5e-6,
  cache_read_input_token_cost_flex: 6.25e-8,
  search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.01 },
  supports_function_calling: true,
  supports_vision: false,
  supports_audio_input: true,
  supported_endpoints: ["/v1/chat/completions", "/v1/batch"],
  supported_modalities: ["text"],
  deprecation_date: "2027-01-31",
  source: "https://acme.test/prices",
};

function translate(changes: Record<string, unknown>, key = "acme_ai/thinker"): ModelInput {
  const translated = translateLiteLLMRow(key, { ...row, ...changes });
  if (!("model" in translated)) throw new Error(JSON.stringify(translated));
  return translated.model;
}

const priced = (prices: Record<string, unknown>) => {
  const translated = translateLiteLLMRow("acme_ai/thinker", { litellm_provider: "acme_ai", ...prices });
  return "model" in translated ? translated.model.pricing : translated;
};

describe("translateLiteLLMRow", () => {
  it("keeps everything a row says", () => {
    expect(translateLiteLLMRow("acme_ai/thinker", row)).toEqual({
      model: {
        id: "acme-ai/thinker",
        provider: "acme-ai",
        maxInputTokens: 272_000,
        maxOutputTokens: 128_000,
        modalities: { input: ["text"] },
        capabilities: { chat: true, tools: true, vision: false, audio: true, batch: true },
        pricing: {
          input: 1.25,
          output: 10,
          cacheRead: 0.125,
          cacheWrite: 1.5625,
          cacheWrite1h: 2.5,
          reasoning: 12,
          audioInput: 3,
          webSearch: 0.01,
          batch: { input: 0.625, output: 5 },
          tiers: [{ aboveTokens: 200_000, input: 2.5, cacheWrite1h: 5 }],
          flex: { cacheRead: 0.0625 },
          priority: { input: 2.5, tiers: [{ aboveTokens: 200_000, input: 5 }] },
        },
        isLocal: false,
        aliases: ["acme_ai/thinker"],
        connectorMetadata: {
          "acme-ai": { id: "thinker" },
          litellm: {
            id: "acme_ai/thinker",
            mode: "chat",
            source: "https://acme.test/prices",
            supportedEndpoints: ["/v1/chat/completions", "/v1/batch"],
          },
        },
        lifecycle: { deprecatedAt: "2027-01-31" },
      },
    });
  });

  it.each([
    ["gpt-5", "openai", "openai/gpt-5"],
    ["gemini/gemini-3-pro", "gemini", "google/gemini-3-pro"],
    ["vertex_ai/claude-x@20250101", "vertex_ai-anthropic_models", "google-vertex/claude-x@20250101"],
    ["us.anthropic.claude-x-v1:0", "bedrock_converse", "bedrock/us.anthropic.claude-x-v1:0"],
    ["openrouter/anthropic/claude-3.5-sonnet", "openrouter", "openrouter/anthropic/claude-3.5-sonnet"],
    ["together_ai/deepseek-ai/DeepSeek-R1", "together_ai", "together/deepseek-ai/DeepSeek-R1"],
    ["cloudflare/@cf/mistral/mistral-7b", "cloudflare", "cloudflare/@cf/mistral/mistral-7b"],
    ["text-completion-codestral/codestral-2405", "text-completion-codestral", "codestral/codestral-2405"],
    ["azure/speech/azure-tts", "azure", "azure/speech/azure-tts"],
  ])("gives %s of %s the id %s", (key, litellm_provider, id) => {
    expect(translate({ litellm_provider }, key)).toMatchObject({ id, connectorMetadata: { litellm: { id: key } } });
  });

  it.each([
    ["azure/eu/gpt-4o", "azure", "azure/gpt-4o", "eu"],
    ["azure/high/1024-x-1536/gpt-image-1", "azure", "azure/gpt-image-1", "high/1024-x-1536"],
    [
      "bedrock/us-gov-west-1/1-month-commitment/a.b-v1",
      "bedrock",
      "bedrock/a.b-v1",
      "us-gov-west-1/1-month-commitment",
    ],
    ["512-x-512/50-steps/bedrock/a.b-v1", "bedrock", "bedrock/a.b-v1", "512-x-512/50-steps"],
    ["hd/1024-x-1792/dall-e-3", "openai", "openai/dall-e-3", "hd/1024-x-1792"],
  ])("takes %s for a price of %s's model in one place or at one size", (key, litellm_provider, variantOf, variant) => {
    expect(translateLiteLLMRow(key, { ...row, litellm_provider })).toMatchObject({ variantOf, variant });
  });

  it.each([
    ["a", null, "expected an object"],
    ["a", [], "expected an object"],
    ["a", { mode: "chat" }, "expected an object with litellm_provider"],
    ["a", { litellm_provider: 7 }, "expected an object with litellm_provider"],
    ["tavily/search", { litellm_provider: "tavily", mode: "search" }, "a price for search, and no model"],
    ["together-ai-4.1b-8b", { litellm_provider: "together_ai" }, "a price by the size of a model, and no model"],
    ["ollama/llama3", { litellm_provider: "ollama" }, "what runs on your own machine is for it to say"],
    ["openai/", { litellm_provider: "openai" }, "expected a model's name after the provider"],
  ])("skips %s as %j with a reason", (key, input, skip) => {
    expect(translateLiteLLMRow(key, input)).toEqual({ skip });
  });

  it("shifts the decimals of a price without a second rounding", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 6, max: 13 }), (digits, places) => {
        const perToken = Number(`${digits}e-${places}`);
        expect(priced({ input_cost_per_token: perToken })).toEqual({ input: Number(`${digits}e-${places - 6}`) });
      }),
    );
  });

  it.each([
    ["a zero is how the map writes unknown", { input_cost_per_token: 0, output_cost_per_token: 0 }, {}],
    ["what is no price is unknown", { input_cost_per_token: "1", output_cost_per_token: -1, cost: null }, {}],
    [
      "an embedding has no output to sell",
      { mode: "embedding", input_cost_per_token: 2e-8, output_cost_per_token: 0 },
      { input: 0.02, output: null },
    ],
    [
      "the former name of cached input counts where there is no other",
      { input_cost_per_token_cache_hit: 2.8e-8 },
      { cacheRead: 0.028 },
    ],
    [
      "ranges become tiers, the first the base",
      {
        tiered_pricing: [
          { range: [0, 32_000], input_cost_per_token: 1e-6 },
          { range: [32_000, 1e6], input_cost_per_token: 2e-6 },
          { range: "x", input_cost_per_token: 3e-6 },
          null,
        ],
      },
      { input: 1, tiers: [{ input: 2, aboveTokens: 32_000 }] },
    ],
    [
      "tiers are in the order of their thresholds",
      {
        input_cost_per_token_above_512k_tokens: 3e-6,
        input_cost_per_token_above_200k_tokens: 2e-6,
      },
      {
        tiers: [
          { aboveTokens: 200_000, input: 2 },
          { aboveTokens: 512_000, input: 3 },
        ],
      },
    ],
    [
      "a mode of service has tiers of its own, also where it has no price below them",
      {
        input_cost_per_token_above_512k_tokens_flex: 3e-6,
        input_cost_per_token_above_200k_tokens_flex: 2e-6,
        input_cost_per_character_priority: 1e-6,
      },
      {
        flex: {
          tiers: [
            { aboveTokens: 200_000, input: 2 },
            { aboveTokens: 512_000, input: 3 },
          ],
        },
        other: { input_cost_per_character_priority: 1e-6 },
      },
    ],
    [
      "searches that differ by size keep each price",
      { search_context_cost_per_query: { search_context_size_low: 0.03, search_context_size_high: 0.05 } },
      { other: { search_context_cost_low: 0.03, search_context_cost_high: 0.05 } },
    ],
    [
      "a page is a page",
      { ocr_cost_per_page: 0.003, input_cost_per_second: 0.1 },
      { page: 0.003, other: { input_cost_per_second: 0.1 } },
    ],
  ])("prices: %s", (_what, prices, pricing) => {
    expect(priced(prices)).toEqual(pricing);
  });

  it("reads max_input_tokens as what it is documented to be, and does not guess from max_tokens", () => {
    expect(translate({})).not.toHaveProperty("contextWindow");
    expect(translate({ mode: "embedding", max_input_tokens: 8191 })).toMatchObject({ contextWindow: 8191 });
    const legacy = translate({ max_input_tokens: undefined, max_output_tokens: "many", max_tokens: 4096 });
    for (const field of ["contextWindow", "maxInputTokens", "maxOutputTokens"])
      expect(legacy).not.toHaveProperty(field);
  });

  it("leaves out dates that are none, and capabilities nothing is said of", () => {
    expect(translate({ deprecation_date: "soon" })).not.toHaveProperty("lifecycle");
    expect(translate({ deprecation_date: "2026-13-45" })).not.toHaveProperty("lifecycle");
    const capabilities = { litellm_provider: "acme", mode: "ocr", supports_vision: "yes" };
    expect(translateLiteLLMRow("acme/a", capabilities)).toMatchObject({ model: { capabilities: {} } });
  });
});

describe("litellm", () => {
  const map = { sample_spec: { mode: "…" }, "acme_ai/thinker": row, "acme_ai/mini": row };
  for (const { name, run, skip } of sourceContract({
    make: (url) => litellm({ url }),
    answer: () => map,
    answerWithBrokenRow: () => ({ ...map, broken: { mode: "chat" } }),
    ids: ["acme-ai/thinker", "acme-ai/mini"],
  })) {
    it.skipIf(skip !== undefined)(name, run);
  }

  async function asked(json: unknown) {
    await using server = await startLoopback({ "/map.json": { json } });
    const importer = new TinyImporter();
    const result = await report(litellm({ url: `${server.url}/map.json` }), {}, importer);
    return { ...result, url: server.url, models: importer.models.get("litellm") ?? new Map<string, ModelInput>() };
  }

  it.each([[[]], [{}], [{ sample_spec: {} }], [null], ["map"]])(
    "says what it expected when the map is %j",
    async (json) => {
      const { error, url } = await asked(json);
      expect(error?.message).toBe(
        `litellm: expected { model: { "litellm_provider": … } } from ${url}/map.json; check that it is LiteLLM's model_prices_and_context_window.json`,
      );
    },
  );

  it("keeps prices of one place beside the model's own, and lists each model once", async () => {
    const azure = (input_cost_per_token: number) => ({ litellm_provider: "azure", input_cost_per_token });
    const { models, skipped } = await asked({
      "azure/eu/m": azure(3e-6),
      "azure_ai/m": { litellm_provider: "azure_ai", input_cost_per_token: 9e-6 },
      "azure/m": azure(2e-6),
      "azure/us/n": azure(1e-6),
      m: azure(7e-6),
    });
    expect([...models.keys()]).toEqual(["azure/m"]);
    expect(models.get("azure/m")).toMatchObject({
      pricing: { input: 2 },
      connectorMetadata: { litellm: { id: "azure/m", variants: { eu: { id: "azure/eu/m", pricing: { input: 3 } } } } },
    });
    expect(skipped).toEqual([
      { row: "azure_ai/m", reason: "listed also as azure/m, which counts" },
      { row: "m", reason: "listed before, as azure/m" },
      { row: "azure/us/n", reason: "a price of azure/n for us, but the model itself is not listed" },
    ]);
  });

  it("reads the map from a file, and says what is wrong with one it cannot read", async () => {
    const folder = await tempFolder();
    const path = join(folder, "map.json");
    await writeFile(path, `\uFEFF${JSON.stringify(map)}`);
    expect(await report(litellm({ path }))).toMatchObject({ status: "ok", found: 2, address: path });
    await writeFile(path, "{ not json");
    expect((await report(litellm({ path }))).error?.message).toBe(`litellm: ${path} is not valid JSON`);
    const missing = join(folder, "missing.json");
    expect((await report(litellm({ path: missing }))).error?.message).toBe(
      `litellm: there is no file ${missing}; check the path`,
    );
    await mkdir(join(folder, "folder.json"));
    expect((await report(litellm({ path: join(folder, "folder.json") }))).error?.message).toBe(
      `litellm: ${join(folder, "folder.json")} is not a file; check the path`,
    );
  });
});
