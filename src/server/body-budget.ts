/** How many bytes of bodies are held by all requests together: those that are read, that wait, and that are answered. */
export class BodyBudget {
  readonly #mostBytes: number;
  #heldBytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Whether so many bytes more could be held now. */
  hasRoom(bytes: number): boolean {
    return this.#heldBytes + bytes <= this.#mostBytes;
  }

  /** Holds so many bytes more; `false` where they would be too many, which then are not held. */
  take(bytes: number): boolean {
    if (!this.hasRoom(bytes)) return false;
    this.#heldBytes += bytes;
    return true;
  }

  /** Gives back what was taken. */
  free(bytes: number): void {
    this.#heldBytes -= bytes;
  }
}
