import type { Facts, Model } from "../model.ts";
import type { Query } from "../query.ts";
import type { OriginRecord } from "../store.ts";
import { modelNotFound } from "./name-index.ts";
import { type Disagreement, disagreementsOf, explainField, type Provenance } from "./provenance.ts";
import { Records } from "./records.ts";
import { type FilterOptions, type ModelPredicate, searchAll, searchEach } from "./search.ts";
import type { StoredProblem } from "./stored-facts.ts";

/** The half of a registry that is asked: models by id, name, query and place, and where each fact comes from. */
export class ModelLookup {
  /** @internal */
  protected readonly records = new Records();
  readonly #built = this.records.built;

  /** The id's model; of a list of ids those that are there; of a predicate those it holds for. */
  get(id: string): Model | undefined;
  get(ids: readonly string[]): Model[];
  get(predicate: ModelPredicate): Model[];
  get(key: string | readonly string[] | ModelPredicate): Model | undefined | Model[] {
    const built = this.#built.get(key as string);
    if (built !== undefined) return built;
    if (typeof key === "string") return this.records.get(key);
    if (typeof key === "function") return this.records.list().filter(key);
    if (!Array.isArray(key)) return undefined;
    return key.flatMap((id) => this.get(id) ?? []);
  }

  /**
   * The model with this id, alias or unambiguous bare name, or the models of a list of them.
   * @throws {ModelNotFoundError} naming every name that is unknown and the ids nearest to it
   * @throws {AmbiguousModelError}
   */
  require(name: string): Model;
  require(names: readonly string[]): Model[];
  require(names: string | readonly string[]): Model | Model[] {
    const wanted = typeof names === "string" ? [names] : names;
    const found = wanted.map((name) => this.resolve(name));
    const missing = wanted.filter((_, index) => found[index] === undefined);
    if (missing.length > 0) throw modelNotFound(missing, [...this.keys()]);
    const models = found as Model[];
    return typeof names === "string" ? (models[0] as Model) : models;
  }

  /**
   * The model a name means: its id, else an alias, else a bare name only one model has. An alias the user gave, by hand
   * or in a config, counts before one a source declared.
   * @throws {AmbiguousModelError} when the name fits several
   */
  resolve(name: string): Model | undefined {
    const model = this.get(name);
    if (model !== undefined || typeof name !== "string") return model;
    const id = this.records.names().lookUp(name);
    return id === undefined ? undefined : this.get(id);
  }

  /** The models a query or predicate holds for, as an array. @throws {QueryError} */
  filter(query: Query | ModelPredicate = {}, options: FilterOptions = {}): Model[] {
    return searchAll(this.records, query, options);
  }

  /** The same models one by one, without an array of them. @throws {QueryError} */
  select(query: Query | ModelPredicate = {}): IterableIterator<Model> {
    return searchEach(this.records, query);
  }

  /** The first model a query or predicate holds for. @throws {QueryError} */
  find(query: Query | ModelPredicate): Model | undefined {
    return this.select(query).next().value;
  }

  has(id: string): boolean {
    return this.records.stored.has(id);
  }

  get size(): number {
    return this.records.stored.size;
  }

  keys(): MapIterator<string> {
    return this.records.stored.keys();
  }

  *values(): MapIterator<Model> {
    for (const id of this.keys()) yield this.get(id) as Model;
  }

  *entries(): MapIterator<[string, Model]> {
    for (const id of this.keys()) yield [id, this.get(id) as Model];
  }

  [Symbol.iterator](): MapIterator<[string, Model]> {
    return this.entries();
  }

  /** Changes whenever a model may have changed: what was worked out under the same number still holds. */
  get version(): number {
    return this.records.version;
  }

  /** The same for listings alone: it stays when a config is used or another one is. */
  get listingVersion(): number {
    return this.records.listingVersion;
  }

  /** A model as it reads without what a config says of it; `undefined` for one that only a config names. */
  listing(id: string): Model | undefined {
    return this.records.listing(id);
  }

  /**
   * What is known of a listing at one provider, without what a config says of it. A price is the one there, or absent:
   * what a reseller asks is the price at the reseller. `undefined` where the id is no listing's.
   */
  factsAt(id: string, provider: string): Facts | undefined {
    return this.records.listingAt(id, provider);
  }

  /** What is wrong with the stored registry: facts left out of models because they cannot be right. */
  get problems(): readonly StoredProblem[] {
    this.records.list();
    return this.records.problems;
  }

  /** What is kept of an origin: when it last answered, how many models it listed. */
  origin(name: string): OriginRecord | undefined {
    return this.records.origins.get(name);
  }

  /**
   * Where the value of a field comes from and what the other origins say; `path` is dotted: `pricing.input`.
   * @throws {ModelNotFoundError}
   */
  provenance(name: string, path: string): Provenance {
    return explainField(this.records, this.require(name), path);
  }

  /** The fields on which origins are further apart than `by` (a share of the larger number). @default 0.1 */
  disagreements({ by = 0.1 }: { by?: number } = {}): Disagreement[] {
    return this.records.list().flatMap((model) => disagreementsOf(this.records, model, by));
  }
}
