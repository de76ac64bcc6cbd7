import { ANTHROPIC_PARAMETERS, unknownToAnthropic } from "../connector/anthropic-parameters.ts";
import { cannotReach } from "../connector/cannot-reach.ts";
import { OLLAMA_FIELDS, OLLAMA_OPTIONS } from "../connector/ollama-parameters.ts";
import { type ParameterNames, refuseParameters, translateParameters } from "../connector/translate-parameters.ts";
import { type Connector, idAt, keyOf } from "../connector.ts";
import { ConnectorError } from "../errors.ts";
import type { Model } from "../model.ts";
import { type Account, keyHeaderOf } from "../provider.ts";
import { toCamelCase } from "../util/camel-case.ts";
import type { JsonValue } from "../util/json.ts";

/** Which LangChain class calls a model, where it is exported, and what its constructor takes. */
export interface LangchainOptions extends Record<string, unknown> {
  /** `@langchain/openai`, `@langchain/anthropic` or `@langchain/ollama`. */
  package: string;
  /** `ChatOpenAI`, `ChatAnthropic` or `ChatOllama`. */
  className: string;
  options: { model: string; [option: string]: JsonValue };
}

// What is named in neither goes to the request as it is, by `modelKwargs`.
const OPENAI_NAMES: ParameterNames = Object.fromEntries(
  [
    ...["temperature", "top_p", "max_tokens", "frequency_penalty", "presence_penalty", "n", "stop", "logit_bias"],
    ...["user", "logprobs", "top_logprobs", "verbosity", "prompt_cache_key"],
  ].map((name) => [name, toCamelCase(name)]),
);

const ANTHROPIC_NAMES: ParameterNames = {
  ...Object.fromEntries(Object.entries(ANTHROPIC_PARAMETERS).map(([name, own]) => [name, toCamelCase(own)])),
  thinking: "thinking",
};

// ChatOllama has no option for these, or takes it and does not send it (`stop` only counts when the model is called).
const { min_p: _minP, stop: _stop, ...ollamaOptions } = OLLAMA_OPTIONS;
const { logprobs: _logprobs, top_logprobs: _topLogprobs, ...ollamaFields } = OLLAMA_FIELDS;
const OLLAMA_NAMES: ParameterNames = Object.fromEntries(
  Object.entries({ ...ollamaOptions, ...ollamaFields }).map(([name, own]) => [name, toCamelCase(own)]),
);

/** Names the LangChain class for a model and its options (https://docs.langchain.com/oss/javascript/integrations/chat). */
export const langchain: Connector<LangchainOptions> = {
  name: "langchain",
  description: "the LangChain class for the model's provider, and its options",
  format(model: Model, account: Account): LangchainOptions {
    if (model.capabilities.chat === false) throw noChat(model);
    if (account.provider.dialect === "ollama") return chatOllama(model, account);
    if (account.provider.dialect === "anthropic") return chatAnthropic(model, account);
    return chatOpenAI(model, account);
  },
};

function chatOpenAI(model: Model, account: Account): LangchainOptions {
  const { provider, openaiBaseUrl, headers } = account;
  if (openaiBaseUrl === undefined) throw cannotReach(model, account, "langchain", "OpenAI");
  const { known, others } = translateParameters(model, "langchain", OPENAI_NAMES);
  return {
    package: "@langchain/openai",
    className: "ChatOpenAI",
    options: {
      ...known,
      ...(isEmpty(others) ? {} : { modelKwargs: others }),
      model: idAt(model, provider.name),
      apiKey: keyOf(model, account, "langchain"),
      configuration: { baseURL: openaiBaseUrl, ...(isEmpty(headers) ? {} : { defaultHeaders: { ...headers } }) },
    },
  };
}

function chatAnthropic(model: Model, account: Account): LangchainOptions {
  const { provider, baseUrl, headers } = account;
  const { known, others } = translateParameters(model, "langchain", ANTHROPIC_NAMES);
  refuseParameters(model, "langchain", unknownToAnthropic(others));
  return {
    package: "@langchain/anthropic",
    className: "ChatAnthropic",
    options: {
      ...known,
      ...(isEmpty(others) ? {} : { invocationKwargs: others }),
      model: idAt(model, provider.name),
      apiKey: keyOf(model, account, "langchain"),
      anthropicApiUrl: baseUrl,
      ...(isEmpty(headers) ? {} : { clientOptions: { defaultHeaders: { ...headers } } }),
    },
  };
}

function chatOllama(model: Model, account: Account): LangchainOptions {
  const { provider, baseUrl, apiKey } = account;
  const { known, others } = translateParameters(model, "langchain", OLLAMA_NAMES);
  refuseParameters(model, "langchain", Object.keys(others), Object.keys(OLLAMA_NAMES));
  const headers = { ...(apiKey === undefined ? {} : keyHeaderOf(provider, apiKey)), ...account.headers };
  return {
    package: "@langchain/ollama",
    className: "ChatOllama",
    options: { ...known, model: idAt(model, provider.name), baseUrl, ...(isEmpty(headers) ? {} : { headers }) },
  };
}

function noChat(model: Model): ConnectorError {
  const message = `${model.id}: it is known not to chat, and the classes here are chat models; the client openai or litellm gives what its other endpoints take`;
  return new ConnectorError("unreachable_by_client", "langchain", message);
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
