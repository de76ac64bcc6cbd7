import { findProvider } from "../builtins/providers.ts";
import { ConnectorError } from "../errors.ts";
import type { Model } from "../model.ts";
import type { Account, Provider } from "../provider.ts";
import { type Environment, readEnv } from "../util/env.ts";
import { nearest } from "../util/nearest.ts";

/** What a caller says about the account to use; it counts before the environment. */
export interface AccountOptions {
  /** The provider to go through, when the model can be had at several. @default the model's own, else the first that lists it */
  via?: string;
  apiKey?: string;
  /** In the provider's own dialect, like the variable it replaces. */
  baseUrl?: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * The account a model is reached with, its key and address read from the environment.
 * @throws {ConnectorError} when no known provider lists the model, or no address is known for it
 */
export function accountFor(model: Model, env: Environment, connector: string, options: AccountOptions = {}): Account {
  const provider = providerFor(model, connector, options.via);
  const variable = provider.baseUrlVariable;
  const fromEnv = variable === undefined ? undefined : readEnv(env, variable);
  const parsed = fromEnv === undefined ? undefined : (provider.parseBaseUrl?.(fromEnv) ?? fromEnv);
  const baseUrl = (options.baseUrl ?? parsed ?? provider.baseUrl)?.replace(/\/+$/, "");
  if (baseUrl === undefined) {
    const how = variable === undefined ? "pass { baseUrl }" : `set ${variable} or pass { baseUrl }`;
    throw unreachable(connector, `${model.id}: every ${provider.title} account has an address of its own: ${how}`);
  }
  const apiKey =
    options.apiKey ?? provider.keyVariables.map((name) => readEnv(env, name)).find((key) => key !== undefined);
  const openaiBaseUrl = openaiBase(provider, baseUrl);
  return {
    provider,
    baseUrl,
    headers: options.headers ?? {},
    ...(openaiBaseUrl === undefined ? {} : { openaiBaseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

function openaiBase({ openaiPath, dialect }: Provider, baseUrl: string): string | undefined {
  if (openaiPath === undefined) return dialect === "openai" ? baseUrl : undefined;
  return /^https?:\/\//.test(openaiPath) ? openaiPath : `${baseUrl}${openaiPath}`;
}

function providerFor(model: Model, connector: string, via: string | undefined): Provider {
  const listedAt = Object.keys(model.connectorMetadata).filter((system) => findProvider(system) !== undefined);
  if (via !== undefined) {
    const provider = findProvider(via);
    const known = [...new Set([...listedAt, model.provider])];
    if (provider === undefined || !known.includes(provider.name)) {
      const near = nearest(via, known);
      const hint = near.length === 0 ? "" : `; did you mean ${near.join(", ")}?`;
      throw unreachable(connector, `${model.id} is not listed at "${via}", only at ${known.join(", ")}${hint}`);
    }
    return provider;
  }
  // A model only others list may have another id at its own provider: going there would be a guess.
  const system = listedAt.length === 0 || listedAt.includes(model.provider) ? model.provider : listedAt[0];
  const provider = findProvider(system ?? model.provider);
  if (provider !== undefined) return provider;
  throw unreachable(
    connector,
    `${model.id}: "${model.provider}" is no provider modelmall can reach; record where the model can be had, e.g. connectorMetadata: { openrouter: { id: "…" } }`,
  );
}

function unreachable(connector: string, message: string): ConnectorError {
  return new ConnectorError("unreachable_by_client", connector, message);
}
