import { findProvider } from "../builtins/providers.ts";
import type { Catalogue } from "../config.ts";
import { type Facts, splitId } from "../model.ts";
import type { ModelRegistry } from "../registry.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { nearest } from "../util/nearest.ts";
import { indexPlaces, type Places } from "./catalogue/places.ts";

/**
 * What a config asks of a registry: its listings, by provider and the provider's own id, as they are now. A model the
 * config itself exposes is none of them. Everything worked out holds until a listing changes.
 */
export function catalogueOf(registry: ModelRegistry): Catalogue {
  return new RegistryCatalogue(registry);
}

const MOST_KEPT = 50_000;

class RegistryCatalogue implements Catalogue {
  readonly #registry: ModelRegistry;
  readonly #facts = new Map<string, Facts | undefined>();
  #places: Places | undefined;
  #version: number;

  constructor(registry: ModelRegistry) {
    this.#registry = registry;
    this.#version = registry.listingVersion;
  }

  get version(): number {
    return this.#registry.listingVersion;
  }

  facts(provider: string, modelId: string): Facts | undefined {
    this.#forgetOld();
    const place = `${findProvider(provider)?.name ?? provider}/${modelId}`;
    const known = this.#facts.get(place);
    if (known !== undefined || this.#facts.has(place)) return known;
    const facts = this.#lookUp(place);
    // Anybody may ask for a model that is not there.
    if (this.#facts.size >= MOST_KEPT) this.#facts.clear();
    this.#facts.set(place, facts);
    return facts;
  }

  find(name: string): readonly string[] {
    return this.#current().withName(name);
  }

  nearest(target: string): readonly string[] {
    const { all, at } = this.#current();
    const { provider = "", name } = splitId(target);
    const here = at(findProvider(provider)?.name ?? provider);
    const found = nearest(target, here);
    // A name that is known elsewhere is of more help than one that only looks like it.
    return found.length > 0 ? found : nearest(provider === "" ? name : target, all);
  }

  covers(provider: string): boolean {
    return this.#current().at(findProvider(provider)?.name ?? provider).length > 0;
  }

  #lookUp(place: string): Facts | undefined {
    const { provider = "", name } = splitId(place);
    // Most targets are canonical ids, and then nothing has to be indexed.
    const id = this.#isOwn(place, provider, name) ? place : this.#current().idAt(provider, name);
    const facts = id === undefined ? undefined : this.#registry.factsAt(id, provider);
    return facts === undefined ? undefined : deepFreeze(facts);
  }

  #isOwn(id: string, provider: string, name: string): boolean {
    const model = this.#registry.listing(id);
    return model !== undefined && (model.connectorMetadata[provider]?.id ?? name) === name;
  }

  #current(): Places {
    this.#forgetOld();
    this.#places ??= indexPlaces(this.#registry);
    return this.#places;
  }

  #forgetOld(): void {
    const { listingVersion } = this.#registry;
    if (this.#version === listingVersion) return;
    this.#version = listingVersion;
    this.#facts.clear();
    this.#places = undefined;
  }
}
