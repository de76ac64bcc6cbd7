import type { Facts, ModelInput } from "../../model.ts";
import type { Provider } from "../../provider.ts";
import { canonicalId } from "../../providers/canonical-id.ts";
import { given } from "../../util/given.ts";
import { agreed } from "./agreed.ts";
import type { Listing } from "./listing.ts";

/** The longest description a model may have. */
const LONGEST_TEXT = 20_000;
const LONGEST_NAME = 256;

/** The models of a provider's whole list: one for each name, however often it is listed; pure. */
export function toModels(provider: Provider, listings: readonly Listing[]): (ModelInput & { id: string })[] {
  const byId = new Map<string, Listing[]>();
  for (const listing of listings) {
    const id = idOf(provider, listing.name);
    const same = byId.get(id);
    if (same === undefined) byId.set(id, [listing]);
    else same.push(listing);
  }
  return [...byId].map(([id, same]) => toModel(provider, id, same, (other) => byId.has(other)));
}

function toModel(provider: Provider, id: string, same: readonly Listing[], isListed: (id: string) => boolean) {
  const [{ name } = { name: id }] = same;
  const { description, name: title, lifecycle, ...facts } = agreed(same.map((listing) => listing.facts ?? {})) ?? {};
  const { isLocal = false } = provider;
  // A name that is listed itself is a model of its own.
  const aliases = [...new Set(same.flatMap((listing) => listing.aliases ?? []))]
    .filter(isIdentifier)
    .map((alias) => idOf(provider, alias))
    .filter((alias) => alias !== id && !isListed(alias));
  const replacement = agreed(same.flatMap((listing) => listing.replacement ?? []));
  return {
    ...facts,
    id,
    provider: provider.name,
    ...given({
      name: title?.slice(0, LONGEST_NAME),
      description: description?.slice(0, LONGEST_TEXT),
      aliases,
    }),
    isLocal,
    ...(isLocal && { pricing: { input: 0, output: 0 } }),
    ...withReplacement(lifecycle, replacement && idOf(provider, replacement)),
    connectorMetadata: {
      [provider.name]: { ...given(agreed(same.map((listing) => given(listing.own ?? {}))) ?? {}), id: name },
    },
  };
}

function withReplacement(lifecycle: Facts["lifecycle"], replacement: string | undefined) {
  if (lifecycle === undefined || Object.keys(lifecycle).length === 0) return {};
  return { lifecycle: { ...lifecycle, ...(replacement && { replacement }) } };
}

/** Local servers name models after files, whose names may have spaces; ids have none. */
function idOf(provider: Provider, name: string): string {
  const ownId = name.replace(/ +/g, "-");
  const { id } = canonicalId(provider.name, ownId);
  return id;
}

function isIdentifier(name: string): boolean {
  return /^[^\s\p{C}]{1,200}$/u.test(name);
}
