import type { JournalEntry } from "./journal.ts";
import { type Model, type ModelInput, parseId } from "./model.ts";
import type { Query } from "./query.ts";
import { originRecord, planImport } from "./registry/import-answer.ts";
import type { ImportOptions, ImportResult } from "./registry/import-result.ts";
import { modelNotFound } from "./registry/name-index.ts";
import { parseOrigin } from "./registry/origin-order.ts";
import { Persistence } from "./registry/persistence.ts";
import { type Disagreement, disagreementsOf, explainField, type Provenance } from "./registry/provenance.ts";
import { Records, type RegistryChange } from "./registry/records.ts";
import { type FilterOptions, type ModelPredicate, searchAll, searchEach } from "./registry/search.ts";
import type { StoredProblem } from "./registry/stored-facts.ts";
import { planUserChange } from "./registry/user-change.ts";
import type { ModelStore, OriginRecord, StoredModel } from "./store.ts";

export type { FilterOptions } from "./registry/search.ts";

/** What a registry works with. */
export interface RegistryOptions {
  /** Tells the time for the dates of changes. @default the system's clock */
  clock?: () => Date;
}

/**
 * "My models": wholly a `Map<string, Model>` by id, in the order in which they came. Each model is merged from what
 * every origin said of it; `set` records only what the user says beyond the others.
 */
export class ModelRegistry implements Map<string, Model> {
  readonly #records = new Records();
  readonly #built = this.#records.built;
  readonly #listeners = new Set<(changes: readonly RegistryChange[]) => void>();
  readonly #clock: () => Date;
  #persistence: Persistence | undefined;

  /** A registry in memory, filled like `new Map(entries)`. @throws {InvalidInputError} when a value is no model */
  constructor(entries?: Iterable<readonly [string, ModelInput]> | null, options: RegistryOptions = {}) {
    this.#clock = options.clock ?? (() => new Date());
    for (const [id, input] of entries ?? []) this.set(id, input);
  }

  /**
   * The registry kept in a store; changes are saved to it by themselves, `flush` waits for that.
   * @throws {StoreError} when the store cannot be read
   */
  static async open(store: ModelStore, options: RegistryOptions = {}): Promise<ModelRegistry> {
    const registry = new ModelRegistry(null, options);
    registry.#persistence = new Persistence(store, {
      current: (id) => registry.#records.stored.get(id),
      adopt: (state, isDirty) => registry.#emit(registry.#records.adopt(state, isDirty)),
    });
    await registry.refresh();
    return registry;
  }

  /** The id's model; of a list of ids those that are there; of a predicate those it holds for. */
  get(id: string): Model | undefined;
  get(ids: readonly string[]): Model[];
  get(predicate: ModelPredicate): Model[];
  get(key: string | readonly string[] | ModelPredicate): Model | undefined | Model[] {
    const built = this.#built.get(key as string);
    if (built !== undefined) return built;
    if (typeof key === "string") return this.#records.get(key);
    if (typeof key === "function") return this.#records.list().filter(key);
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
   * The model a name means: its id, else an alias, else a bare name only one model has.
   * @throws {AmbiguousModelError} when the name fits several
   */
  resolve(name: string): Model | undefined {
    const model = this.get(name);
    if (model !== undefined || typeof name !== "string") return model;
    const id = this.#records.names().lookUp(name);
    return id === undefined ? undefined : this.get(id);
  }

  /** The models a query or predicate holds for, as an array. @throws {QueryError} */
  filter(query: Query | ModelPredicate = {}, options: FilterOptions = {}): Model[] {
    return searchAll(this.#records, query, options);
  }

  /** The same models one by one, without an array of them. @throws {QueryError} */
  select(query: Query | ModelPredicate = {}): IterableIterator<Model> {
    return searchEach(this.#records, query);
  }

  /** The first model a query or predicate holds for. @throws {QueryError} */
  find(query: Query | ModelPredicate): Model | undefined {
    return this.select(query).next().value;
  }

  /**
   * Says what a model is; the key wins over `input.id`, which must be the same or absent. On a model that other
   * origins describe, only the difference is recorded, so that discovering again never touches it.
   * @throws {InvalidInputError} @throws {StoreError} when nothing can be saved here
   */
  set(id: string, input: ModelInput): this {
    this.#persistence?.mustBeWritable();
    const key = parseId(id);
    const before = this.#records.stored.get(key);
    const after = planUserChange(key, input, { stored: before, origins: this.#records.origins, now: this.#now() });
    if (after === before) return this;
    this.#records.refuseTakenAliases(key, after);
    this.#emit([this.#put(key, after)]);
    return this;
  }

  delete(id: string): boolean {
    this.#persistence?.mustBeWritable();
    const before = this.#records.stored.get(id);
    if (before === undefined) return false;
    this.#persistence?.touch(id, before);
    this.#records.remove(id);
    this.#emit([{ id, kind: "removed" }]);
    return true;
  }

  clear(): void {
    for (const id of [...this.keys()]) this.delete(id);
  }

  has(id: string): boolean {
    return this.#records.stored.has(id);
  }

  get size(): number {
    return this.#records.stored.size;
  }

  getOrInsert(id: string, input: ModelInput): Model {
    return this.getOrInsertComputed(id, () => input);
  }

  getOrInsertComputed(id: string, make: (id: string) => ModelInput): Model {
    return this.get(id) ?? (this.set(id, make(id)).get(id) as Model);
  }

  forEach(callback: (model: Model, id: string, registry: Map<string, Model>) => void, thisArg?: unknown): void {
    for (const [id, model] of this) callback.call(thisArg, model, id, this);
  }

  keys(): MapIterator<string> {
    return this.#records.stored.keys();
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

  get [Symbol.toStringTag](): string {
    return "ModelRegistry";
  }

  /** Changes whenever a model may have changed: what was worked out under the same number still holds. */
  get version(): number {
    return this.#records.version;
  }

  /** What is wrong with the stored registry: facts left out of models because they cannot be right. */
  get problems(): readonly StoredProblem[] {
    this.#records.list();
    return this.#records.problems;
  }

  /** Where the registry is kept; `undefined` for one in memory. */
  get location(): string | undefined {
    return this.#persistence?.location;
  }

  /** Why nothing can be changed here; `undefined` when everything can. */
  get readOnly(): string | undefined {
    return this.#persistence?.readOnly;
  }

  /** Sentences a person should see: a broken file was kept aside, a backup was loaded. */
  get notices(): readonly string[] {
    return this.#persistence?.notices ?? [];
  }

  /** What is kept of an origin: when it last answered, how many models it listed. */
  origin(name: string): OriginRecord | undefined {
    return this.#records.origins.get(name);
  }

  /**
   * Where the value of a field comes from and what the other origins say; `path` is dotted: `pricing.input`.
   * @throws {ModelNotFoundError}
   */
  provenance(name: string, path: string): Provenance {
    return explainField(this.#records, this.require(name), path);
  }

  /** The fields on which origins are further apart than `by` (a share of the larger number). @default 0.1 */
  disagreements({ by = 0.1 }: { by?: number } = {}): Disagreement[] {
    return this.#records.list().flatMap((model) => disagreementsOf(this.#records, model, by));
  }

  /**
   * Takes in one origin's whole answer: new facts go to its own layer, models it no longer lists are marked, and an
   * empty answer or one of less than half the size changes nothing.
   * @throws {StoreError} when nothing can be saved here
   */
  import(origin: string, rows: Iterable<ModelInput>, options: ImportOptions = {}): ImportResult {
    this.#persistence?.mustBeWritable();
    parseOrigin(origin);
    const now = this.#now();
    const { stored: models, origins } = this.#records;
    const known = { models, names: this.#records.names(), now, asked: origins.has(origin) };
    const { result, changes, journal } = planImport(origin, rows, known, options);
    if (result.refused !== undefined) return result;
    this.#putOrigin(origin, originRecord(result.found, now, options));
    this.#persistence?.note(journal);
    this.#emit(Array.from(changes, ([id, stored]) => this.#put(id, stored)));
    return result;
  }

  /** Notes that an origin was asked and still says the same. */
  confirm(origin: string): void {
    this.#persistence?.mustBeWritable();
    const record = this.origin(origin);
    if (record !== undefined) this.#putOrigin(origin, { ...record, at: this.#now() });
  }

  /** What discoveries changed, as far back as the store keeps it, oldest first. @throws {StoreError} */
  async journal(): Promise<readonly JournalEntry[]> {
    return (await this.#persistence?.readJournal()) ?? [];
  }

  /** Calls `listener` after each change, with everything it changed; returns the function that ends it. */
  onChange(listener: (changes: readonly RegistryChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes over what other processes saved meanwhile. @throws {StoreError} */
  async refresh(): Promise<void> {
    await this.#persistence?.refresh();
  }

  /** Waits until every change so far is saved. @throws {StoreError} what saving threw; the changes wait for the next try */
  async flush(): Promise<void> {
    await this.#persistence?.flush();
  }

  /** Saves what is left and lets go of the store; afterwards nothing can be changed. @throws {StoreError} */
  async close(): Promise<void> {
    await this.#persistence?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #put(id: string, stored: StoredModel): RegistryChange {
    const before = this.#records.stored.get(id);
    this.#persistence?.touch(id, before);
    this.#records.put(id, stored);
    return { id, kind: before === undefined ? "added" : "changed" };
  }

  #putOrigin(origin: string, record: OriginRecord): void {
    this.#records.putOrigin(origin, record);
    this.#persistence?.touchOrigin(origin, record);
  }

  #emit(changes: readonly RegistryChange[]): void {
    if (changes.length > 0) for (const listener of [...this.#listeners]) listener(changes);
  }

  #now(): string {
    return this.#clock().toISOString();
  }
}
