import type { BuiltinSource } from "../builtins/builtin-source.ts";
import { findProvider } from "../builtins/providers.ts";
import { ConnectorError } from "../errors.ts";
import type { Model } from "../model.ts";
import { type Account, baseUrlFrom, keyFrom, type Provider } from "../provider.ts";
import type { ModelSource, SourceAccount } from "../source.ts";
import type { Environment } from "../util/env.ts";
import { nearest } from "../util/nearest.ts";
import { redactUrl } from "../util/redact-text.ts";

/** What a caller says about the account to use; it counts before the environment. */
export interface AccountOptions {
  /** The provider to go through, when the model can be had at several; for a name of a config, the backend. @default the model's own, else the first that lists it */
  via?: string;
  apiKey?: string;
  /** In the provider's own dialect, like the variable it replaces. */
  baseUrl?: string;
  headers?: Readonly<Record<string, string>>;
}

/** The sources a manager knows, by name. */
export type Sources = ReadonlyMap<string, BuiltinSource | ModelSource>;

/**
 * The account a model is reached with: as the caller says, as its source was given it in code, or from the environment.
 * @throws {ConnectorError} when no known provider lists the model, or no address is known for it
 */
export function accountFor(
  model: Model,
  env: Environment,
  connector: string,
  options: AccountOptions = {},
  sources: Sources = new Map(),
): Account {
  const provider = providerFor(
    model,
    connector,
    options.via,
    (name) => findProvider(name) ?? ownAccount(sources, name)?.provider,
  );
  const own = ownAccount(sources, provider.name);
  const baseUrl = options.baseUrl ?? own?.baseUrl ?? baseUrlFrom(provider, env) ?? provider.baseUrl;
  const apiKey = options.apiKey ?? own?.apiKey ?? keyFrom(provider, env);
  const headers = { ...own?.headers, ...options.headers };
  return accountAt(provider, { baseUrl, apiKey, headers }, { connector, model: model.id });
}

/** What is known of an account before its addresses are worked out. */
export interface AccountParts {
  baseUrl: string | undefined;
  apiKey: string | undefined;
  headers: Readonly<Record<string, string>>;
}

/**
 * The account these parts make, with its address in each dialect the provider answers in.
 * @throws {ConnectorError} when there is no address, or it is none; the last argument says for whom
 */
export function accountAt(
  provider: Provider,
  { baseUrl: given, apiKey, headers }: AccountParts,
  { connector, model }: { connector: string; model: string },
): Account {
  const baseUrl = given?.replace(/\/+$/, "");
  if (baseUrl === undefined) {
    const [variable] = provider.baseUrlVariables ?? [];
    const how = variable === undefined ? "pass { baseUrl }" : `set ${variable} or pass { baseUrl }`;
    throw unreachable(connector, `${model}: every ${provider.title} account has an address of its own: ${how}`);
  }
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) {
    const message = `the address of ${provider.title} must be an http or https URL, got "${redactUrl(baseUrl)}"`;
    throw unreachable(connector, `${model}: ${message}`);
  }
  const openaiBaseUrl = openaiBase(provider, baseUrl);
  return {
    provider,
    baseUrl,
    headers,
    ...(openaiBaseUrl === undefined ? {} : { openaiBaseUrl }),
    ...(provider.anthropicPath === undefined ? {} : { anthropicBaseUrl: resolve(provider.anthropicPath, baseUrl) }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

function openaiBase({ openaiPath, dialect }: Provider, baseUrl: string): string | undefined {
  if (openaiPath === undefined) return dialect === "openai" ? baseUrl : undefined;
  return /^https?:\/\//.test(openaiPath) ? openaiPath : `${baseUrl}${openaiPath}`;
}

function resolve(path: string, baseUrl: string): string {
  return new URL(path, `${baseUrl}/`).href.replace(/\/+$/, "");
}

/** The account a source was given in code, where its user's own sources have one. */
export function ownAccount(sources: Sources, provider: string): SourceAccount | undefined {
  const source = sources.get(provider);
  return source !== undefined && "account" in source ? source.account?.() : undefined;
}

function providerFor(
  model: Model,
  connector: string,
  via: string | undefined,
  find: (name: string) => Provider | undefined,
): Provider {
  const listedAt = Object.keys(model.connectorMetadata).filter((system) => find(system) !== undefined);
  if (via !== undefined) {
    const provider = find(via);
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
  const provider = find(system ?? model.provider);
  if (provider !== undefined) return provider;
  throw unreachable(
    connector,
    `${model.id}: "${model.provider}" is no provider modelmall can reach; record where the model can be had, e.g. connectorMetadata: { openrouter: { id: "…" } }`,
  );
}

function unreachable(connector: string, message: string): ConnectorError {
  return new ConnectorError("unreachable_by_client", connector, message);
}
