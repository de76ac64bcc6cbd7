import { findProvider } from "../builtins/providers.ts";
import type { BackendConfig } from "../config.ts";
import type { Provider } from "../provider.ts";
import { mock } from "../providers/mock.ts";

/** The backend a target means by a provider's name alone: the environment says its key and address; absent for another name. */
export function implicitBackend(name: string): BackendConfig | undefined {
  const provider = findProvider(name) ?? (name === mock.name ? mock : undefined);
  return provider === undefined ? undefined : unwrittenBackend(name, provider);
}

/** The account at a provider of which no file says anything. */
export function unwrittenBackend(name: string, provider: Provider): BackendConfig {
  return Object.freeze({
    name,
    provider,
    isImplicit: true,
    apiKeys: Object.freeze([]),
    headers: Object.freeze({}),
    models: new Map(),
    parameters: Object.freeze({ known: Object.freeze({}), extra: Object.freeze({}) }),
    rateLimits: Object.freeze({}),
    tags: Object.freeze([]),
    dataPolicy: Object.freeze({}),
    enabled: true,
    path: Object.freeze(["backends", name]),
  });
}
