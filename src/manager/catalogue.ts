import { findProvider } from "../builtins/providers.ts";
import type { Catalogue } from "../config.ts";
import { idAt } from "../connector.ts";
import { AmbiguousModelError } from "../errors.ts";
import { type Facts, type Model, splitId } from "../model.ts";
import { ownQuality, type Quality } from "../quality.ts";
import type { ModelRegistry } from "../registry.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { nearest } from "../util/nearest.ts";
import { indexPlaces, type Places, placesOf } from "./catalogue/places.ts";
import { buildQualityTable, type QualityTable } from "./catalogue/quality-table.ts";

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
  readonly #qualities = new Map<string, Quality | undefined>();
  #qualityTable: QualityTable | undefined;
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

  target(name: string): string | undefined {
    const model = this.#modelNamed(name);
    if (model === undefined) return undefined;
    // What a config exposes is no listing, and leads where the config says.
    if (this.#registry.listing(model.id) === undefined) return model.id;
    const places = placesOf(model);
    const { provider, name: id } = places.find((place) => place.provider === model.provider) ?? places[0] ?? {};
    return id === undefined ? `${model.provider}/${idAt(model, model.provider)}` : `${provider}/${id}`;
  }

  covers(provider: string): boolean {
    return this.#current().at(findProvider(provider)?.name ?? provider).length > 0;
  }

  quality(provider: string, modelId: string): Quality | undefined {
    this.#forgetOld();
    const place = `${findProvider(provider)?.name ?? provider}/${modelId}`;
    const known = this.#qualities.get(place);
    if (known !== undefined || this.#qualities.has(place)) return known;
    const quality = ownQuality(this.facts(provider, modelId) ?? {}) ?? this.#measured(place);
    if (this.#qualities.size >= MOST_KEPT) this.#qualities.clear();
    this.#qualities.set(place, quality);
    return quality;
  }

  #measured(place: string): Quality | undefined {
    this.#qualityTable ??= buildQualityTable(this.#listings());
    const id = this.#idOf(place);
    return (id === undefined ? undefined : this.#qualityTable.of(id)) ?? this.#qualityTable.of(place);
  }

  *#listings(): Generator<Model> {
    for (const id of this.#registry.keys()) {
      const model = this.#registry.listing(id);
      if (model !== undefined) yield model;
    }
  }

  #lookUp(place: string): Facts | undefined {
    const { provider = "" } = splitId(place);
    const id = this.#idOf(place);
    const facts = id === undefined ? undefined : this.#registry.factsAt(id, provider);
    return facts === undefined ? undefined : deepFreeze(facts);
  }

  /** The model of a name; none where several have it, and one would have to be guessed. */
  #modelNamed(name: string): Model | undefined {
    try {
      return this.#registry.resolve(name);
    } catch (error) {
      if (error instanceof AmbiguousModelError) return undefined;
      throw error;
    }
  }

  #idOf(place: string): string | undefined {
    const { provider = "", name } = splitId(place);
    // Most targets are canonical ids, and then nothing has to be indexed.
    return this.#isOwn(place, provider, name) ? place : this.#current().idAt(provider, name);
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
    this.#qualities.clear();
    this.#places = undefined;
    this.#qualityTable = undefined;
  }
}
