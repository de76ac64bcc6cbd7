import type { Backend } from "../backend.ts";
import { targetFacts } from "../config/resolve/target-facts.ts";
import type { BackendConfig, Catalogue } from "../config.ts";
import type { Facts } from "../model.ts";
import type { OpenBackend } from "../router.ts";
import type { Environment } from "../util/env.ts";
import { present } from "../util/present.ts";
import type { Wire } from "../wire.ts";
import type { AccountSettings } from "./backend-account.ts";
import { createBackend } from "./backends.ts";
import { sharedWire } from "./shared-wire.ts";

/** What accounts are opened with. */
export interface OpenBackendOptions {
  /** What is known of models where the config says nothing. */
  readonly catalogue: Catalogue;
  readonly env: Environment;
  /** Carries the requests of all accounts, and is not closed with them. @default connections of their own, closed with the last of them */
  readonly wire?: Wire;
  /** The account at a provider that was given in code; it counts where the config writes none down, before the environment. @default none */
  readonly accountAt?: (provider: string) => Pick<AccountSettings, "apiKey" | "baseUrl" | "headers"> | undefined;
}

/** Opens the accounts of a config, each as it is written down with the key it is given, all over the same connections. */
export function openBackend({ catalogue, env, wire, accountAt }: OpenBackendOptions): OpenBackend {
  const share = wire === undefined ? sharedWire(env) : undefined;
  return (config, apiKey) => {
    const { provider, name, isImplicit, organization, region, apiVersion } = config;
    const own = isImplicit ? accountAt?.(provider.name) : undefined;
    const headers = { ...own?.headers, ...config.headers };
    const carrier = wire ?? share?.();
    const backend = createBackend({
      provider,
      name,
      env,
      facts: factsOf(config, catalogue),
      ...present({
        apiKey: apiKey ?? own?.apiKey,
        baseUrl: config.baseUrl ?? own?.baseUrl,
        headers: Object.keys(headers).length === 0 ? undefined : headers,
        organization,
        region,
        apiVersion,
        wire: carrier,
      }),
    });
    return share === undefined || carrier === undefined ? backend : closedTogether(backend, carrier);
  };
}

function closedTogether(backend: Backend, wire: Wire): Backend {
  const close = async () => {
    await backend.close();
    await wire.close();
  };
  return { ...backend, close };
}

const MOST_KEPT = 1_000;

/** What is known of a model by the name it is called by there, which may be a deployment's. */
function factsOf(config: BackendConfig, catalogue: Catalogue): (calledAs: string) => Facts {
  const ids = new Map(Array.from(config.models, ([id, { deployment = id }]) => [deployment, id]));
  const known = new Map<string, Facts>();
  let { version } = catalogue;
  return (calledAs) => {
    if (version !== catalogue.version || known.size > MOST_KEPT) {
      known.clear();
      version = catalogue.version;
    }
    const found = known.get(calledAs);
    if (found !== undefined) return found;
    const facts = targetFacts(config, ids.get(calledAs) ?? calledAs, catalogue);
    known.set(calledAs, facts);
    return facts;
  };
}
