import { expect, test } from "vitest";
import { validated } from "../../support/validated.ts";
import { wrongConfigs } from "../../support/wrong-configs.ts";

const CASES = wrongConfigs(`
# a target without a backend
models: { chat: gpt-4 }
=> models.chat invalid_value: expected backend/model-id, such as openai/gpt-4, got "gpt-4"

# a target with nothing after the slash
models: { chat: openai/ }
=> models.chat invalid_value: expected backend/model-id, such as openai/gpt-4, got "openai/"

# a target with two stars
models: { "a*": "openai/*-*" }
=> models.a* invalid_value: expected backend/model-id, such as openai/gpt-4, got "openai/*-*"

# a number for a model
models: { chat: 4 }
=> models.chat invalid_value: expected backend/model-id, such as openai/gpt-4, or an object with backend, got 4

# a list for a model
models: { chat: [openai/gpt-4] }
=> models.chat invalid_value: expected backend/model-id, such as openai/gpt-4, or an object with backend, got a list

# a list for all models
models: [3]
=> models invalid_value: expected models by name, such as gpt-4: openai/gpt-4, got a list

# a list in a list of targets
models: { chat: { backend: [[a/b]] } }
=> models.chat.backend[0] invalid_value: expected backend/model-id, or an object with target, got a list

# no targets
models: { chat: { backend: [] } }
=> models.chat.backend invalid_value: expected a list with at least one target, got an empty list

# an object for a target
models: { chat: { backend: { target: a/b } } }
=> models.chat.backend invalid_value: expected backend/model-id, such as openai/gpt-4, or a list of such, got an object; begin each of its parts with a dash

# a target twice
models: { chat: { backend: [{ target: a/b, backend: a/c }] } }
=> models.chat.backend[0].backend conflicting_keys: the same as target; write one of the two

# a negative weight
models: { chat: { backend: [{ target: a/b, weight: -0.1 }] } }
=> models.chat.backend[0].weight invalid_value: expected a number from 0, got -0.1

# a condition nothing fulfils
models: { chat: { backend: [{ target: a/b, when: { min_input_tokens: 5, max_input_tokens: 4 } }] } }
=> models.chat.backend[0].when.max_input_tokens conflicting_keys: below min_input_tokens, so that no request fits

# too hot
models: { chat: { backend: openai/gpt-4o, parameters: { temperature: 2.1 } } }
=> models.chat.parameters.temperature invalid_value: expected a number from 0 to 2, got 2.1

# a number in quotes
models: { chat: { backend: openai/gpt-4o, parameters: { top_p: "0.9" } } }
=> models.chat.parameters.top_p invalid_value: expected a number from 0 to 1, got "0.9"; write 0.9

# part of a token
models: { chat: { backend: openai/gpt-4o, parameters: { max_tokens: 1.5 } } }
=> models.chat.parameters.max_tokens invalid_value: expected a whole number from 1, got 1.5

# no tokens
models: {}
model_defaults: { max_tokens: 0 }
=> model_defaults.max_tokens invalid_value: expected a whole number from 1, got 0

# a stop that is a number
models: { chat: { backend: openai/gpt-4o, parameters: { stop: 3 } } }
=> models.chat.parameters.stop invalid_value: expected text, or a list of texts, got 3; write it as "3"

# a stop in the list
models: { chat: { backend: openai/gpt-4o, parameters: { stop: [a, 3] } } }
=> models.chat.parameters.stop[1] invalid_value: expected text, got 3; write it as "3"

# an effort nobody knows
models: { chat: { backend: openai/gpt-4o, parameters: { reasoning_effort: hihg } } }
=> models.chat.parameters.reasoning_effort invalid_value: expected one of none, minimal, low, medium, high, xhigh, max, got "hihg"; did you mean high?

# a response format as text
models: { chat: { backend: openai/gpt-4o, parameters: { response_format: json } } }
=> models.chat.parameters.response_format invalid_value: expected an object, such as { type: json_object }, got "json"

# thousands written short
models: { chat: { backend: openai/gpt-4o, context_window: 200k } }
=> models.chat.context_window invalid_value: expected a whole number from 1, got "200k"; write 200000

# thousands with a comma
models: { chat: { backend: openai/gpt-4o, context_window: '128,000' } }
=> models.chat.context_window invalid_value: expected a whole number from 1, got "128,000"; write 128000

# yes for true
models: { chat: { backend: openai/gpt-4o, enabled: yes } }
=> models.chat.enabled invalid_value: expected true or false, got "yes"; write true

# off for false
models: { chat: { backend: openai/gpt-4o, capabilities: { tools: off } } }
=> models.chat.capabilities.tools invalid_value: expected true or false, got "off"; write false

# a capability that is a number
models: { chat: { backend: openai/gpt-4o, capabilities: [1] } }
=> models.chat.capabilities[0] invalid_value: expected the name of a capability, got 1; write it as "1"

# one capability as text
models: { chat: { backend: openai/gpt-4o, capabilities: chat } }
=> models.chat.capabilities invalid_value: expected a list of capabilities, or each with true or false, got "chat"; write it as [chat]

# one alias as text
models: { chat: { backend: openai/gpt-4o, aliases: writer } }
=> models.chat.aliases invalid_value: expected a list of names, got "writer"; write it as [writer]

# a star in an alias
models: { chat: { backend: openai/gpt-4o, aliases: ['a*'] } }
=> models.chat.aliases[0] invalid_value: expected a name of 1 to 256 characters without spaces and "*", got "a*"

# two stars in a name
models: { 'a*b*': openai/* }
=> models.a*b* invalid_name: expected a name of 1 to 256 characters without spaces and with at most one "*"

# nothing after a key
models: { chat: { backend: a/b, tags: } }
=> models.chat.tags invalid_value: expected a list of tags, got nothing; write a value or leave the key out

# a duration nobody knows
models: { chat: { backend: openai/gpt-4o, timeout: 5 minutes } }
=> models.chat.timeout invalid_value: expected a duration over 0, such as 500ms, 30s, 2m, 1h, or a number of seconds, got "5 minutes"

# no time at all
models: { chat: { backend: openai/gpt-4o, timeout: 0 } }
=> models.chat.timeout invalid_value: expected a duration over 0, such as 500ms, 30s, 2m, 1h, or a number of seconds, got 0

# negative time
models: { chat: { backend: openai/gpt-4o, timeout: { idle: -1 } } }
=> models.chat.timeout.idle invalid_value: expected a duration over 0, such as 500ms, 30s, 2m, 1h, or a number of seconds, got -1

# more time than a timer has
models: { chat: { backend: openai/gpt-4o, timeout: 999h } }
=> models.chat.timeout invalid_value: expected a duration over 0, such as 500ms, 30s, 2m, 1h, or a number of seconds, got "999h"

# a list of times
models: { chat: { backend: openai/gpt-4o, timeout: [1] } }
=> models.chat.timeout invalid_value: expected a duration, such as 30s, or an object of connect, first_content, idle and total, got a list

# no attempt
models: { chat: { backend: openai/gpt-4o, retry: 0 } }
=> models.chat.retry invalid_value: expected a whole number from 1 (the first try counts), got 0

# half an attempt
models: { chat: { backend: openai/gpt-4o, retry: { attempts: 1.5 } } }
=> models.chat.retry.attempts invalid_value: expected a whole number from 1 (the first try counts), got 1.5

# a longest wait below the first
models: { chat: { backend: openai/gpt-4o, retry: { backoff: 2s, max_backoff: 500ms } } }
=> models.chat.retry.max_backoff conflicting_keys: shorter than backoff

# a reason nobody knows
models: { chat: { backend: openai/gpt-4o, fallback: { contextwindow: [x] } } }
=> models.chat.fallback.contextwindow unknown_key: unknown key; did you mean context_window?

# a fall-back with a space
models: { chat: { backend: openai/gpt-4o, fallback: [a b] } }
=> models.chat.fallback[0] invalid_value: expected the name of a model, or backend/model-id, got "a b"

# a budget without an amount
models: { chat: { backend: openai/gpt-4o, budget: { per: day } } }
=> models.chat.budget.amount missing_key: missing; expected an amount of USD

# a budget without a period
models: { chat: { backend: openai/gpt-4o, budget: { amount: 3 } } }
=> models.chat.budget.per missing_key: missing; expected one of hour, day, week, month, total

# a budget that is a number
models: { chat: { backend: openai/gpt-4o, budget: 10 } }
=> models.chat.budget invalid_value: expected an amount and a period, such as { amount: 10, per: day }, got 10

# a period nobody knows
models: { chat: { backend: openai/gpt-4o, budget: { amount: 1, per: days } } }
=> models.chat.budget.per invalid_value: expected one of hour, day, week, month, total, got "days"; did you mean day?

# a policy word
models: { chat: { backend: openai/gpt-4o, policy: { local_only: 'true' } } }
=> models.chat.policy.local_only invalid_value: expected true or false, got "true"; write true

# one provider as text
models: { chat: { backend: openai/gpt-4o, policy: { denied_providers: openai } } }
=> models.chat.policy.denied_providers invalid_value: expected a list of providers or backends, got "openai"; write it as [openai]

# a unit nobody knows
models: {}
pricing_unit: per_1m_token
=> pricing_unit invalid_value: expected one of per_1k_tokens, per_1m_tokens, per_token, got "per_1m_token"; did you mean per_1m_tokens?

# a negative price
backends: { lab: { provider: custom, base_url: "http://gpu:8000", models: { m: { pricing: { input: -1 } } } } }
=> backends.lab.models.m.pricing.input invalid_value: expected a price from 0 (or null: does not apply), got -1

# a tier without its limit
backends: { lab: { provider: custom, base_url: "http://gpu:8000", models: { m: { pricing: { tiers: [{ input: 1 }] } } } } }
=> backends.lab.models.m.pricing.tiers[0].above_tokens missing_key: missing; expected the number of input tokens above which the prices hold

# a slash in a backend's name
backends: { a/b: {} }
=> backends.a/b invalid_name: expected a name of letters, digits, "-", "_" and "."

# a dialect of a known provider
backends: { openai: { provider: openai, dialect: openai } }
=> backends.openai.dialect conflicting_keys: only with provider: custom; a known provider has its own

# a dialect nobody knows
backends: { lab: { provider: custom, base_url: "http://gpu:8000", dialect: antropic } }
=> backends.lab.dialect invalid_value: expected one of openai, anthropic, google, ollama, got "antropic"; did you mean anthropic?

# keys twice
backends: { lab: { provider: custom, base_url: "http://gpu:8000", api_key: x, api_keys: [y] } }
=> backends.lab.api_keys conflicting_keys: the same as api_key; write one of the two, with a list for several keys

# an empty key
backends: { lab: { provider: custom, base_url: "http://gpu:8000", api_key: '' } }
=> backends.lab.api_key invalid_value: expected a key as text, such as \${OPENAI_API_KEY}, got empty text

# a header with a space
backends: { lab: { provider: custom, base_url: "http://gpu:8000", headers: { a b: c } } }
=> backends.lab.headers."a b" invalid_name: expected the name of a header: letters, digits and hyphens

# a version that is a number
backends: { lab: { provider: custom, base_url: "http://gpu:8000", api_version: 2024 } }
=> backends.lab.api_version invalid_value: expected text, got 2024; write it as "2024"

# a backend that is a text
backends: { openai: sk }
=> backends.openai invalid_value: expected an object, such as { provider: openai }, got "sk"

# no requests
backends: { lab: { provider: custom, base_url: "http://gpu:8000", rate_limits: { requests_per_minute: 0 } } }
=> backends.lab.rate_limits.requests_per_minute invalid_value: expected a whole number from 1, got 0

# retention in words
backends: { lab: { provider: custom, base_url: "http://gpu:8000", data_policy: { retention_days: 30d } } }
=> backends.lab.data_policy.retention_days invalid_value: expected a whole number from 0, got "30d"

# a group that is a text
models: {}
groups: { a: chat }
=> groups.a invalid_value: expected a list of models, got "chat"; write it as [chat]

# a strategy named as a built-in one
models: {}
strategies: { cost: { cost: 1 } }
=> strategies.cost invalid_name: expected a name that is none of the built-in strategies (cost, performance, quality, balanced, round_robin, manual)

# weights of nothing
models: {}
strategies: { mine: { cost: 0 } }
=> strategies.mine invalid_value: expected a weight over 0 for cost, quality or performance

# a fall-back provider without a name
models: {}
fallback_providers: [{}]
=> fallback_providers[0].provider missing_key: missing; expected the name of a backend or provider
`);

test.each(CASES)("$what: told once, with what was expected and got", async ({ yaml, problem }) => {
  const { value, problems } = await validated(yaml);
  expect(problems.map(({ path, code, message }) => `${path} ${code}: ${message}`)).toEqual([problem]);
  expect(problems[0]).toMatchObject({ severity: "error", at: { file: "modelmall.yaml" } });
  expect(value).toBeUndefined();
});
