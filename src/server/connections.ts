import type { Socket } from "node:net";

/** The connections of a server, and how many requests of each are being answered. */
export class Connections {
  readonly #running = new Map<Socket, number>();

  add(connection: Socket): void {
    this.#running.set(connection, 0);
    connection.on("close", () => this.#running.delete(connection));
  }

  /** A request of it is to be answered. */
  began(connection: Socket): void {
    this.#count(connection, 1);
  }

  /** Once for each that began. */
  ended(connection: Socket): void {
    this.#count(connection, -1);
  }

  /** Those that nothing is answered on. */
  get idle(): readonly Socket[] {
    return [...this.#running].flatMap(([connection, running]) => (running === 0 ? [connection] : []));
  }

  /** Whether something of an answer still has to be sent. */
  get areSending(): boolean {
    return [...this.#running].some(([connection, running]) => running > 0 && connection.writableLength > 0);
  }

  #count(connection: Socket, change: 1 | -1): void {
    const running = this.#running.get(connection);
    if (running !== undefined) this.#running.set(connection, running + change);
  }
}
