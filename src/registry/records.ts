import { InvalidInputError } from "../errors.ts";
import type { Model } from "../model.ts";
import { ModelTable } from "../query/model-table.ts";
import type { OriginRecord, RegistryState, StoredModel } from "../store.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { toModel } from "./merge-layers.ts";
import { indexNames, type NameIndex } from "./name-index.ts";
import { USER } from "./origin-order.ts";
import { indexModels, type PostingLists } from "./posting-lists.ts";
import { type StoredProblem, withSoundFacts } from "./stored-facts.ts";

/** One id that changed, and how. */
export interface RegistryChange {
  id: string;
  kind: "added" | "changed" | "removed";
}

/** The records behind a registry: stored layers, and the models and indexes made from them when first asked for. */
export class Records {
  readonly stored = new Map<string, StoredModel>();
  readonly origins = new Map<string, OriginRecord>();
  readonly problems: StoredProblem[] = [];
  /** The aliases users gave, each with its one model. */
  readonly userAliases = new Map<string, string>();
  /** Counts up whenever a model may read differently than before. */
  version = 0;
  /** The models built so far. */
  readonly built = new Map<string, Model>();
  #list: readonly Model[] | undefined;
  #table: ModelTable | undefined;
  #postings: PostingLists | undefined;
  #names: NameIndex | undefined;

  get(id: string): Model | undefined {
    return this.built.get(id) ?? this.#build(id);
  }

  put(id: string, stored: StoredModel): void {
    this.#moveAliases(id, stored);
    this.stored.set(id, stored);
    this.built.delete(id);
    this.#forgetIndexes();
  }

  remove(id: string): void {
    this.#moveAliases(id, undefined);
    this.stored.delete(id);
    this.built.delete(id);
    this.#forgetIndexes();
  }

  putOrigin(origin: string, record: OriginRecord): void {
    const before = this.origins.get(origin);
    this.origins.set(origin, record);
    if (before?.kind === record.kind) return;
    // The kind of an origin decides whose word counts, so every merged model may read differently now.
    this.built.clear();
    this.#forgetIndexes();
  }

  /**
   * Refuses an alias of the user's that is another model's id or the alias he gave another model.
   * @throws {InvalidInputError}
   */
  refuseTakenAliases(id: string, stored: StoredModel): void {
    for (const alias of stored.layers[USER]?.facts.aliases ?? []) {
      const holder = this.stored.has(alias) ? alias : this.userAliases.get(alias);
      if (holder === undefined || holder === id) continue;
      const what = holder === alias ? "is the id of a model" : `already means ${holder}`;
      throw new InvalidInputError(`model ${id}`, [{ path: "aliases", message: `"${alias}" ${what}; choose another` }]);
    }
  }

  /** Takes over a stored state, except the ids of newer changes; returns what that changed. */
  adopt(state: RegistryState, isDirty: (id: string) => boolean): RegistryChange[] {
    const changes: RegistryChange[] = [];
    for (const [origin, record] of state.origins) this.putOrigin(origin, record);
    for (const [id, theirs] of state.models) {
      const ours = this.stored.get(id);
      if (ours === theirs || isDirty(id)) continue;
      if (!jsonEqual(ours, theirs)) changes.push({ id, kind: ours === undefined ? "added" : "changed" });
      this.put(id, theirs);
    }
    for (const id of this.stored.size > state.models.size ? [...this.stored.keys()] : []) {
      if (state.models.has(id) || isDirty(id)) continue;
      changes.push({ id, kind: "removed" });
      this.remove(id);
    }
    return changes;
  }

  /** All models in order; the same array until something changes. */
  list(): readonly Model[] {
    this.#list ??= Array.from(this.stored.keys(), (id) => this.get(id) as Model);
    return this.#list;
  }

  /** All models for questions asked again and again; the same until something changes. */
  table(): ModelTable {
    this.#table ??= new ModelTable(this.list());
    return this.#table;
  }

  postings(): PostingLists {
    this.#postings ??= indexModels(this.list());
    return this.#postings;
  }

  names(): NameIndex {
    this.#names ??= indexNames(
      this.list(),
      (id, alias) => this.stored.get(id)?.layers[USER]?.facts.aliases?.includes(alias) ?? false,
    );
    return this.#names;
  }

  #build(id: string): Model | undefined {
    const stored = this.stored.get(id);
    if (stored === undefined) return undefined;
    const sound = withSoundFacts(id, stored, (problem) => this.problems.push(problem));
    const model = toModel(id, sound, this.origins);
    this.built.set(id, model);
    return model;
  }

  #moveAliases(id: string, stored: StoredModel | undefined): void {
    const before = this.stored.get(id)?.layers[USER]?.facts.aliases;
    const after = stored?.layers[USER]?.facts.aliases;
    if (before === after) return;
    for (const alias of before ?? []) if (this.userAliases.get(alias) === id) this.userAliases.delete(alias);
    for (const alias of after ?? []) this.userAliases.set(alias, id);
  }

  #forgetIndexes(): void {
    this.version += 1;
    this.#list = undefined;
    this.#table = undefined;
    this.#postings = undefined;
    this.#names = undefined;
  }
}
