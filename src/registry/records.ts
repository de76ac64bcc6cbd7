import { InvalidInputError } from "../errors.ts";
import type { Facts, Model } from "../model.ts";
import { ModelTable } from "../query/model-table.ts";
import type { OriginRecord, RegistryState, StoredModel } from "../store.ts";
import { jsonEqual } from "../util/json-equal.ts";
import {
  type Attachment,
  isOfConfig,
  isPlaceholder,
  NOTHING_ATTACHED,
  placeholder,
  withAttached,
  withoutAttached,
} from "./attached.ts";
import { factsAt } from "./facts-at.ts";
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
  /** Every id, with what is kept of it; of a model that only a config names, nothing is. */
  readonly stored = new Map<string, StoredModel>();
  readonly origins = new Map<string, OriginRecord>();
  readonly problems: StoredProblem[] = [];
  /** The aliases users gave, each with its one model. */
  readonly userAliases = new Map<string, string>();
  /** Counts up whenever a model may read differently than before. */
  version = 0;
  /** Counts up whenever a listing may: not when a config is attached. */
  listingVersion = 0;
  /** The models built so far. */
  readonly built = new Map<string, Model>();
  #attachment = NOTHING_ATTACHED;
  #isAttachedBuilt = false;
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
    this.#listingsChanged();
  }

  remove(id: string): void {
    this.#moveAliases(id, undefined);
    if (this.isAttached(id)) this.stored.set(id, placeholder(this.#attachment.at));
    else this.stored.delete(id);
    this.built.delete(id);
    this.#listingsChanged();
  }

  putOrigin(origin: string, record: OriginRecord): void {
    const before = this.origins.get(origin);
    this.origins.set(origin, record);
    if (before?.kind === record.kind) return;
    // The kind of an origin decides whose word counts, so every merged model may read differently now.
    this.built.clear();
    this.#listingsChanged();
  }

  /** Shows other models of a config than before; returns what that changed. */
  attach(attachment: Attachment): RegistryChange[] {
    const before = this.#attachment;
    const changes: RegistryChange[] = [];
    this.#forgetIndexes();
    this.#attachment = attachment;
    for (const id of before.models.ids) {
      if (attachment.models.ids.has(id)) continue;
      const isGone = this.kept(id) === undefined;
      if (isGone) this.stored.delete(id);
      this.built.delete(id);
      changes.push({ id, kind: isGone ? "removed" : "changed" });
    }
    for (const id of attachment.models.ids) {
      const isNew = !this.stored.has(id);
      if (isNew) this.stored.set(id, placeholder(attachment.at));
      this.built.delete(id);
      changes.push({ id, kind: isNew ? "added" : "changed" });
    }
    return changes;
  }

  get hasAttached(): boolean {
    return this.#attachment.models.ids.size > 0;
  }

  isAttached(id: string): boolean {
    return this.#attachment.models.ids.has(id);
  }

  /** What is saved of a model. */
  kept(id: string): StoredModel | undefined {
    const stored = this.stored.get(id);
    return stored === undefined || isPlaceholder(stored) ? undefined : stored;
  }

  /** What everybody says of a model, the config too. */
  layered(id: string): StoredModel | undefined {
    const stored = this.stored.get(id);
    return stored !== undefined && this.isAttached(id) ? withAttached(id, stored, this.#attachment) : stored;
  }

  /** What is to be kept of a model as `layered` gave it and somebody changed it. */
  toKeep(id: string, layered: StoredModel): StoredModel {
    return this.isAttached(id) ? withoutAttached(layered, this.#attachment) : layered;
  }

  /** Whether somebody other than a config says that a model exists. */
  isListed(id: string): boolean {
    const stored = this.stored.get(id);
    return stored !== undefined && !isOfConfig(stored);
  }

  /** A listing as it reads without what a config says; `undefined` for what is none. */
  listing(id: string): Model | undefined {
    const stored = this.stored.get(id);
    if (stored === undefined || isOfConfig(stored)) return undefined;
    return this.isAttached(id) ? toModel(id, sound(id, stored), this.origins) : this.get(id);
  }

  /** The facts of a listing at one provider, without what a config says. */
  listingAt(id: string, provider: string): Facts | undefined {
    const stored = this.stored.get(id);
    if (stored === undefined || isOfConfig(stored)) return undefined;
    return factsAt(id, sound(id, stored), this.origins, provider);
  }

  /**
   * Refuses an alias of the user's that is another model's id or the alias he gave another model.
   * @throws {InvalidInputError}
   */
  refuseTakenAliases(id: string, stored: StoredModel): void {
    for (const alias of stored.layers[USER]?.facts.aliases ?? []) {
      const taken = this.userAliases.get(alias) ?? this.#attachment.models.aliases.get(alias);
      const holder = this.stored.has(alias) ? alias : taken;
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
      const ours = this.kept(id);
      if (ours === theirs || isDirty(id)) continue;
      if (!jsonEqual(ours, theirs)) changes.push({ id, kind: this.stored.has(id) ? "changed" : "added" });
      this.put(id, theirs);
    }
    for (const id of this.stored.size > state.models.size ? [...this.stored.keys()] : []) {
      if (state.models.has(id) || isDirty(id) || this.kept(id) === undefined) continue;
      changes.push({ id, kind: this.isAttached(id) ? "changed" : "removed" });
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
    this.#names ??= indexNames(this.list(), {
      isUserAlias: (id, alias) =>
        this.#attachment.models.aliases.get(alias) === id ||
        (this.stored.get(id)?.layers[USER]?.facts.aliases?.includes(alias) ?? false),
      hasBareName: (id) => this.isListed(id),
    });
    return this.#names;
  }

  #build(id: string): Model | undefined {
    const layered = this.layered(id);
    if (layered === undefined) return undefined;
    const checked = withSoundFacts(id, layered, (problem) => this.problems.push(problem));
    const model = toModel(id, checked, this.origins);
    this.built.set(id, model);
    if (this.isAttached(id)) this.#isAttachedBuilt = true;
    return model;
  }

  #moveAliases(id: string, stored: StoredModel | undefined): void {
    const before = this.stored.get(id)?.layers[USER]?.facts.aliases;
    const after = stored?.layers[USER]?.facts.aliases;
    if (before === after) return;
    for (const alias of before ?? []) if (this.userAliases.get(alias) === id) this.userAliases.delete(alias);
    for (const alias of after ?? []) this.userAliases.set(alias, id);
  }

  #listingsChanged(): void {
    this.listingVersion += 1;
    this.#forgetIndexes();
  }

  #forgetIndexes(): void {
    this.version += 1;
    this.#list = undefined;
    this.#table = undefined;
    this.#postings = undefined;
    this.#names = undefined;
    if (!this.#isAttachedBuilt) return;
    // What a config exposes is priced and described by its targets, and one of them may have changed.
    for (const id of this.#attachment.models.ids) this.built.delete(id);
    this.#isAttachedBuilt = false;
  }
}

// What is wrong is reported when the model itself is built.
function sound(id: string, stored: StoredModel): StoredModel {
  return withSoundFacts(id, stored, () => {});
}
