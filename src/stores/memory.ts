import { StoreError } from "../errors.ts";
import type { JournalEntry } from "../journal.ts";
import type { ModelStore, RegistryState } from "../store.ts";
import { overlay } from "../util/overlay.ts";

const LOCATION = "memory";
const MOST_ENTRIES = 10_000;

/** Keeps a registry in this process only: for tests, and for programs that fill theirs anew each time. */
export function memory(initial?: RegistryState): ModelStore {
  let state = copyOf(initial ?? { origins: new Map(), models: new Map() });
  let journal: readonly JournalEntry[] = [];
  let closed = false;
  const mustBeOpen = (): void => {
    if (closed) throw new StoreError("store_closed", LOCATION, "the store was closed; make another one to go on");
  };
  return {
    location: LOCATION,
    async read() {
      mustBeOpen();
      return { state: copyOf(state), notices: [] };
    },
    async update(change) {
      mustBeOpen();
      const { origins, models, journal: noted = [] } = change(copyOf(state));
      journal = [...journal, ...noted].slice(-MOST_ENTRIES);
      state = { origins: overlay(state.origins, origins), models: overlay(state.models, models) };
      return copyOf(state);
    },
    async readJournal() {
      mustBeOpen();
      return { entries: [...journal], notices: [] };
    },
    async close() {
      closed = true;
    },
  };
}

// The Maps are ours alone, so nobody changes what is kept by changing what he gave or was given.
function copyOf({ origins, models }: RegistryState): RegistryState {
  return { origins: new Map(origins), models: new Map(models) };
}
