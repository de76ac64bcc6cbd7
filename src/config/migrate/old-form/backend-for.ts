import { findProvider } from "../../../builtins/providers.ts";
import { isRecord, own } from "../../../util/record.ts";
import { providerByFamily } from "../provider-at.ts";

/**
 * The backend that runs a model of which only the name is known: the one that lists it, else the only one of the provider
 * whose name it is; without such, that provider itself.
 */
export function backendFor(name: string, backends: unknown): string | undefined {
  const all = isRecord(backends) ? Object.entries(backends) : [];
  const listing = all.filter(([, backend]) => own(own(backend, "models"), name) !== undefined);
  if (listing.length === 1) return listing[0]?.[0];
  const owner = providerByFamily(name);
  if (owner === undefined) return undefined;
  const accounts = all.filter(([key, backend]) => findProvider(String(own(backend, "provider") ?? key)) === owner);
  return accounts.length === 1 ? accounts[0]?.[0] : accounts.length === 0 ? owner.name : undefined;
}
