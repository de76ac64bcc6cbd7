import type { JournalEntry } from "./journal.ts";
import { type Model, type ModelInput, parseId } from "./model.ts";
import { type AttachedModels, NOTHING_ATTACHED } from "./registry/attached.ts";
import { originRecord, planImport } from "./registry/import-answer.ts";
import type { ImportOptions, ImportResult } from "./registry/import-result.ts";
import { listings, withKept } from "./registry/listings.ts";
import { ModelLookup } from "./registry/model-lookup.ts";
import { parseOrigin } from "./registry/origin-order.ts";
import { Persistence } from "./registry/persistence.ts";
import type { RegistryChange } from "./registry/records.ts";
import { refuseAttached } from "./registry/refuse-attached.ts";
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
export class ModelRegistry extends ModelLookup implements Map<string, Model> {
  readonly #listeners = new Set<(changes: readonly RegistryChange[]) => void>();
  readonly #clock: () => Date;
  #persistence: Persistence | undefined;

  /** A registry in memory, filled like `new Map(entries)`. @throws {InvalidInputError} when a value is no model */
  constructor(entries?: Iterable<readonly [string, ModelInput]> | null, options: RegistryOptions = {}) {
    super();
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
      current: (id) => registry.records.kept(id),
      adopt: (state, isDirty) => registry.#emit(registry.records.adopt(state, isDirty)),
    });
    await registry.refresh();
    return registry;
  }

  /**
   * Says what a model is; the key wins over `input.id`, which must be the same or absent. On a model that other
   * origins describe, only the difference is recorded, so that discovering again never touches it.
   * @throws {InvalidInputError} @throws {StoreError} when nothing can be saved here
   */
  set(id: string, input: ModelInput): this {
    this.#persistence?.mustBeWritable();
    const key = parseId(id);
    const before = this.records.layered(key);
    const after = planUserChange(key, input, { stored: before, origins: this.records.origins, now: this.#now() });
    if (after === before) return this;
    this.records.refuseTakenAliases(key, after);
    this.#emit([this.#put(key, this.records.toKeep(key, after))]);
    return this;
  }

  /** @throws {InvalidInputError} for a model of the config in use: it is removed there */
  delete(id: string): boolean {
    this.#persistence?.mustBeWritable();
    if (this.records.isAttached(id)) throw refuseAttached([id]);
    const before = this.records.stored.get(id);
    if (before === undefined) return false;
    this.#persistence?.touch(id, before);
    this.records.remove(id);
    this.#emit([{ id, kind: "removed" }]);
    return true;
  }

  /** @throws {InvalidInputError} while a config is in use that exposes models; then nothing is deleted */
  clear(): void {
    const attached = [...this.keys()].filter((id) => this.records.isAttached(id));
    if (attached.length > 0) throw refuseAttached(attached);
    for (const id of [...this.keys()]) this.delete(id);
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

  get [Symbol.toStringTag](): string {
    return "ModelRegistry";
  }

  /**
   * Shows the models of a config beside those that are kept, in place of those of the one before; `undefined` shows
   * none. They are never saved. What the user says of one is, and waits in the store when the config is gone.
   */
  attach(models: AttachedModels | undefined): void {
    const at = this.#now();
    this.#emit(this.records.attach(models === undefined ? NOTHING_ATTACHED : { models, at }));
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

  /**
   * Takes in one origin's whole answer: new facts go to its own layer, models it no longer lists are marked, and an
   * empty answer or one of less than half the size changes nothing.
   * @throws {StoreError} when nothing can be saved here
   */
  import(origin: string, rows: Iterable<ModelInput>, options: ImportOptions = {}): ImportResult {
    this.#persistence?.mustBeWritable();
    parseOrigin(origin);
    const now = this.#now();
    const known = { ...listings(this.records), now, asked: this.records.origins.has(origin) };
    const { result, changes, journal } = planImport(origin, rows, known, options);
    if (result.refused !== undefined) return result;
    this.#putOrigin(origin, originRecord(result.found, now, options));
    this.#persistence?.note(journal);
    this.#emit(Array.from(changes, ([id, stored]) => this.#put(id, withKept(this.records.kept(id), stored))));
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
    const before = this.records.kept(id);
    const isNew = !this.has(id);
    this.#persistence?.touch(id, before);
    this.records.put(id, stored);
    return { id, kind: isNew ? "added" : "changed" };
  }

  #putOrigin(origin: string, record: OriginRecord): void {
    this.records.putOrigin(origin, record);
    this.#persistence?.touchOrigin(origin, record);
  }

  #emit(changes: readonly RegistryChange[]): void {
    if (changes.length > 0) for (const listener of [...this.#listeners]) listener(changes);
  }

  #now(): string {
    return this.#clock().toISOString();
  }
}
