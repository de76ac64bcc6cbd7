import { cannotReach } from "../connector/cannot-reach.ts";
import { type ParameterNames, refuseParameters, translateParameters } from "../connector/translate-parameters.ts";
import { type Connector, idAt, keyOf } from "../connector.ts";
import type { Model } from "../model.ts";
import type { Account } from "../provider.ts";
import { toCamelCase } from "../util/camel-case.ts";
import type { JsonValue } from "../util/json.ts";

/** Which AI SDK provider calls a model and how: `generateText({ model: factory(options)(modelId), ...settings, prompt })`. */
export interface AiSdkOptions extends Record<string, unknown> {
  package: "@ai-sdk/openai-compatible" | "@ai-sdk/anthropic";
  /** The function of the package that takes `options`. */
  factory: "createOpenAICompatible" | "createAnthropic";
  options: { name: string; baseURL: string; apiKey: string; headers?: Record<string, string> };
  modelId: string;
  /** The model's default parameters as call settings. */
  settings: CallSettings;
}

/** The settings of `generateText` and `streamText` that come from a model's parameters. */
export interface CallSettings {
  maxOutputTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  presencePenalty?: number;
  frequencyPenalty?: number;
  stopSequences?: string[];
  seed?: number;
  /** What the settings have no name for, for the provider's own use. */
  providerOptions?: Record<string, Record<string, JsonValue>>;
}

// https://ai-sdk.dev/docs/ai-sdk-core/settings
const ANTHROPIC_NAMES: ParameterNames = {
  max_tokens: "maxOutputTokens",
  max_completion_tokens: "maxOutputTokens",
  temperature: "temperature",
  top_p: "topP",
  top_k: "topK",
  stop: "stopSequences",
  stop_sequences: "stopSequences",
};

const OPENAI_NAMES: ParameterNames = {
  max_tokens: "maxOutputTokens",
  temperature: "temperature",
  top_p: "topP",
  presence_penalty: "presencePenalty",
  frequency_penalty: "frequencyPenalty",
  stop: "stopSequences",
  seed: "seed",
};

/** Names the AI SDK provider for a model and its options (https://ai-sdk.dev/providers). */
export const aiSdk: Connector<AiSdkOptions> = {
  name: "ai-sdk",
  description: "the AI SDK provider for the model's provider, and its options",
  format(model: Model, account: Account): AiSdkOptions {
    const { provider, baseUrl, openaiBaseUrl } = account;
    if (provider.dialect === "anthropic") {
      const { known, others } = translateParameters(model, "ai-sdk", ANTHROPIC_NAMES);
      refuseParameters(model, "ai-sdk", Object.keys(others), Object.keys(ANTHROPIC_NAMES));
      return {
        package: "@ai-sdk/anthropic",
        factory: "createAnthropic",
        options: optionsFor(model, account, `${baseUrl}/v1`),
        modelId: idAt(model, provider.name),
        settings: known,
      };
    }
    if (openaiBaseUrl === undefined) throw cannotReach(model, account, "ai-sdk", "OpenAI");
    const { known, others } = translateParameters(model, "ai-sdk", OPENAI_NAMES);
    return {
      package: "@ai-sdk/openai-compatible",
      factory: "createOpenAICompatible",
      options: optionsFor(model, account, openaiBaseUrl),
      modelId: idAt(model, provider.name),
      settings: { ...known, ...inProviderOptions(provider.name, others) },
    };
  },
};

function optionsFor(model: Model, account: Account, baseURL: string): AiSdkOptions["options"] {
  const { provider, headers } = account;
  return {
    name: provider.name,
    baseURL,
    apiKey: keyOf(model, account, "ai-sdk"),
    ...(Object.keys(headers).length === 0 ? {} : { headers: { ...headers } }),
  };
}

// The provider sends these on as they are, but for the two it has names of its own for.
function inProviderOptions(name: string, others: Record<string, JsonValue>): CallSettings {
  const entries = Object.entries(others).map(([key, value]): [string, JsonValue] => [
    key === "reasoning_effort" || key === "verbosity" ? OWN_NAMES[key] : key,
    value,
  ]);
  return entries.length === 0 ? {} : { providerOptions: { [toCamelCase(name)]: Object.fromEntries(entries) } };
}

const OWN_NAMES = { reasoning_effort: "reasoningEffort", verbosity: "textVerbosity" } as const;
