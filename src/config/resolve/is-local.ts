import type { BackendConfig } from "../../config.ts";
import type { Facts } from "../../model.ts";
import { isLoopback, isPrivateNetwork } from "../../util/local-address.ts";

/**
 * Whether what is sent to a target stays on the user's own machine, or in his own network where the provider's servers
 * are run by their users. A server at a public address is not local, whatever software it runs.
 */
export function isLocalTarget({ provider, baseUrl }: BackendConfig, facts: Facts): boolean {
  const isOwnServer = provider.isLocal === true;
  // An Ollama server passes some of its models on to a cloud.
  if (isOwnServer && facts.isLocal === false) return false;
  if (baseUrl === undefined) return isOwnServer;
  return isLoopback(baseUrl) || (isOwnServer && isPrivateNetwork(baseUrl));
}
