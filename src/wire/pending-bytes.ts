const SMALLEST = 1_024;

/** The beginning of a line whose end has not come, copied together so that nothing else is held. */
export class PendingBytes {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Buffer): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(SMALLEST, length, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    bytes.copy(this.#bytes, this.#length);
    this.#length = length;
  }

  /** All of it as text, which is then gone. Bytes that are no UTF-8 become U+FFFD. */
  takeText(): string {
    const text = this.#bytes.toString("utf8", 0, this.#length);
    this.#length = 0;
    // One long line must not be held for the whole stream.
    if (this.#bytes.length > 64 * SMALLEST) this.#bytes = Buffer.alloc(0);
    return text;
  }
}
