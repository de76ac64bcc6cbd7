import { randomBytes } from "node:crypto";
import * as promises from "node:fs/promises";
import { resolve } from "node:path";
import type { Low } from "lowdb";
import { InvalidInputError, StoreError } from "../errors.ts";
import type { ModelStore, RegistryState, StateChange } from "../store.ts";
import { overlay } from "../util/overlay.ts";
import { emptyDocument, type RegistryDocument, type Strays } from "./json/document.ts";
import type { FileSystem } from "./json/file-system.ts";
import type { RegistryFileState } from "./json/inspect.ts";
import { RegistryFile } from "./json/registry-file.ts";

export type { FileSystem } from "./json/file-system.ts";
export type { RegistryFileState, SeenFile } from "./json/inspect.ts";

export interface JsonStoreOptions {
  /** The registry file; it and its folder are created at the first save. */
  path: string;
  /** How long to wait, in milliseconds, while another process saves. @default 10_000 */
  lockTimeoutMs?: number;
  /** @default node:fs/promises */
  fs?: FileSystem;
  /** Tells the time. @default the system's clock */
  clock?: () => Date;
  /** Gives temporary files names nobody can guess. @default 24 random hexadecimal digits */
  random?: () => string;
}

/**
 * Keeps a registry in one JSON file, shared by any number of processes on a machine: whatever is killed, full or
 * broken, the file holds the last saved registry or the one before it.
 */
export function json({
  path,
  lockTimeoutMs = 10_000,
  fs = promises,
  clock = () => new Date(),
  random = () => randomBytes(12).toString("hex"),
}: JsonStoreOptions): ModelStore {
  if (typeof path !== "string" || path === "") {
    throw new InvalidInputError("json store", [{ path: "path", message: "expected the path of a file" }]);
  }
  const location = resolve(path);
  const file = new RegistryFile({ path: location, lockTimeoutMs, fs, clock, random });
  let opened: Promise<Low<RegistryDocument>> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  // One call at a time: the file is shared with other processes, this data with nobody.
  const inTurn = <Result>(task: (low: Low<RegistryDocument>) => Promise<Result>): Promise<Result> => {
    if (closed) {
      return Promise.reject(new StoreError("store_closed", location, "the store was closed; open it again to go on"));
    }
    opened ??= open(file);
    const database = opened;
    const result = last.then(async () => task(await database));
    last = result.catch(() => undefined);
    return result;
  };

  return {
    location,
    read: () =>
      inTurn(async (low) => {
        await low.read();
        const { state, readOnly } = low.data;
        return {
          state: copyOf(state),
          notices: file.takeNotices(),
          ...(readOnly === undefined ? {} : { readOnly }),
        };
      }),
    update: (change) =>
      inTurn((low) =>
        file.locked(async () => {
          await low.read();
          const before = low.data;
          if (before.readOnly !== undefined) throw new StoreError("store_read_only", location, before.readOnly);
          const asked = change(copyOf(before.state));
          // Before the registry itself: what is noted twice can be told apart, what is never noted is lost.
          if (asked.journal !== undefined && asked.journal.length > 0) await file.appendJournal(asked.journal);
          low.data = changed(before, asked);
          if (low.data !== before) await low.write();
          return copyOf(low.data.state);
        }),
      ),
    readJournal: () => inTurn(() => file.readJournal()),
    async close() {
      closed = true;
      await last;
    },
  };
}

/** Looks at a registry file and what belongs to it; nothing is opened, taken or mended. @throws when the path leads nowhere */
export async function inspectRegistryFile(path: string): Promise<RegistryFileState> {
  const { inspect } = await import("./json/inspect.ts");
  return inspect(path);
}

async function open(file: RegistryFile): Promise<Low<RegistryDocument>> {
  const { Low } = await import("lowdb");
  return new Low<RegistryDocument>(file, emptyDocument());
}

function changed(before: RegistryDocument, change: StateChange): RegistryDocument {
  const origins = overlay(before.state.origins, change.origins);
  const models = overlay(before.state.models, change.models);
  const strays: Strays = {
    origins: withoutKeysOf(change.origins, before.strays.origins),
    models: withoutKeysOf(change.models, before.strays.models),
  };
  const same = origins === before.state.origins && models === before.state.models;
  if (same && strays.origins === before.strays.origins && strays.models === before.strays.models) return before;
  return { ...before, state: { origins, models }, strays };
}

// A record that was malformed is replaced, or removed, by whoever sets or removes it anew.
function withoutKeysOf(
  change: ReadonlyMap<string, unknown>,
  strays: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, unknown> {
  const left = Array.from(strays).filter(([key]) => !change.has(key));
  return left.length === strays.size ? strays : new Map(left);
}

// The Maps are ours alone, so nobody changes what is kept by changing what he was given.
function copyOf({ origins, models }: RegistryState): RegistryState {
  return { origins: new Map(origins), models: new Map(models) };
}
