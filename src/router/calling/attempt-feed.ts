import type { AttemptEvent } from "../../attempt.ts";
import type { Ledger } from "../../ledger.ts";

/** Whoever wants to know of attempts. */
export interface AttemptFeed {
  /** Whether anybody listens; what nobody hears need not be said. */
  readonly isHeard: boolean;
  add(listener: (attempt: AttemptEvent) => void): () => void;
  tell(attempt: AttemptEvent): void;
}

/** Tells ledger and listeners of each attempt; one that throws harms nobody, and is told of once as a warning of the process. */
export function createAttemptFeed(ledger: Ledger | undefined): AttemptFeed {
  // By registration, so that one function added twice is told twice and taken away once; a list of its own for each change,
  // so that whoever comes or goes while one is told changes nothing for that one.
  let listeners: readonly { readonly hear: (attempt: AttemptEvent) => unknown }[] = [];
  if (ledger !== undefined) listeners = [{ hear: (attempt) => ledger.record(attempt) }];
  let isWarned = false;
  const warn = (error: unknown): void => {
    if (isWarned) return;
    isWarned = true;
    const said = error instanceof Error ? error.message : String(error);
    process.emitWarning(`a listener of attempts threw, and may again: ${said}`, "ModelMallWarning");
  };
  return {
    get isHeard() {
      return listeners.length > 0;
    },
    add(listener) {
      const added = { hear: listener };
      listeners = [...listeners, added];
      return () => {
        listeners = listeners.filter((one) => one !== added);
      };
    },
    tell(attempt) {
      for (const { hear } of listeners) {
        try {
          const result = hear(attempt);
          if (result instanceof Promise) result.catch(warn);
        } catch (error) {
          warn(error);
        }
      }
    },
  };
}
