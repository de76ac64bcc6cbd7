import { describe, expect, it } from "vitest";
import { CONNECTORS } from "../../src/builtins/connectors.ts";
import { providers } from "../../src/builtins/providers.ts";
import { dspy } from "../../src/connectors/dspy.ts";
import { litellm } from "../../src/connectors/litellm.ts";
import { ConnectorError } from "../../src/errors.ts";
import type { ConnectOverrides } from "../../src/manager.ts";
import type { ModelInput } from "../../src/model.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";
import { managerWith } from "./support/manager-with.ts";

const key = "key-0123456789";

// What each page says `litellm.completion` takes to reach a provider, and so `dspy.LM` (https://dspy.ai/api/models/LM).
const DOCUMENTED: [provider: string, page: string, documented: Record<string, unknown>][] = [
  ["anthropic", "anthropic", { model: "anthropic/m", api_key: key }],
  [
    "azure",
    "openai_compatible",
    { model: "openai/m", api_key: key, api_base: "https://res.openai.azure.com/openai/v1" },
  ],
  ["bedrock", "bedrock", { model: "bedrock/m", api_key: key, aws_region_name: "eu-west-1" }],
  ["cerebras", "cerebras", { model: "cerebras/m", api_key: key }],
  ["cohere", "cohere", { model: "cohere_chat/m", api_key: key }],
  ["deepseek", "deepseek", { model: "deepseek/m", api_key: key }],
  ["fireworks", "fireworks_ai", { model: "fireworks_ai/m", api_key: key }],
  ["google", "gemini", { model: "gemini/m", api_key: key }],
  ["groq", "groq", { model: "groq/m", api_key: key }],
  [
    "huggingface",
    "openai_compatible",
    { model: "openai/m", api_key: key, api_base: "https://router.huggingface.co/v1" },
  ],
  ["llama-cpp", "openai_compatible", { model: "openai/m", api_key: key, api_base: "http://localhost:8080/v1" }],
  ["lm-studio", "lm_studio", { model: "lm_studio/m", api_key: key, api_base: "http://localhost:1234/v1" }],
  ["mistral", "mistral", { model: "mistral/m", api_key: key }],
  ["moonshotai", "moonshot", { model: "moonshot/m", api_key: key }],
  ["ollama", "ollama", { model: "ollama_chat/m", api_key: key, api_base: "http://localhost:11434" }],
  ["openai", "openai", { model: "openai/m", api_key: key }],
  ["openrouter", "openrouter", { model: "openrouter/m", api_key: key }],
  ["perplexity", "perplexity", { model: "perplexity/m", api_key: key }],
  ["together", "togetherai", { model: "together_ai/m", api_key: key }],
  ["vllm", "vllm", { model: "hosted_vllm/m", api_key: key, api_base: "http://localhost:8000/v1" }],
  ["xai", "xai", { model: "xai/m", api_key: key }],
  ["zai", "zai", { model: "zai/m", api_key: key }],
];
const env = { AZURE_OPENAI_ENDPOINT: "https://res.openai.azure.com", AWS_REGION: "eu-west-1" };

describe.each(["litellm", "dspy"] as const)("the %s connector", (client) => {
  for (const { name, run } of connectorContract({ connector: client === "dspy" ? dspy : litellm })) it(name, run);

  it.each(DOCUMENTED)(
    "reaches %s as https://docs.litellm.ai/docs/providers/%s says",
    async (provider, _, documented) => {
      const manager = await managerWith(env, { id: `${provider}/m` });
      expect({ ...manager.connect(`${provider}/m`, client, { apiKey: key }) }).toEqual(documented);
    },
  );

  it("gives parameters and headers under their Python names", async () => {
    const manager = await managerWith(
      { OPENAI_API_KEY: key },
      { id: "openai/gpt-4o", contextWindow: 128_000, parameters: { temperature: 0, max_tokens: 5, stop: ["END"] } },
    );
    expect({ ...manager.connect("gpt-4o", client, { headers: { "x-team": "blue" } }) }).toEqual({
      model: "openai/gpt-4o",
      api_key: key,
      temperature: 0,
      max_tokens: 5,
      stop: ["END"],
      extra_headers: { "x-team": "blue" },
    });
  });

  it.each<[ModelInput & { id: string }, ConnectOverrides, Record<string, unknown>]>([
    [{ id: "ollama/llama3.2:3b" }, {}, { model: "ollama_chat/llama3.2:3b", api_base: "http://localhost:11434" }],
    [{ id: "lm-studio/m" }, {}, { model: "lm_studio/m", api_key: "lm-studio", api_base: "http://localhost:1234/v1" }],
    [{ id: "bedrock/m" }, {}, { model: "bedrock/m", aws_region_name: "eu-west-1" }],
    [
      { id: "groq/m" },
      { apiKey: key, baseUrl: "http://proxy.example/v1" },
      { model: "groq/m", api_key: key, api_base: "http://proxy.example/v1" },
    ],
    [
      { id: "google/m" },
      { apiKey: key, baseUrl: "http://proxy.example" },
      { model: "openai/m", api_key: key, api_base: "http://proxy.example/v1beta/openai" },
    ],
    [
      { id: "anthropic/m", connectorMetadata: { openrouter: { id: "anthropic/m-1" } } },
      { apiKey: key, via: "openrouter" },
      { model: "openrouter/anthropic/m-1", api_key: key },
    ],
  ])("gives for %j with %j what leads there", async (model, overrides, expected) => {
    const manager = await managerWith(env, model);
    expect({ ...manager.connect(model.id, client, overrides) }).toEqual(expected);
  });

  it("says which key is missing", async () => {
    const manager = await managerWith({}, { id: "groq/m" });
    expect(() => manager.connect("groq/m", client)).toThrow(ConnectorError);
    expect(() => manager.connect("groq/m", client)).toThrow(
      "groq/m: no key for Groq: set GROQ_API_KEY, pass { apiKey }",
    );
  });
});

it("the table of documented arguments has every provider", () => {
  expect(DOCUMENTED.map(([provider]) => provider)).toEqual([...providers.keys()]);
});

it("every connector can be described in a list", () => {
  for (const { description } of CONNECTORS) expect(description).toMatch(/^\S.{5,100}$/);
});

it.skipIf(withoutSharedData !== undefined)("the prefixes stand in LiteLLM's own list of models", async () => {
  const list = await readShared("catalogs/litellm/model_prices_and_context_window.2026-08-22.json");
  const known = new Set(
    Object.entries(list as Record<string, { litellm_provider?: string }>).flatMap(([id, row]) => [
      id.split("/")[0],
      row.litellm_provider,
    ]),
  );
  // Routes without models of their own: servers people run, and Ollama's second route.
  const routesOnly = ["hosted_vllm", "lm_studio", "ollama_chat"];
  const prefixes = [...providers.values()].flatMap(({ litellmPrefix }) => litellmPrefix ?? []);
  expect(prefixes.filter((prefix) => !known.has(prefix)).sort()).toEqual(routesOnly);
});
