import type { Backend } from "../../backend.ts";

/** Of all connections, so that those of one backend can be used in turn. */
let uses = 0;

/** One backend opened with one of its keys: opened at its first use, closed when no config names it any longer. */
export class Connection {
  readonly #open: () => Backend;
  readonly #isOwn: boolean;
  #backend: Backend | undefined;
  #holders = 0;
  #lastUse = 0;
  /** Calls that run. */
  running = 0;

  constructor(open: () => Backend, isOwn: boolean) {
    this.#open = open;
    this.#isOwn = isOwn;
  }

  /** @throws what opening throws; the next use tries again */
  get backend(): Backend {
    this.#backend ??= this.#open();
    return this.#backend;
  }

  /** Which of all uses was its last; the smaller, the longer ago. */
  get lastUse(): number {
    return this.#lastUse;
  }

  /** A call begins. */
  use(): void {
    uses += 1;
    this.#lastUse = uses;
    this.running += 1;
  }

  /** A config names it. */
  hold(): void {
    this.#holders += 1;
  }

  /** A config names it no longer, and none of its calls runs; the last one closes what the router opened. */
  async release(): Promise<void> {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    const backend = this.#backend;
    this.#backend = undefined;
    if (this.#isOwn) await backend?.close();
  }
}
