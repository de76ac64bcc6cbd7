/** What a view must tell: its entries, and whether those made earlier still hold. */
export interface ViewSource<Value> {
  readonly name: string;
  /** Changes whenever the entries may have changed. */
  version(): string | number;
  /** Makes the entries anew. */
  entries(): ReadonlyMap<string, Value>;
}

/**
 * A live, read-only Map over a registry: made when first looked at, and made again only when something has changed
 * since. A loop goes over the entries there were when it began.
 */
export class View<Value> implements ReadonlyMap<string, Value> {
  readonly name: string;
  readonly #source: ViewSource<Value>;
  #entries: ReadonlyMap<string, Value> = new Map();
  #version: string | number | undefined;

  constructor(source: ViewSource<Value>) {
    this.name = source.name;
    this.#source = source;
  }

  get(key: string): Value | undefined {
    return this.#current().get(key);
  }

  has(key: string): boolean {
    return this.#current().has(key);
  }

  get size(): number {
    return this.#current().size;
  }

  forEach(callback: (value: Value, key: string, view: ReadonlyMap<string, Value>) => void, thisArg?: unknown): void {
    for (const [key, value] of this) callback.call(thisArg, value, key, this);
  }

  keys(): MapIterator<string> {
    return this.#current().keys();
  }

  values(): MapIterator<Value> {
    return this.#current().values();
  }

  entries(): MapIterator<[string, Value]> {
    return this.#current().entries();
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return "View";
  }

  #current(): ReadonlyMap<string, Value> {
    const version = this.#source.version();
    if (version !== this.#version) {
      this.#entries = this.#source.entries();
      // Noted last: entries that could not be made are tried again at the next look.
      this.#version = version;
    }
    return this.#entries;
  }
}
