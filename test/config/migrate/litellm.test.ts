// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of our configs are written so
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { migrate } from "../../../src/config/migrate.ts";
import { errorsIn } from "./support/check-clean.ts";
import { LITELLM_FIXTURE, MIGRATED_FIXTURE } from "./support/litellm-fixture.ts";

/** What one entry of a `model_list` becomes. */
async function entry(params: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  const result = await migrate(JSON.stringify({ model_list: [{ model_name: "it", litellm_params: params, ...rest }] }));
  return { ...result, config: parse(result.yaml) };
}

async function targetOf(model: string, params: Record<string, unknown> = {}) {
  const { config } = await entry({ model, ...params });
  return config?.models.it.backend ?? config?.models.it;
}

describe("migrating from LiteLLM", () => {
  it("writes a config as a person would, comments included", async () => {
    const result = await migrate(LITELLM_FIXTURE);
    expect(result.yaml).toBe(MIGRATED_FIXTURE);
    expect(result).toMatchObject({ from: "litellm", carried: 4 });
    expect(await errorsIn(result.yaml)).toEqual([]);
  });

  it("lists what is not carried over, by path and place", async () => {
    const { unsupported } = await migrate(LITELLM_FIXTURE, { file: "config.yaml" });
    expect(unsupported.map(({ path }) => path)).toEqual([
      "model_list[4]",
      "router_settings.fallbacks[1].small[0]",
      "router_settings.model_group_alias.small",
      "litellm_settings.num_retries",
      "litellm_settings.callbacks",
      "general_settings.master_key",
    ]);
    const line = LITELLM_FIXTURE.split("\n").findIndex((text) => text.includes("model_name: cloud")) + 1;
    expect(unsupported[0]).toMatchObject({ at: { file: "config.yaml", line, column: 5 } });
    expect(unsupported[1]?.what).toContain("small → big → small");
  });

  it("carries over when a failing target is left alone", async () => {
    const model_list = [{ model_name: "it", litellm_params: { model: "gpt-4o" } }];
    const settings = { router_settings: { allowed_fails: 2, cooldown_time: 600 } };
    const { yaml, notes } = await migrate(JSON.stringify({ model_list, ...settings }));
    expect(parse(yaml).router).toEqual({ breaker: { minimum_calls: 3, open: "600s" } });
    expect(notes.map(({ path }) => path)).toContain("router_settings.allowed_fails");
    expect(await errorsIn(yaml)).toEqual([]);
    const server = await migrate(JSON.stringify({ model_list, litellm_settings: { allowed_fails: 0 } }));
    expect(parse(server.yaml).router).toEqual({ breaker: { minimum_calls: 1 } });
  });

  it("shows no key in what it lists and notes", async () => {
    const { unsupported, notes } = await migrate(LITELLM_FIXTURE);
    expect(JSON.stringify([unsupported, notes])).not.toMatch(/sk-/);
    expect(notes.map(({ path }) => path)).toContain("model_list[2].litellm_params.api_key");
  });

  it.each([
    ["gpt-4o", "openai/gpt-4o"],
    ["claude-3-opus-20240229", "anthropic/claude-3-opus-20240229"],
    ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"],
    ["gemini/gemini-2.5-flash", "google/gemini-2.5-flash"],
    ["together_ai/meta-llama/Llama-3-8b", "together/meta-llama/Llama-3-8b"],
    ["fireworks_ai/accounts/fireworks/models/x", "fireworks/accounts/fireworks/models/x"],
    ["cohere/embed-english-v3.0", "cohere/embed-english-v3.0"],
    ["ollama/llama3", "ollama/llama3"],
    ["bedrock/converse/anthropic.claude-3", "bedrock/anthropic.claude-3"],
    ["azure/o_series/ours", "azure/ours"],
    ["huggingface/together/deepseek-ai/DeepSeek-R1", "huggingface/deepseek-ai/DeepSeek-R1:together"],
    ["nvidia_nim/meta/llama3", "nvidia-nim/meta/llama3"],
    ["text-completion-openai/gpt-3.5-turbo-instruct", "openai/gpt-3.5-turbo-instruct"],
  ])("finds where %s leads", async (model, target) => {
    expect(await targetOf(model)).toBe(target);
  });

  it.each([
    ["vertex_ai/gemini-2.5-pro", /Google Cloud credentials/],
    ["gemini-2.5-pro", /Google Cloud credentials/],
    ["sagemaker/x", /dialect of its own/],
    ["who-knows", /does not know either/],
    ["no-such-service/x", /no provider that modelmall knows/],
    ["bedrock/agent/A/B", /service of its own/],
    ["openai/*", /its name does not/],
    ["*", /lets every name through/],
  ])("says why %s leads nowhere, and writes no empty file", async (model, reason) => {
    const { yaml, carried, unsupported } = await entry({ model });
    expect({ yaml, carried }).toEqual({ yaml: "", carried: 0 });
    expect(unsupported).toMatchObject([{ path: "model_list[0]", what: expect.stringMatching(reason) }]);
  });

  it("runs equal accounts on one backend and others on their own", async () => {
    const model_list = ["A", "B", "A"].map((key, index) => ({
      model_name: `m${index}`,
      litellm_params: { model: "openai/gpt-4o", api_key: `os.environ/${key}` },
    }));
    const { models, backends } = parse((await migrate(JSON.stringify({ model_list }))).yaml);
    expect(models).toEqual({ m0: "openai/gpt-4o", m1: "openai-2/gpt-4o", m2: "openai/gpt-4o" });
    expect(Object.keys(backends)).toEqual(["openai", "openai-2"]);
  });

  it("writes no key for an address of one's own under openai/, where LiteLLM would send OPENAI_API_KEY", async () => {
    const { config, notes } = await entry({ model: "openai/x", api_base: "https://models.example.com/v1" });
    expect(config.backends).toEqual({ models: { provider: "custom", base_url: "https://models.example.com/v1" } });
    expect(notes.map(({ what }) => what).join()).toContain("OPENAI_API_KEY");
  });

  it("knows a provider by its address", async () => {
    const { config } = await entry({ model: "openai/x-ai/grok-4", api_base: "https://openrouter.ai/api/v1" });
    expect(config.models.it).toBe("openrouter/x-ai/grok-4");
  });

  it("reads an address that is none from a variable, and lists it", async () => {
    const { config, unsupported } = await entry({ model: "azure/ours", api_base: "<your-endpoint>", api_key: "k" });
    expect(config.backends.azure.base_url).toBe("${AZURE_API_BASE}");
    expect(unsupported.map(({ path }) => path)).toEqual(["model_list[0].litellm_params.api_base"]);
  });

  it("adds up the limits of entries at one account", async () => {
    const model_list = ["a", "b"].map((model_name) => ({ model_name, litellm_params: { model: "groq/x", tpm: 10 } }));
    const { yaml, notes } = await migrate(JSON.stringify({ model_list }));
    expect(parse(yaml).backends.groq.rate_limits).toEqual({ tokens_per_minute: 20 });
    expect(notes.map(({ what }) => what).join()).toContain("added up");
  });

  it.each([
    ["simple-shuffle", "round_robin"],
    ["latency-based-routing", "performance"],
    ["least-busy", "performance"],
    ["usage-based-routing-v2", "round_robin"],
    ["cost-based-routing", "cost"],
  ])("reads the strategy %s as %s", async (routing_strategy, strategy) => {
    const model_list = ["groq/x", "xai/y"].map((model) => ({ model_name: "it", litellm_params: { model } }));
    const { yaml, unsupported } = await migrate(JSON.stringify({ model_list, router_settings: { routing_strategy } }));
    expect(parse(yaml).models.it.strategy).toBe(strategy);
    expect(unsupported).toEqual([]);
  });

  it("puts targets into the order LiteLLM calls them in", async () => {
    const model_list = [2, 1].map((order) => ({
      model_name: "it",
      litellm_params: { model: `groq/x${order}`, order },
    }));
    expect(parse((await migrate(JSON.stringify({ model_list }))).yaml).models.it).toEqual({
      backend: ["groq/x1", "groq/x2"],
      strategy: "manual",
    });
  });

  it("routes by tags where LiteLLM filters by them", async () => {
    const model_list = ["default", "paid"].map((tag) => ({
      model_name: "it",
      litellm_params: { model: `groq/${tag}`, tags: [tag] },
    }));
    const router_settings = { enable_tag_filtering: true };
    const { models } = parse((await migrate(JSON.stringify({ model_list, router_settings }))).yaml);
    expect(models.it.backend).toEqual([{ target: "groq/paid", when: { tags: ["paid"] } }, "groq/default"]);
  });

  it("expands merge keys, and says so", async () => {
    const text =
      "a: &a { temperature: 0.1 }\nmodel_list:\n  - { model_name: it, litellm_params: { <<: *a, model: groq/x } }\n";
    const { yaml, notes } = await migrate(text);
    expect(parse(yaml).models.it.parameters).toEqual({ temperature: 0.1 });
    expect(notes.map(({ what }) => what)).toContain("the merge key << was written out");
  });

  it("escapes what our files would take for a variable and LiteLLM does not", async () => {
    const { config } = await entry({ model: "groq/x", stop: "${" });
    expect(config.models.it.parameters.stop).toBe("$${");
  });
});
