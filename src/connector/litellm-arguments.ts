import { idAt, keyOf } from "../connector.ts";
import type { Model } from "../model.ts";
import type { Account } from "../provider.ts";
import type { JsonValue } from "../util/json.ts";
import { cannotReach } from "./cannot-reach.ts";
import { refuseTaken } from "./translate-parameters.ts";

/** The arguments with which LiteLLM reaches a model, under their Python names; DSPy takes the same. */
export interface LitellmArguments extends Record<string, unknown> {
  /** `gemini/gemini-2.5-flash`: LiteLLM's prefix for the provider, and the provider's own id. */
  model: string;
  api_key?: string;
  api_base?: string;
  aws_region_name?: string;
  extra_headers?: Record<string, string>;
  [parameter: string]: JsonValue | undefined;
}

/**
 * What LiteLLM needs for a model: its own route to the provider where it has one and the address is the usual one, else
 * its route to any server that answers in OpenAI's dialect. https://docs.litellm.ai/docs/completion/input
 * @throws {ConnectorError} when neither leads there
 */
export function litellmArguments(model: Model, account: Account, connector: string): LitellmArguments {
  refuseTaken(model, connector, ["model", "messages", "api_key", "api_base", "aws_region_name", "extra_headers"]);
  const { provider, headers } = account;
  const id = idAt(model, provider.name);
  return {
    ...model.parameters,
    ...route(model, account, connector, id),
    ...(needsNoKey(account) ? {} : { api_key: keyOf(model, account, connector) }),
    ...(Object.keys(headers).length === 0 ? {} : { extra_headers: { ...headers } }),
  };
}

function route(model: Model, account: Account, connector: string, id: string): { model: string; api_base?: string } {
  const { provider, baseUrl, openaiBaseUrl } = account;
  const { litellmPrefix, dialect, isLocal = false } = provider;
  const named = { model: `${litellmPrefix}/${id}` };
  if (litellmPrefix !== undefined) {
    if (dialect === "bedrock") {
      const region = /^https:\/\/bedrock-runtime\.([a-z0-9-]+)\.amazonaws\.com$/.exec(baseUrl)?.[1];
      if (region !== undefined) return { ...named, ...{ aws_region_name: region } };
    } else if (baseUrl === provider.baseUrl && !isLocal) {
      return named;
    } else if (dialect === "openai" || dialect === "anthropic" || dialect === "ollama") {
      return { ...named, api_base: baseUrl };
    }
  }
  if (openaiBaseUrl === undefined) throw cannotReach(model, account, connector, "OpenAI");
  return { model: `openai/${id}`, api_base: openaiBaseUrl };
}

// An Ollama server asks for none, and Bedrock takes AWS credentials that LiteLLM finds by itself.
function needsNoKey({ provider, apiKey }: Account): boolean {
  return apiKey === undefined && (provider.dialect === "ollama" || provider.dialect === "bedrock");
}
