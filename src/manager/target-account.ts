import { isForeign, organizationHeaders, revealed, writtenAddress } from "../builtins/backend-account.ts";
import { type Account, baseUrlFrom, keyFrom } from "../provider.ts";
import type { Target } from "../route.ts";
import type { Environment } from "../util/env.ts";
import { type AccountOptions, accountAt, ownAccount, type Sources } from "./account.ts";

/** Who wants the account, and what it is worked out from beside the config. */
export interface TargetAccountContext {
  connector: string;
  /** The name the model was asked for by. */
  model: string;
  env: Environment;
  sources: Sources;
}

/**
 * The account a target is called with: as the caller says, as its backend says, and where the backend says nothing, as
 * the environment does. A key of the environment is sent nowhere but to where the provider, or the environment, is.
 * @throws {ConnectorError} when no address is known for it
 */
export function accountOfTarget({ backend }: Target, options: AccountOptions, context: TargetAccountContext): Account {
  const { connector, model, env, sources } = context;
  const { provider } = backend;
  const own = backend.isImplicit ? ownAccount(sources, provider.name) : undefined;
  const written = writtenAddress(provider, backend);
  const inherited = own?.baseUrl ?? baseUrlFrom(provider, env) ?? provider.baseUrl;
  const isElsewhere = backend.baseUrl !== undefined && isForeign(backend.baseUrl, [inherited, provider.baseUrl]);
  const inheritedKey = isElsewhere ? undefined : (own?.apiKey ?? keyFrom(provider, env));
  const parts = {
    baseUrl: options.baseUrl ?? written ?? inherited,
    apiKey: options.apiKey ?? backend.apiKeys[0]?.reveal() ?? inheritedKey,
    headers: {
      ...own?.headers,
      ...organizationHeaders(provider, backend),
      ...revealed(backend.headers),
      ...options.headers,
    },
  };
  return accountAt(provider, parts, { connector, model });
}
