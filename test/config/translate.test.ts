import { describe, expect, it } from "vitest";
import { findProvider } from "../../src/builtins/providers.ts";
import { showPath } from "../../src/config/problem.ts";
import { custom } from "../../src/providers/custom.ts";
import { Secret } from "../../src/util/secret.ts";
import { translated } from "../support/translated.ts";

describe("an exposed model", () => {
  it("written as a target has that target and the defaults of everything else", async () => {
    const { config, said } = await translated("models: { gpt-4: openai/gpt-4 }");
    expect(said).toEqual([]);
    expect(config.models.get("gpt-4")).toEqual({
      name: "gpt-4",
      targets: [{ target: "openai/gpt-4", weight: 1, parameters: { known: {}, extra: {} }, path: ["models", "gpt-4"] }],
      fallback: { any: [], contextWindow: [], contentPolicy: [] },
      strategy: "manual",
      capabilities: {},
      parameters: { known: {}, extra: {} },
      aliases: [],
      tags: [],
      facts: {},
      timeouts: {},
      retry: {},
      policy: {},
      enabled: true,
      path: ["models", "gpt-4"],
    });
  });

  it("written as an object has everything under the names of Config", async () => {
    const { config, said } = await translated(`
pricing_unit: per_1m_tokens
models:
  writer:
    backend:
      - anthropic/claude-3-opus
      - target: openai/gpt-4
        weight: 0
        when: { needs: [json_schema, function_calling], min_input_tokens: 0, max_input_tokens: 100, tags: [batch] }
        parameters: { temperature: 0, extra: { user: me } }
      - { backend: ollama/llama3.2:3b }
    strategy: cost
    description: Writes
    capabilities: { vision: false, jsonSchema: true }
    parameters: { max_tokens: 5, stop: [a, b], seed: null, response_format: { type: json_object }, extra: { k: [1] } }
    aliases: [w]
    tags: [prod]
    pricing: { input: 3, output: 15, cache_read: 0.3, request: 0.01, image: null, tiers: [{ above_tokens: 200000, input: 6 }] }
    context_window: 200000
    max_output_tokens: 8192
    fallback: { any: w2, context_window: [google/gemini-pro], content_policy: [w3, w2] }
    timeout: { connect: 500ms, first_content: 30s, idle: 2m, total: 1h }
    retry: { attempts: 3, backoff: 250ms, max_backoff: 10 }
    policy:
      allowed_providers: []
      denied_providers: [groq]
      regions: [eu]
      local_only: false
      no_training: true
      max_price: { unit: per_1k_tokens, input: 0.01, output: 0 }
    budget: { amount: 0, per: day, hard: false }
    enabled: false
`);
    expect(said).toEqual([]);
    const writer = config.models.get("writer");
    expect(writer).toMatchObject({
      strategy: "cost",
      description: "Writes",
      capabilities: { vision: false, jsonSchema: true },
      parameters: {
        known: { max_tokens: 5, stop: ["a", "b"], seed: null, response_format: { type: "json_object" } },
        extra: { k: [1] },
      },
      aliases: ["w"],
      tags: ["prod"],
      facts: {
        contextWindow: 200_000,
        maxOutputTokens: 8_192,
        pricing: {
          input: 3,
          output: 15,
          cacheRead: 0.3,
          request: 0.01,
          image: null,
          tiers: [{ aboveTokens: 200_000, input: 6 }],
        },
      },
      fallback: { any: ["w2"], contextWindow: ["google/gemini-pro"], contentPolicy: ["w3", "w2"] },
      timeouts: { connectMs: 500, firstContentMs: 30_000, idleMs: 120_000, totalMs: 3_600_000 },
      retry: { attempts: 3, backoffMs: 250, maxBackoffMs: 10_000 },
      policy: {
        allowedProviders: [],
        deniedProviders: ["groq"],
        regions: ["eu"],
        localOnly: false,
        noTraining: true,
        maxPrice: { input: 10, output: 0 },
      },
      budget: { amount: 0, per: "day", hard: false },
      enabled: false,
    });
    expect(writer?.targets.map(({ target, weight, path }) => [target, weight, showPath(path)])).toEqual([
      ["anthropic/claude-3-opus", 1, "models.writer.backend[0]"],
      ["openai/gpt-4", 0, "models.writer.backend[1]"],
      ["ollama/llama3.2:3b", 1, "models.writer.backend[2]"],
    ]);
    expect(writer?.targets[1]).toMatchObject({
      when: { needs: ["jsonSchema", "tools"], minInputTokens: 0, maxInputTokens: 100, tags: ["batch"] },
      parameters: { known: { temperature: 0 }, extra: { user: "me" } },
    });
    expect([...config.backends.keys()]).toEqual(["anthropic", "openai", "ollama", "google"]);
  });

  it("may say its total time and its number of attempts alone", async () => {
    const { config } = await translated(
      "models: { a: { backend: openai/x, timeout: 30, retry: 2, budget: { amount: 1, per: total } } }",
    );
    expect(config.models.get("a")).toMatchObject({
      timeouts: { totalMs: 30_000 },
      retry: { attempts: 2 },
      budget: { amount: 1, per: "total", hard: true },
    });
  });
});

describe("a backend", () => {
  it("has everything under the names of Config", async () => {
    const { config, said } = await translated(`
backends:
  eu:
    provider: azure-openai
    api_keys: [first, second]
    base_url: https://res.openai.azure.com/openai/v1//
    headers: { X-Team: a }
    organization: org
    region: westeurope
    api_version: 2024-10-21
    parameters: { temperature: 0.1 }
    models:
      gpt-4:
        context_window: 8192
        max_output_tokens: 4096
        pricing: { unit: per_token, input: 0.00003, output: 0.00006 }
        capabilities: [function_calling, chat]
        deployment: my-gpt4
        parameters: { top_p: 1 }
    rate_limits: { requests_per_minute: 60, tokens_per_minute: 1000, concurrent: 3 }
    tags: [x]
    data_policy: { trains_on_data: false, retention_days: 0, regions: [eu] }
    enabled: false
`);
    expect(said).toEqual([]);
    const backend = config.backends.get("eu");
    expect(backend).toMatchObject({
      name: "eu",
      isImplicit: false,
      baseUrl: "https://res.openai.azure.com/openai/v1",
      organization: "org",
      region: "westeurope",
      apiVersion: "2024-10-21",
      parameters: { known: { temperature: 0.1 }, extra: {} },
      rateLimits: { requestsPerMinute: 60, tokensPerMinute: 1_000, concurrent: 3 },
      tags: ["x"],
      dataPolicy: { trainsOnData: false, retentionDays: 0, regions: ["eu"] },
      enabled: false,
      path: ["backends", "eu"],
    });
    expect(backend?.provider).toBe(findProvider("azure"));
    expect(backend?.apiKeys.map((key) => key.reveal())).toEqual(["first", "second"]);
    expect(backend?.headers["x-team"]?.reveal()).toBe("a");
    expect(backend?.models.get("gpt-4")).toEqual({
      facts: {
        contextWindow: 8_192,
        maxOutputTokens: 4_096,
        pricing: { input: 30, output: 60 },
        capabilities: { tools: true, chat: true },
      },
      deployment: "my-gpt4",
      parameters: { known: { top_p: 1 }, extra: {} },
    });
  });

  it("that says nothing is at the provider of its name, with no key and no address of its own", async () => {
    const { config } = await translated("backends: { groq: {} }");
    const backend = config.backends.get("groq");
    expect(backend).toMatchObject({ apiKeys: [], headers: {}, enabled: true, isImplicit: false });
    expect(backend?.provider).toBe(findProvider("groq"));
    expect(backend).not.toHaveProperty("baseUrl");
  });

  it("comes to be where a target, a fall-back or a fall-back provider names a provider that is none of the file's", async () => {
    const { config } = await translated(`
models: { a: { backend: gemini/gemini-pro, fallback: [b, groq/llama] }, b: x-ai/grok, c: nobody/x }
fallback_providers: [mistral]
`);
    expect([...config.backends].map(([name, { provider, isImplicit }]) => [name, provider.name, isImplicit])).toEqual([
      ["gemini", "google", true],
      ["groq", "groq", true],
      ["x-ai", "xai", true],
      ["mistral", "mistral", true],
    ]);
  });

  it("of the file wins over the provider of its name", async () => {
    const { config } = await translated(
      "models: { a: openai/x }\nbackends: { openai: { provider: custom, base_url: http://localhost:1/v1 } }",
    );
    expect(config.backends.get("openai")?.provider).toBe(custom);
    expect(config.backends.size).toBe(1);
  });
});

describe("the rest of the file", () => {
  it("is defaults, groups, strategies and files", async () => {
    const { config } = await translated(`
models: { a: openai/x }
model_defaults: { temperature: 0.7, extra: { user: me } }
groups: { g: [a] }
strategies: { thrifty: { cost: 0.8, quality: 0.2 } }
`);
    expect(config.modelDefaults).toEqual({ known: { temperature: 0.7 }, extra: { user: "me" } });
    expect([...config.groups]).toEqual([["g", ["a"]]]);
    expect([...config.strategies]).toEqual([["thrifty", { cost: 0.8, quality: 0.2 }]]);
    expect(config.files).toEqual(["modelmall.yaml"]);
    expect(config.problems).toEqual([]);
    expect(config.locate(["models", "a"])).toMatchObject({ file: "modelmall.yaml", line: 2, column: 14 });
  });

  it("is frozen through and through, and leaves the providers as they are", async () => {
    const { config } = await translated(`
models: { a: { backend: openai/x, parameters: { stop: [x] }, policy: { regions: [eu] } } }
backends: { openai: { api_key: k, models: { x: { pricing: { unit: per_token, input: 1 } } } } }
`);
    const thawed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null || value instanceof Secret || path.endsWith(".provider")) return;
      if (value instanceof Map) for (const [key, item] of value) visit(item, `${path}.${key}`);
      else {
        if (!Object.isFrozen(value)) thawed.push(path);
        for (const [key, item] of Object.entries(value)) visit(item, `${path}.${key}`);
      }
    };
    visit(config, "config");
    expect(thawed).toEqual([]);
    expect(Object.isFrozen(config.backends.get("openai")?.provider)).toBe(false);
  });
});

describe("fallback_providers", () => {
  it("may be written as in the plan, by backend or by provider, each once", async () => {
    const { config } = await translated(`
backends: { eu: { provider: openai }, us: { provider: openai }, anthropic: {} }
fallback_providers: [{ provider: openai }, anthropic, us, { provider: ollama }]
`);
    expect(config.fallbackProviders).toEqual(["eu", "us", "anthropic", "ollama"]);
    expect(config.backends.get("ollama")?.isImplicit).toBe(true);
    expect(config.backends.has("openai")).toBe(false);
  });

  it("keep a name nobody has, for the cross-checks to complain of", async () => {
    const { config } = await translated("models: { a: openai/x }\nfallback_providers: [nobody]");
    expect(config.fallbackProviders).toEqual(["nobody"]);
    expect(config.backends.has("nobody")).toBe(false);
  });
});
