import { ROUTER_SECTIONS } from "./router-sections.js";

/**
 * The sections of the reference of configs, in the order of the page: the part of the schema (absent: the whole file),
 * its heading, what to say beside its own description, the part whose keys it shares, and an example that is a whole config.
 * @type {readonly { id?: string, title: string, text?: string, shares?: string, example: string }[]}
 */
export const CONFIG_SECTIONS = [
  {
    title: "The file",
    text: "The keys at the top. At least one of `models` and `backends` must be there; keys that begin with `x-` are ignored.",
    example: `
models:
  gpt-4: openai/gpt-4
  "claude-*": anthropic/claude-*     # claude-3-opus leads to anthropic/claude-3-opus, and so on
groups:
  everyday: [gpt-4]
fallback_providers: [openrouter]`,
  },
  {
    id: "model",
    title: "Models",
    text: "What stands under a name in `models`: a target, or an object with these keys.",
    example: `
models:
  creative-writer:
    backend: [anthropic/claude-3-opus, openai/gpt-4o]
    description: Long texts with a voice
    capabilities: [chat, streaming]
    parameters: { temperature: 0.9, max_tokens: 8192 }
    aliases: [writer]
    fallback: [fast]
    timeout: 2m
    retry: 3
  fast: ollama/llama3.2:3b`,
  },
  {
    id: "target_entry",
    title: "Targets",
    text:
      "A target is a text, `backend/model-id`, split at the first `/`: a backend of the file, else a provider the package " +
      "knows, whose key and address then come from the environment. In a list it can be an object with these keys.",
    example: `
models:
  chat:
    strategy: balanced
    backend:
      - target: openai/gpt-4o
        weight: 3
      - target: anthropic/claude-3-5-sonnet
        parameters: { temperature: 0.5 }`,
  },
  {
    id: "when",
    title: "Conditions",
    example: `
models:
  chat:
    backend:
      - { target: google/gemini-2.5-pro, when: { min_input_tokens: 100000 } }
      - { target: openai/gpt-4o, when: { needs: [vision] } }
      - openai/gpt-4o-mini`,
  },
  {
    id: "parameters",
    title: "Parameters",
    example: `
model_defaults: { temperature: 0.7, max_tokens: 2048 }
models:
  precise:
    backend: openai/gpt-4o
    parameters: { temperature: 0, seed: 7, response_format: { type: json_object } }
  thinker:
    backend: openai/o3
    parameters: { temperature: null, reasoning_effort: high, extra: { service_tier: flex } }`,
  },
  {
    id: "response_format",
    title: "Response format",
    text: "Other keys are passed on as they are.",
    example: `
models:
  extractor:
    backend: openai/gpt-4o
    parameters:
      response_format:
        type: json_schema
        json_schema: { name: person, schema: { type: object, properties: { name: { type: string } } } }`,
  },
  {
    id: "capabilities",
    title: "Capabilities",
    example: `
models:
  safe-chat:
    backend: openai/gpt-4o
    capabilities: { tools: false, vision: false }`,
  },
  {
    id: "pricing",
    title: "Pricing",
    example: `
pricing_unit: per_1m_tokens
backends:
  openai:
    models:
      gpt-4o: { pricing: { input: 2.5, output: 10, cache_read: 1.25 } }
      dall-e-3: { pricing: { image: 0.04 } }`,
  },
  {
    id: "tier",
    title: "Price tiers",
    shares: "pricing",
    text:
      "A request whose input exceeds `above_tokens` pays these prices for every token; a price left out stays as it is. " +
      "The prices are those of [Pricing](#pricing), in its `unit`.",
    example: `
backends:
  google:
    models:
      gemini-2.5-pro:
        pricing:
          unit: per_1m_tokens
          input: 1.25
          output: 10
          tiers: [{ above_tokens: 200000, input: 2.5, output: 15 }]`,
  },
  {
    id: "fallback_by_reason",
    title: "Fall-backs by reason",
    text: "A `fallback` that is a name or a list stands for `any`.",
    example: `
models:
  chat:
    backend: openai/gpt-4o
    fallback:
      any: [anthropic/claude-3-5-sonnet]
      context_window: [google/gemini-2.5-pro]`,
  },
  {
    id: "timeouts",
    title: "Timeouts",
    text:
      "A duration is text such as `500ms`, `30s`, `2m` or `1h`, or a number of seconds. A `timeout` that is a duration " +
      "stands for `total`.",
    example: `
models:
  chat:
    backend: openai/gpt-4o
    timeout: { connect: 2s, first_content: 10s, idle: 20s, total: 2m }`,
  },
  {
    id: "retries",
    title: "Retries",
    text: "A `retry` that is a number stands for `attempts`.",
    example: `
models:
  chat:
    backend: openai/gpt-4o
    retry: { attempts: 4, backoff: 500ms, max_backoff: 8s }`,
  },
  {
    id: "policy",
    title: "Policies",
    example: `
models:
  confidential:
    backend: [azure-eu/gpt-4o, ollama/llama3.2:3b]
    policy: { no_training: true, regions: [eu], denied_providers: [openrouter] }
backends:
  azure-eu:
    provider: azure
    base_url: https://example.openai.azure.com
    data_policy: { trains_on_data: false, regions: [eu] }
  ollama:
    data_policy: { trains_on_data: false, regions: [eu] }`,
  },
  {
    id: "max_price",
    title: "Maximum price",
    example: `
models:
  thrifty:
    backend: [openai/gpt-4o, openai/gpt-4o-mini]
    policy: { max_price: { unit: per_1m_tokens, input: 1, output: 4 } }`,
  },
  {
    id: "budget",
    title: "Budgets",
    example: `
models:
  experiments:
    backend: openai/gpt-4o
    budget: { amount: 10, per: day, hard: true }`,
  },
  {
    id: "backend",
    title: "Backends",
    text: "What stands under a name in `backends`: an account at a provider, or a service of one's own.",
    example: `
backends:
  openai:
    api_key: [ "\${OPENAI_API_KEY}", "\${OPENAI_API_KEY_2}" ]
    organization: org-example
    rate_limits: { requests_per_minute: 3500, tokens_per_minute: 200000 }
  lab:
    provider: custom
    base_url: http://gpu-box:8000/v1
    headers: { x-team: research }`,
  },
  {
    id: "backend_model",
    title: "Models of a backend",
    text: "What stands under an id in a backend's `models`.",
    example: `
backends:
  azure:
    api_key: \${AZURE_OPENAI_API_KEY}
    base_url: https://example.openai.azure.com
    api_version: 2024-10-21
    models:
      gpt-4o:
        deployment: our-gpt-4o
        context_window: 128000
        max_output_tokens: 16384`,
  },
  {
    id: "rate_limits",
    title: "Rate limits",
    example: `
backends:
  anthropic:
    rate_limits: { requests_per_minute: 50, concurrent: 5 }`,
  },
  {
    id: "data_policy",
    title: "Data policies",
    example: `
backends:
  anthropic:
    data_policy: { trains_on_data: false, retention_days: 30, regions: [us] }`,
  },
  {
    id: "weights",
    title: "Strategies",
    example: `
strategies:
  thrifty: { cost: 0.8, quality: 0.2 }
models:
  chat:
    backend: [openai/gpt-4o, anthropic/claude-3-5-sonnet]
    strategy: thrifty`,
    text: "A strategy that the program brings is written as `NAME: code`.",
  },
  ...ROUTER_SECTIONS,
];
