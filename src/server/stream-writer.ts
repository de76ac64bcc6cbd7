import type { ServerResponse } from "node:http";

/** Characters that wait at most. */
const MOST_WAITING = 64 * 1_024;

/** Writes what comes in one go by one write: each costs about as much as reading and translating a piece of an answer. */
export class StreamWriter {
  readonly #response: ServerResponse;
  #waiting = "";

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** A piece of the body; it is written once nothing more is there to be done at once. */
  add(text: string): void {
    // Ticks come when the promises that are settled have been told of.
    if (this.#waiting === "") process.nextTick(this.#flush);
    this.#waiting += text;
    if (this.#waiting.length >= MOST_WAITING) this.#flush();
  }

  /** What is not written yet, for whoever writes it with the end. */
  take(): string {
    const waiting = this.#waiting;
    this.#waiting = "";
    return waiting;
  }

  readonly #flush = (): void => {
    const text = this.take();
    if (text !== "" && !this.#response.destroyed) this.#response.write(text);
  };
}
