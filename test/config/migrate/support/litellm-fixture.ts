/** A config of LiteLLM in which most of what can be carried over stands, and some of what cannot. */
export const LITELLM_FIXTURE = `# the gateway of a team

credential_list:
  - credential_name: west
    credential_values:
      api_key: os.environ/AZURE_WEST_KEY
      api_base: https://west.openai.azure.com/
      api_version: 2024-10-21
model_list:
  # the one for everything
  - model_name: big # and no other
    litellm_params:
      model: azure/our-deployment
      litellm_credential_name: west
      rpm: 100
    model_info:
      base_model: azure/gpt-4o
      mode: chat
      input_cost_per_token: 2.5e-6
      output_cost_per_token: 0.00001
      max_input_tokens: 128000
      max_output_tokens: 16384
      supports_function_calling: true
      access_groups: [beta]
  - model_name: big
    litellm_params: { model: openai/gpt-4o, rpm: 300, temperature: 0.5 }
  - model_name: small
    litellm_params:
      model: groq/llama-3.1-8b-instant
      api_key: sk-in-plain-text
      extra_headers: { X-Team: os.environ/TEAM }
      max_tokens: 100
      thinking: { type: enabled }
      max_retries: 5
      timeout: 0.5
      max_budget: 10
      budget_duration: 30d
  - model_name: "claude/*"
    litellm_params: { model: "anthropic/*" }
  - model_name: cloud
    litellm_params: { model: vertex_ai/gemini-2.5-pro, vertex_project: ours }
  - model_name: own
    litellm_params: { model: openai/qwen3, api_base: "http://gpu.local:8000/v1/" }
router_settings:
  routing_strategy: simple-shuffle
  fallbacks: [{ big: [small] }, { small: [big] }]
  context_window_fallbacks: [{ small: [own] }]
  default_fallbacks: [own]
  model_group_alias: { gpt-4: big, small: big }
  num_retries: 2
  timeout: 30
  cooldown_time: 60
litellm_settings:
  num_retries: 4
  callbacks: [prometheus]
general_settings:
  master_key: sk-master-in-plain-text
`;

/** What it becomes. */
export const MIGRATED_FIXTURE = `# the gateway of a team

version: 1

models:
  # the one for everything
  # and no other
  big:
    backend:
      - { target: azure/gpt-4o, weight: 100 }
      - { target: openai/gpt-4o, parameters: { temperature: 0.5 }, weight: 300 }
    strategy: round_robin
    aliases: [gpt-4]
    fallback: [small]
    timeout: 30s
    retry: 3

  small:
    backend: groq/llama-3.1-8b-instant
    parameters: { max_tokens: 100, extra: { thinking: { type: enabled } } }
    fallback: { any: [own], context_window: [own] }
    timeout: 500ms
    retry: 6
    budget: { amount: 10, per: month }

  claude/*:
    backend: anthropic/*
    fallback: [own]
    timeout: 30s
    retry: 3

  own:
    backend: gpu/qwen3
    timeout: 30s
    retry: 3

backends:
  azure:
    provider: azure
    api_key: \${AZURE_WEST_KEY}
    base_url: https://west.openai.azure.com
    api_version: 2024-10-21
    rate_limits: { requests_per_minute: 100 }
    models:
      gpt-4o:
        deployment: our-deployment
        context_window: 128000
        max_output_tokens: 16384
        pricing: { unit: per_1m_tokens, input: 2.5, output: 10 }
        capabilities: { chat: true, tools: true }

  openai:
    provider: openai
    api_key: \${OPENAI_API_KEY}
    rate_limits: { requests_per_minute: 300 }

  groq:
    provider: groq
    api_key: sk-in-plain-text
    headers:
      x-team: \${TEAM}

  anthropic:
    provider: anthropic
    api_key: \${ANTHROPIC_API_KEY}

  gpu:
    provider: custom
    base_url: http://gpu.local:8000/v1

groups:
  beta: [big]

router:
  breaker: { open: 60s }
`;
