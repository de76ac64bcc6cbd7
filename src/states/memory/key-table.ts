/** What is kept under a key; it tells when it is worth nothing any more. */
export interface Kept {
  /** When it was asked for last, in milliseconds. */
  usedAt: number;
  /** Whether forgetting it changes nothing. */
  isIdle(now: number): boolean;
}

const LOOKED_AT_PER_KEY = 2;
const COMPARED = 8;

/**
 * Something for each key, with bounded memory and no timer: each new key pays for a look at two others, and what is idle
 * is forgotten. Above the most, the least recently used of a few goes (as in Redis, which samples too).
 */
export class KeyTable<Value extends Kept> {
  readonly #kept = new Map<string, Value>();
  readonly #most: number;
  #cursor = this.#kept.entries();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** What is kept under a key. */
  get(key: string, now: number): Value | undefined {
    const value = this.#kept.get(key);
    if (value !== undefined) value.usedAt = now;
    return value;
  }

  /** Keeps a value under a key, in place of another. */
  set(key: string, value: Value, now: number): void {
    if (!this.#kept.has(key)) this.#makeRoom(now);
    this.#kept.set(key, value);
  }

  delete(key: string): void {
    this.#kept.delete(key);
  }

  #makeRoom(now: number): void {
    for (let looked = 0; looked < LOOKED_AT_PER_KEY; looked += 1) {
      const next = this.#next();
      if (next?.[1].isIdle(now)) this.#kept.delete(next[0]);
    }
    if (this.#kept.size < this.#most) return;
    let oldest = this.#next();
    for (let compared = 1; compared < COMPARED && oldest !== undefined && !oldest[1].isIdle(now); compared += 1) {
      const other = this.#next();
      if (other !== undefined && (other[1].isIdle(now) || other[1].usedAt < oldest[1].usedAt)) oldest = other;
    }
    if (oldest !== undefined) this.#kept.delete(oldest[0]);
  }

  #next(): [string, Value] | undefined {
    let next = this.#cursor.next();
    if (next.done) {
      this.#cursor = this.#kept.entries();
      next = this.#cursor.next();
    }
    return next.done ? undefined : next.value;
  }
}
