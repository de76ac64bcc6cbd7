import { findProvider, providers } from "../builtins/providers.ts";
import { InvalidInputError, SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import { keyHeaderOf, type ModelList, missingSetting, type Provider } from "../provider.ts";
import type { DiscoverContext, ModelSource } from "../source.ts";
import { own } from "../util/record.ts";
import { redactUrl } from "../util/redact-text.ts";
import { askPages, type ListRequest } from "./provider-api/ask-pages.ts";
import type { Listing } from "./provider-api/listing.ts";
import { ROW_READERS } from "./provider-api/row-readers.ts";
import { toModels } from "./provider-api/to-models.ts";

export interface ProviderApiOptions {
  /** The name of a provider that lists its models over HTTP, or a provider of your own. */
  provider: string | Provider;
  /** Where it answers in its own dialect, as its own client takes it. @default the provider's own address */
  baseUrl?: string;
  /** Sent in a header, never in an address. */
  apiKey?: string;
  /** Sent beside the key: an organisation, a proxy's own credential. */
  headers?: Readonly<Record<string, string>>;
}

export interface OpenAICompatibleOptions {
  /** What the source and the provider of its models are called; lower-case letters, digits and dashes. */
  name: string;
  /** The part before `/models` and `/chat/completions`: `http://gpu-box:8000/v1`. */
  baseUrl: string;
  apiKey?: string;
  headers?: Readonly<Record<string, string>>;
  /** Its models run on hardware of your own and cost nothing. @default false */
  isLocal?: boolean;
}

/**
 * The models that a provider lists for an account.
 * @throws {InvalidInputError} for a provider that is not known, or does not list its models over HTTP
 */
export function providerApi({ provider: nameOrProvider, ...options }: ProviderApiOptions): ModelSource {
  const provider = typeof nameOrProvider === "string" ? findProvider(nameOrProvider) : nameOrProvider;
  const list = provider?.models;
  if (provider === undefined || list === undefined) throw listsNothing(nameOrProvider);
  const baseUrl = options.baseUrl ?? provider.baseUrl;
  const [keyVariable] = provider.keyVariables;
  return {
    name: provider.name,
    kind: "provider",
    ...(baseUrl !== undefined && { address: redactUrl(listAddress(baseUrl, list)) }),
    ...(keyVariable !== undefined && { keyVariable }),
    revision: 1,
    account: () => ({ provider, ...options }),
    async discover(context) {
      const missing = missingSetting(provider, options);
      if (baseUrl === undefined || missing !== undefined) throw unconfigured(provider, missing);
      const key = options.apiKey === undefined ? {} : keyHeaderOf(provider, options.apiKey);
      const headers = { ...list.headers, ...options.headers, ...key };
      return listModels(
        provider,
        { source: provider.name, list, address: listAddress(baseUrl, list), headers },
        context,
      );
    },
  };
}

/**
 * The models of any server that lists them as OpenAI does: vLLM, llama.cpp, a proxy.
 * @throws {InvalidInputError} for a name that no source can have, or that is a known provider's
 */
export function openaiCompatible(options: OpenAICompatibleOptions): ModelSource {
  const { name, isLocal = false, ...account } = options;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    const message = `expected lower-case letters, digits and dashes, got ${JSON.stringify(name)}`;
    throw new InvalidInputError("openaiCompatible", [{ path: "name", message }]);
  }
  const known = findProvider(name);
  if (known !== undefined) {
    const message = `"${name}" is ${known.title}; choose another name, or use providerApi({ provider: "${known.name}", baseUrl })`;
    throw new InvalidInputError("openaiCompatible", [{ path: "name", message }]);
  }
  const provider: Provider = {
    name,
    title: name,
    dialect: "openai",
    keyVariables: [],
    isLocal,
    models: { path: "models", field: "data", rows: "openai-compatible" },
    docs: "https://platform.openai.com/docs/api-reference/models/list",
  };
  return providerApi({ provider, ...account });
}

async function listModels(provider: Provider, request: ListRequest, context: DiscoverContext): Promise<ModelInput[]> {
  const read = ROW_READERS[request.list.rows];
  const listings: Listing[] = [];
  let rows = 0;
  for await (const page of askPages(request, context.http)) {
    for (const row of page) {
      rows += 1;
      const said = read(row);
      if (said.length === 0) context.skip(labelOf(row, rows), "expected an object with an id");
      listings.push(...said);
    }
  }
  return toModels(provider, listings);
}

function listAddress(baseUrl: string, { path }: ModelList): string {
  return URL.canParse(baseUrl) ? new URL(path, `${baseUrl.replace(/\/+$/, "")}/`).href : baseUrl;
}

function labelOf(row: unknown, number: number): string {
  const id = own(row, "id") ?? own(row, "name");
  return typeof id === "string" && id !== "" ? id : `row ${number}`;
}

function listsNothing(provider: string | Provider): InvalidInputError {
  const name = typeof provider === "string" ? provider : provider.name;
  const known = [...providers.values()].filter(({ models }) => models !== undefined).map(({ name }) => name);
  const message = `${JSON.stringify(name)} is no provider that lists its models over HTTP; those are ${known.join(", ")}`;
  return new InvalidInputError("providerApi", [{ path: "provider", message }]);
}

function unconfigured({ name, title }: Provider, variable: string | undefined): SourceError {
  const what = variable === undefined ? "pass { baseUrl }" : `${variable} is not set`;
  const message = `${title} was not asked: ${what}`;
  return new SourceError("source_unconfigured", name, message, { fault: "credential" });
}
