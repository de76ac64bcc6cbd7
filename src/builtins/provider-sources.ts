import { baseUrlFrom, firstSet, keyFrom, missingSetting, type Provider } from "../provider.ts";
import type { Environment } from "../util/env.ts";
import type { BuiltinSource } from "./builtin-source.ts";
import { providers } from "./providers.ts";

/** The providers that are asked for their own list, each a source of the provider's name. */
export const PROVIDER_SOURCES = [
  "anthropic",
  "azure",
  "cerebras",
  "cohere",
  "deepseek",
  "google",
  "groq",
  "huggingface",
  "llama-cpp",
  "lm-studio",
  "mistral",
  "openai",
  "together",
  "vllm",
  "xai",
] as const;

/** The source that asks a provider for its own list. */
export function providerSource<Name extends string>(name: Name): BuiltinSource & { readonly name: Name } {
  const provider = providers.get(name);
  if (provider === undefined) throw new TypeError(`no provider is called ${name}`);
  const [addressVariable] = provider.baseUrlVariables ?? [];
  const where = provider.isLocal ? `a ${provider.title} has` : `${provider.title} lists for your key`;
  return {
    name,
    description: `the models ${where}`,
    ...(addressVariable !== undefined && { addressVariable }),
    notReady: (env) => notReady(provider, env),
    async load(env) {
      const { providerApi } = await import("../sources/provider-api.ts");
      const baseUrl = baseUrlFrom(provider, env);
      const apiKey = keyFrom(provider, env);
      return providerApi({
        provider,
        ...(baseUrl !== undefined && { baseUrl }),
        ...(apiKey !== undefined && { apiKey }),
      });
    },
  };
}

/** Without being named, only what the environment speaks of is asked: by a key, or by an address. */
function notReady(provider: Provider, env: Environment): string | undefined {
  const { isLocal, models, keyVariables, baseUrlVariables = [] } = provider;
  const baseUrl = firstSet(baseUrlVariables, env);
  const apiKey = firstSet(keyVariables, env);
  const missing = missingSetting(provider, { baseUrl, apiKey });
  if (missing !== undefined) return `${missing} is not set`;
  if (baseUrl !== undefined || apiKey !== undefined) return undefined;
  if (isLocal) return `${baseUrlVariables[0]} is not set`;
  return models?.isPublic ? `${keyVariables[0]} is not set` : undefined;
}
