import { expect, test } from "vitest";
import { validated } from "../../support/validated.ts";
import { wrongConfigs } from "../../support/wrong-configs.ts";

const CASES = wrongConfigs(`
# near miss
models: { chat: { backend: openai/gpt-4o, desription: x } }
=> models.chat.desription unknown_key: unknown key; did you mean description?

# part of a parameter block
models: { chat: { backend: openai/gpt-4o, max_tokens: 5 } }
=> models.chat.max_tokens unknown_key: unknown key; did you mean parameters.max_tokens?

# misspelt part
models: { chat: { backend: openai/gpt-4o, temprature: 1 } }
=> models.chat.temprature unknown_key: unknown key; did you mean parameters.temperature?

# camel case
backends: { lab: { provider: custom, base_url: "http://gpu:8000", apiKey: x } }
=> backends.lab.apiKey unknown_key: unknown key; did you mean api_key?

# camel case of a part
models: { chat: { backend: openai/gpt-4o, maxTokens: 5 } }
=> models.chat.maxTokens unknown_key: unknown key; did you mean parameters.max_tokens?

# kebab case
models: { chat: { backend: openai/gpt-4o, max-output-tokens: 5 } }
=> models.chat.max-output-tokens unknown_key: unknown key; did you mean max_output_tokens?

# LiteLLM's api_base
backends: { lab: { provider: custom, base_url: "http://gpu:8000", api_base: x } }
=> backends.lab.api_base unknown_key: unknown key; did you mean base_url?

# endpoint
backends: { lab: { provider: custom, base_url: "http://gpu:8000", endpoint: x } }
=> backends.lab.endpoint unknown_key: unknown key; did you mean base_url?

# url
backends: { lab: { provider: custom, base_url: "http://gpu:8000", url: x } }
=> backends.lab.url unknown_key: unknown key; did you mean base_url?

# baseUrl
backends: { lab: { provider: custom, base_url: "http://gpu:8000", baseUrl: x } }
=> backends.lab.baseUrl unknown_key: unknown key; did you mean base_url?

# baseURL
backends: { lab: { provider: custom, base_url: "http://gpu:8000", baseURL: x } }
=> backends.lab.baseURL unknown_key: unknown key; did you mean base_url?

# rpm
backends: { lab: { provider: custom, base_url: "http://gpu:8000", rpm: 5 } }
=> backends.lab.rpm unknown_key: unknown key; did you mean rate_limits.requests_per_minute?

# tpm in its block
backends: { lab: { provider: custom, base_url: "http://gpu:8000", rate_limits: { tpm: 5 } } }
=> backends.lab.rate_limits.tpm unknown_key: unknown key; did you mean tokens_per_minute?

# max_parallel_requests
backends: { lab: { provider: custom, base_url: "http://gpu:8000", max_parallel_requests: 5 } }
=> backends.lab.max_parallel_requests unknown_key: unknown key; did you mean rate_limits.concurrent?

# fallbacks
models: { chat: { backend: openai/gpt-4o, fallbacks: [x] } }
=> models.chat.fallbacks unknown_key: unknown key; did you mean fallback?

# timeout_ms
models: { chat: { backend: openai/gpt-4o, timeout_ms: 5 } }
=> models.chat.timeout_ms unknown_key: unknown key; did you mean timeout?

# num_retries
models: { chat: { backend: openai/gpt-4o, num_retries: 5 } }
=> models.chat.num_retries unknown_key: unknown key; did you mean retry?

# model_name
models: { chat: { backend: openai/gpt-4o, model_name: x } }
=> models.chat.model_name unknown_key: unknown key; the name is the key that the object stands under

# a target under its other name
models: { chat: { model: openai/gpt-4o } }
=> models.chat.model unknown_key: unknown key; did you mean backend?

# targets
models: { chat: { targets: [openai/gpt-4o] } }
=> models.chat.targets unknown_key: unknown key; did you mean backend?

# model of an entry
models: { chat: { backend: [{ target: a/b, model: x }] } }
=> models.chat.backend[0].model unknown_key: unknown key; did you mean target?

# facts on the backend itself
backends: { lab: { provider: custom, base_url: "http://gpu:8000", context_window: 5 } }
=> backends.lab.context_window unknown_key: unknown key; did you mean models.NAME.context_window?

# a parameter at the top
models: {}
temperature: 1
=> temperature unknown_key: unknown key; did you mean model_defaults.temperature?

# a key of further up
models: { chat: { backend: openai/gpt-4o, parameters: { aliases: [x] } } }
=> models.chat.parameters.aliases unknown_key: unknown key; did you mean models.chat.aliases?

# another provider's parameter
models: { chat: { backend: openai/gpt-4o, parameters: { min_p: 0.1 } } }
=> models.chat.parameters.min_p unknown_key: unknown key; a parameter of one provider alone stands under extra

# LiteLLM's file
models: {}
model_list: []
=> model_list unknown_key: unknown key; it is LiteLLM's: modelmall config migrate reads such files

# a price per token
backends: { lab: { provider: custom, base_url: "http://gpu:8000", models: { m: { input_cost_per_token: 1 } } } }
=> backends.lab.models.m.input_cost_per_token unknown_key: unknown key; did you mean pricing.input?

# prompt price
backends: { lab: { provider: custom, base_url: "http://gpu:8000", models: { m: { pricing: { prompt: 1 } } } } }
=> backends.lab.models.m.pricing.prompt unknown_key: unknown key; did you mean input?

# nothing like it
models: { chat: { backend: openai/gpt-4o, budget: { amount: 1, per: day, xyzzy: 1 } } }
=> models.chat.budget.xyzzy unknown_key: unknown key; expected amount, per, hard

# an inherited word
models: { chat: { backend: openai/gpt-4o, constructer: 1 } }
=> models.chat.constructer unknown_key: unknown key; expected backend, strategy, description, capabilities, parameters, aliases, tags, pricing, context_window, max_output_tokens, fallback, timeout, retry, policy, budget, enabled
`);

test.each(CASES)("$what: the key that was meant is named", async ({ yaml, problem }) => {
  const { value, problems } = await validated(yaml);
  expect(problems.map(({ path, code, message }) => `${path} ${code}: ${message}`)).toEqual([problem]);
  expect(problems[0]).toMatchObject({ severity: "error", at: { file: "modelmall.yaml" } });
  expect(value).toBeUndefined();
});
