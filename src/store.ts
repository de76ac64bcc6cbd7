import type { JournalContent, JournalEntry } from "./journal.ts";
import type { Facts } from "./model.ts";
import type { OriginKind } from "./source.ts";

/** What one origin said of one model, and when it last said something new. */
export interface StoredLayer {
  /** When these facts last changed (ISO 8601). */
  at: string;
  /** Since when the origin no longer lists the model (ISO 8601). */
  missingSince?: string;
  facts: Facts;
  /** Only in the `user` layer: what he took away from what the others say, as JSON Pointers (`/tags/old`). */
  erased?: string[];
}

/** Everything kept of one model: a layer for each origin that spoke of it. */
export interface StoredModel {
  createdAt: string;
  layers: Readonly<Record<string, StoredLayer>>;
}

/** What is kept of an origin as a whole. */
export interface OriginRecord {
  kind: OriginKind;
  /** When it last answered (ISO 8601). */
  at: string;
  /** How many models it listed then. */
  count: number;
  /** The address it was asked at, without user, password or query. */
  address?: string;
  /** What the server said identifies that answer, for asking again only if it changed. */
  etag?: string;
}

/** A registry as it is kept: plain, immutable data; unknown fields of every part are kept too. */
export interface RegistryState {
  readonly origins: ReadonlyMap<string, OriginRecord>;
  readonly models: ReadonlyMap<string, StoredModel>;
}

/** What changes in a registry; a model that is `undefined` is removed. */
export interface StateChange {
  readonly origins: ReadonlyMap<string, OriginRecord>;
  readonly models: ReadonlyMap<string, StoredModel | undefined>;
  /** What is added to the journal; a store that keeps none leaves it out. */
  readonly journal?: readonly JournalEntry[];
}

/** What reading a store gave. */
export interface StoreContent {
  state: RegistryState;
  /** Sentences a person must see: a broken file was kept aside, a backup was loaded. */
  notices: readonly string[];
  /** Why nothing can be saved here, when that is so. */
  readOnly?: string;
}

/** Where a registry is kept. */
export interface ModelStore {
  /** A path or an address, without secrets. */
  readonly location: string;
  /** What is kept now; objects that did not change since the last call are the same objects. */
  read(): Promise<StoreContent>;
  /**
   * Reads what is kept, asks `change` what to make of it, and saves that, as one step no other process can come between.
   * Returns what is kept afterwards. `change` is pure and quick.
   * @throws {StoreError} when it could not be saved; then nothing was.
   */
  update(change: (current: RegistryState) => StateChange): Promise<RegistryState>;
  /**
   * What updates added to the journal, oldest first, as far back as it is kept; absent where none is. An entry is there
   * when the update that brought it has succeeded, and may be when it failed: rather twice than never.
   */
  readJournal?(): Promise<JournalContent>;
  close?(): Promise<void>;
}
