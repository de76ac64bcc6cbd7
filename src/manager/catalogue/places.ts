import { findProvider, providers } from "../../builtins/providers.ts";
import { type Model, splitId } from "../../model.ts";
import type { ModelRegistry } from "../../registry.ts";

/** Where the listings of a registry can be had: `provider/model-id`, by the provider's own id. */
export interface Places {
  /** Every place. */
  readonly all: readonly string[];
  /** The places at one provider. */
  at(provider: string): readonly string[];
  /** The id in the registry of the model that a provider has under this id, an alias, or another spelling of it. */
  idAt(provider: string, modelId: string): string | undefined;
  /** The places of every model with a bare name or alias. */
  withName(name: string): readonly string[];
}

/** Indexes a registry's listings by place, name and alias. */
export function indexPlaces(registry: ModelRegistry): Places {
  const ids = new Map<string, string>();
  const byAlias = new Map<string, string[]>();
  const byProvider = new Map<string, string[]>();
  const byName = new Map<string, string[]>();
  for (const id of registry.keys()) {
    const model = registry.listing(id);
    if (model === undefined) continue;
    const places = placesOf(model);
    for (const { provider, name } of places) {
      const place = `${provider}/${name}`;
      if (!ids.has(place)) add(byProvider, provider, place);
      ids.set(place, ids.get(place) ?? id);
      for (const known of new Set([name, splitId(id).name])) add(byName, known, place);
      for (const alias of model.aliases) {
        add(byAlias, `${provider}/${nameOfAlias(alias, model.provider)}`, id);
        add(byName, nameOfAlias(alias, model.provider), place);
      }
    }
  }
  const spelt = (provider: string, name: string) => findProvider(provider)?.canonicalName?.(name) ?? name;
  const only = (candidates: readonly string[] = []) => (candidates.length === 1 ? candidates[0] : undefined);
  return {
    all: [...ids.keys()],
    at: (provider) => byProvider.get(provider) ?? [],
    idAt: (provider, name) =>
      ids.get(`${provider}/${name}`) ??
      ids.get(`${provider}/${spelt(provider, name)}`) ??
      only(byAlias.get(`${provider}/${name}`)) ??
      only(byAlias.get(`${provider}/${spelt(provider, name)}`)),
    withName(name) {
      const exact = byName.get(name);
      if (exact !== undefined) return exact;
      const spellings = [...providers.keys()].flatMap((provider) =>
        (byName.get(spelt(provider, name)) ?? []).filter((place) => place.startsWith(`${provider}/`)),
      );
      return [...new Set(spellings)];
    },
  };
}

/** The known providers that list a model, each with its own name for it; a model nobody known lists is nowhere. */
export function placesOf(model: Model): { provider: string; name: string }[] {
  const systems = Object.entries(model.connectorMetadata).filter(([system]) => providers.has(system));
  const places = systems.flatMap(([provider, { id }]) => (id === undefined ? [] : [{ provider, name: id }]));
  // A model only others list may have another id at its own provider: naming that place would be a guess.
  if (places.length > 0 || systems.length > 0 || !providers.has(model.provider)) return places;
  return [{ provider: model.provider, name: splitId(model.id).name }];
}

// Sources write an alias as an id; at the model's provider it is the name behind it.
function nameOfAlias(alias: string, provider: string): string {
  return alias.startsWith(`${provider}/`) ? alias.slice(provider.length + 1) : alias;
}

function add(index: Map<string, string[]>, key: string, value: string): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, [value]);
  else if (!values.includes(value)) values.push(value);
}
