import type { BackendConfig, BackendModel } from "../../config.ts";
import type { Provider } from "../../provider.ts";
import { deepFreeze } from "../../util/deep-freeze.ts";
import { present } from "../../util/present.ts";
import type { Secret } from "../../util/secret.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { YamlPath } from "../problem.ts";
import { isOpenToReaders, toBaseUrl } from "./base-url.ts";
import { toApiKeys, toHeaders } from "./credentials.ts";
import type { BackendBlock } from "./entry.ts";
import { toFacts } from "./facts.ts";
import { toParameters } from "./parameters.ts";
import { toProvider } from "./provider.ts";
import { type Translating, tell, tellPlaceholder } from "./translating.ts";

/** One account at a provider; switched off where its provider or its address is still a placeholder. */
export function toBackend(name: string, block: BackendBlock, translating: Translating): BackendConfig {
  const path: YamlPath = ["backends", name];
  if (isPlaceholder(name)) tellPlaceholder(translating, path, name, "key");
  const provider = toProvider(name, block, path, translating);
  const apiKeys = toApiKeys(block, path, translating);
  const address = addressOf(block, path, provider.provider, apiKeys, translating);
  const { organization, region, api_version: apiVersion } = block;
  return Object.freeze({
    name,
    provider: provider.provider,
    isImplicit: false,
    apiKeys,
    headers: toHeaders(block.headers, [...path, "headers"], translating),
    ...present({ baseUrl: address.baseUrl, organization, region, apiVersion }),
    models: toModels(block.models, [...path, "models"], translating),
    parameters: toParameters(block.parameters),
    rateLimits: toRateLimits(block.rate_limits),
    tags: Object.freeze([...(block.tags ?? [])]),
    dataPolicy: toDataPolicy(block.data_policy),
    enabled: (block.enabled ?? true) && !provider.isPlaceholder && !address.isPlaceholder,
    path: Object.freeze(path),
  });
}

function addressOf(
  { base_url: written }: BackendBlock,
  path: YamlPath,
  provider: Provider,
  apiKeys: readonly Secret[],
  translating: Translating,
): { baseUrl?: string; isPlaceholder: boolean } {
  const place = [...path, "base_url"];
  if (written === undefined) return { isPlaceholder: false };
  if (isPlaceholder(written)) {
    tellPlaceholder(translating, place, written);
    return { isPlaceholder: true };
  }
  const baseUrl = toBaseUrl(written, provider, place, translating);
  if (baseUrl === undefined) return { isPlaceholder: false };
  if (apiKeys.length > 0 && isOpenToReaders(baseUrl)) {
    const message = "http shows the key to everybody on the way; use https";
    tell(translating, "warning", "insecure_base_url", place, message);
  }
  return { baseUrl, isPlaceholder: false };
}

function toModels(
  models: BackendBlock["models"],
  path: YamlPath,
  translating: Translating,
): ReadonlyMap<string, BackendModel> {
  const entries = Object.entries(models ?? {}).map(([id, block]): [string, BackendModel] => {
    const place = [...path, id];
    if (isPlaceholder(id)) tellPlaceholder(translating, place, id, "key");
    return [
      id,
      Object.freeze({
        facts: toFacts(block, place, translating),
        parameters: toParameters(block.parameters),
        ...present({ deployment: block.deployment }),
      }),
    ];
  });
  return new Map(entries);
}

function toRateLimits(limits: BackendBlock["rate_limits"] = {}): BackendConfig["rateLimits"] {
  const { requests_per_minute: requestsPerMinute, tokens_per_minute: tokensPerMinute, concurrent } = limits;
  return Object.freeze(present({ requestsPerMinute, tokensPerMinute, concurrent }));
}

function toDataPolicy(policy: BackendBlock["data_policy"] = {}): BackendConfig["dataPolicy"] {
  const { trains_on_data: trainsOnData, retention_days: retentionDays, regions } = policy;
  return deepFreeze(present({ trainsOnData, retentionDays, regions }));
}
