import { StoreError } from "../errors.ts";
import type { JournalEntry } from "../journal.ts";
import type { ModelStore, OriginRecord, RegistryState, StateChange, StoredModel } from "../store.ts";
import { mergeChanges } from "./merge-changes.ts";

/** What is needed of the registry that is kept. */
export interface Kept {
  current(id: string): StoredModel | undefined;
  /** Takes over what is stored now, except where `isDirty` says there are newer changes of our own. */
  adopt(state: RegistryState, isDirty: (id: string) => boolean): void;
}

/** Keeps a registry in a store: changes are saved coalesced, one save at a time, joined with what others saved. */
export class Persistence {
  readonly #store: ModelStore;
  readonly #registry: Kept;
  /** Changed ids, each with the state it had when it was last saved. */
  #models = new Map<string, StoredModel | undefined>();
  #origins = new Map<string, OriginRecord>();
  #journal: readonly JournalEntry[] = [];
  #running: Promise<void> | undefined;
  #scheduled: NodeJS.Immediate | undefined;
  #closed = false;
  readOnly: string | undefined;
  readonly notices: string[] = [];

  constructor(store: ModelStore, registry: Kept) {
    this.#store = store;
    this.#registry = registry;
  }

  get location(): string {
    return this.#store.location;
  }

  /** @throws {StoreError} when nothing can be changed any more, or ever */
  mustBeWritable(): void {
    const { location } = this.#store;
    if (this.#closed)
      throw new StoreError("store_closed", location, "the registry was closed; open it again to change it");
    if (this.readOnly !== undefined) throw new StoreError("store_read_only", location, this.readOnly);
  }

  /** Notes that a model is about to change; `before` is its state until now. */
  touch(id: string, before: StoredModel | undefined): void {
    if (!this.#models.has(id)) this.#models.set(id, before);
    this.#schedule();
  }

  touchOrigin(origin: string, record: OriginRecord): void {
    this.#origins.set(origin, record);
    this.#schedule();
  }

  /** Notes what a discovery changed; it is saved together with the changes themselves. */
  note(entries: readonly JournalEntry[]): void {
    if (entries.length === 0 || this.#store.readJournal === undefined) return;
    this.#journal = [...this.#journal, ...entries];
    this.#schedule();
  }

  async readJournal(): Promise<readonly JournalEntry[]> {
    if (this.#store.readJournal === undefined) return [];
    await this.flush();
    const { entries, notices } = await this.#store.readJournal();
    this.notices.push(...notices);
    return entries;
  }

  async refresh(): Promise<void> {
    await this.#idle();
    await this.#run(async () => {
      const { state, notices, readOnly } = await this.#store.read();
      this.notices.push(...notices);
      this.readOnly = readOnly;
      this.#registry.adopt(state, (id) => this.#models.has(id));
    });
  }

  async flush(): Promise<void> {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    await this.#idle();
    if (this.#isDirty()) await this.#run(() => this.#save());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.flush();
    this.#closed = true;
    await this.#store.close?.();
  }

  #isDirty(): boolean {
    return this.#models.size > 0 || this.#origins.size > 0 || this.#journal.length > 0;
  }

  #schedule(): void {
    if (this.#scheduled !== undefined || this.#running !== undefined) return;
    // The immediate keeps the process alive, so a script that just ends still saves.
    this.#scheduled = setImmediate(() => {
      this.#scheduled = undefined;
      this.flush().catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        process.emitWarning(`the registry is not saved: ${message}`, "ModelMallWarning");
      });
    });
  }

  // What runs may have begun before the newest changes, and whoever began it is told how it ended.
  async #idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running.catch(() => undefined);
  }

  async #run(task: () => Promise<void>): Promise<void> {
    this.#running = task();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
      if (this.#isDirty() && this.#models !== this.#failed) this.#schedule();
    }
  }

  /** The changes of a save that failed; they wait for the next change or flush instead of failing over and over. */
  #failed: Map<string, StoredModel | undefined> | undefined;

  async #save(): Promise<void> {
    const models = this.#models;
    const origins = this.#origins;
    const journal = this.#journal;
    const ours = new Map(Array.from(models.keys(), (id) => [id, this.#registry.current(id)]));
    this.#models = new Map();
    this.#origins = new Map();
    this.#journal = [];
    let state: RegistryState;
    try {
      state = await this.#store.update((current) => ({
        ...joinChanges(models, ours, origins, current),
        ...(journal.length > 0 && { journal }),
      }));
    } catch (error) {
      this.#models = new Map([...this.#models, ...models]);
      this.#origins = new Map([...origins, ...this.#origins]);
      this.#journal = [...journal, ...this.#journal];
      this.#failed = this.#models;
      throw error;
    }
    // What changed while we saved was changed from the state we saved: that is its base now.
    for (const id of this.#models.keys()) if (ours.has(id)) this.#models.set(id, ours.get(id));
    this.#registry.adopt(state, (id) => this.#models.has(id));
  }
}

function joinChanges(
  bases: ReadonlyMap<string, StoredModel | undefined>,
  ours: ReadonlyMap<string, StoredModel | undefined>,
  origins: ReadonlyMap<string, OriginRecord>,
  current: RegistryState,
): StateChange {
  const models = new Map<string, StoredModel | undefined>();
  for (const [id, base] of bases) {
    const theirs = current.models.get(id);
    const joined = mergeChanges(base, ours.get(id), theirs);
    if (joined !== theirs) models.set(id, joined);
  }
  return { models, origins };
}
