/** Functions that are told of events. */
export interface Listeners<Event> {
  /** Adds one; returns what takes it away. */
  add(listener: (event: Event) => void): () => void;
  tell(event: Event): void;
  /** Tells the process of what went wrong where nobody waits for it. */
  warn(error: unknown): void;
  clear(): void;
}

/** Listeners that cannot harm each other or who tells them: what one throws becomes a warning of the process. */
export function createListeners<Event>(what: string): Listeners<Event> {
  // By registration, so that one function added twice is told twice and taken away once.
  const listeners = new Map<symbol, (event: Event) => unknown>();
  const warn = (error: unknown) =>
    process.emitWarning(`${what} threw: ${error instanceof Error ? error.message : String(error)}`);
  return {
    add(listener) {
      const key = Symbol();
      listeners.set(key, listener);
      return () => void listeners.delete(key);
    },
    tell(event) {
      for (const listener of [...listeners.values()]) {
        try {
          Promise.resolve(listener(event)).catch(warn);
        } catch (error) {
          warn(error);
        }
      }
    },
    warn,
    clear: () => listeners.clear(),
  };
}
