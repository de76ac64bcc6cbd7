import { unwrittenBackend } from "../config/implicit-backend.ts";
import { findBackend } from "../config/resolve/find-backend.ts";
import type { BackendConfig, Config } from "../config.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { ownAccount, type Sources } from "./account.ts";

/** A config of nothing: models of the registry can be called by it, each at its provider. */
const NOTHING: Config = Object.freeze({
  files: Object.freeze([]),
  models: new Map(),
  backends: new Map(),
  modelDefaults: deepFreeze({ known: {}, extra: {} }),
  fallbackProviders: Object.freeze([]),
  groups: new Map(),
  strategies: new Map(),
  router: Object.freeze({ budgets: Object.freeze({ tags: new Map(), callers: new Map() }) }),
  problems: Object.freeze([]),
  locate: () => undefined,
});

/**
 * A config as a router is to see it: an empty one where none is in use, and in any the providers that only a source of
 * the user's own knows. The same config gives the same again.
 */
export function createRoutable(sources: Sources): (config: Config | undefined) => Config {
  let last: { readonly config: Config; readonly sources: number; readonly routable: Config } | undefined;
  return (config = NOTHING) => {
    if (last?.config === config && last.sources === sources.size) return last.routable;
    const routable = withOwnProviders(config, sources);
    last = { config, sources: sources.size, routable };
    return routable;
  };
}

function withOwnProviders(config: Config, sources: Sources): Config {
  const own = [...sources.keys()].flatMap((name): BackendConfig[] => {
    const provider = ownAccount(sources, name)?.provider;
    if (provider === undefined || findBackend(config, provider.name) !== undefined) return [];
    return [unwrittenBackend(provider.name, provider)];
  });
  if (own.length === 0) return config;
  const backends = new Map([...config.backends, ...own.map((backend) => [backend.name, backend] as const)]);
  return Object.freeze({ ...config, backends });
}
