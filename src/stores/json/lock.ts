import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../../errors.ts";
import { errorCode, storeFailure } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";
import { linksUnsupported } from "./links-unsupported.ts";
import { abandon, type LockOwner, type OwnerState, parseOwner, stateOf, thisOwner } from "./lock-owner.ts";
import { writeNew } from "./write-new.ts";

const LONGEST_PAUSE_MS = 15;

export interface LockOptions {
  fs: FileSystem;
  timeoutMs: number;
  /** Gives a name nobody can guess. */
  random: () => string;
}

/** A lock that is held. */
export interface Lock {
  /** @throws {StoreError} when somebody removed the lock file, so that others may be at work */
  mustBeHeld(): Promise<void>;
  release(): Promise<void>;
}

interface Held {
  text: string;
  owner: LockOwner | undefined;
  state: OwnerState;
}

/**
 * Takes the lock of a file, `<file>.lock`, waiting while another has it; a lock is broken only when its owner is dead.
 * @throws {StoreError} `store_locked` when it is still held after `timeoutMs`
 */
async function takeLock(file: string, options: LockOptions): Promise<Lock> {
  return await take(file, `${file}.lock`, options);
}

async function take(file: string, path: string, options: LockOptions): Promise<Lock> {
  const { fs, timeoutMs, random } = options;
  const nonce = random();
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const held = await inspect(path, fs);
    if (held === undefined && (await create(path, nonce, options))) return lockAt(file, path, nonce, fs);
    if (held?.state === "dead") {
      await breakLock(file, path, held, { ...options, timeoutMs: Math.max(0, deadline - performance.now()) });
      continue;
    }
    // Checked after trying, so that a process that was itself paused tries once more before it gives up.
    if (performance.now() >= deadline) throw lockedError(file, path, held, timeoutMs);
    await delay(1 + Math.random() * (LONGEST_PAUSE_MS - 1));
  }
}

async function inspect(path: string, fs: FileSystem): Promise<Held | undefined> {
  const text = await readIfThere(path, fs);
  if (text === undefined) return undefined;
  const owner = parseOwner(text);
  return { text, owner, state: owner === undefined ? "unknown" : await stateOf(owner) };
}

async function readIfThere(path: string, fs: FileSystem): Promise<string | undefined> {
  try {
    return await fs.readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

// The lock appears together with its content: by a hard link to a file that is complete already.
async function create(path: string, nonce: string, { fs, random }: LockOptions): Promise<boolean> {
  const text = JSON.stringify(await thisOwner(nonce));
  const temporary = `${path}.tmp-${random()}`;
  await writeNew(temporary, text, fs);
  try {
    // ENOENT: our file was so old that another process took it for a leftover.
    return await unless(["EEXIST", "ENOENT"], () => fs.link(temporary, path));
  } catch (error) {
    if (!linksUnsupported(error)) throw error;
    return await unless(["EEXIST"], () => writeNew(path, text, fs));
  } finally {
    await fs.unlink(temporary).catch(() => undefined);
  }
}

async function unless(codes: readonly string[], create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if (codes.includes(errorCode(error))) return false;
    throw error;
  }
}

// Of several processes that see a dead owner's lock, one at a time may remove it, and only while it is still that one:
// otherwise the second would remove the lock the first has just taken for itself.
async function breakLock(file: string, path: string, dead: Held, options: LockOptions): Promise<void> {
  const guard = await take(file, `${path}.break`, options);
  try {
    if ((await readIfThere(path, options.fs)) === dead.text) await options.fs.unlink(path);
  } finally {
    await guard.release();
  }
}

function lockAt(file: string, path: string, nonce: string, fs: FileSystem): Lock {
  const isOurs = async () => parseOwner((await readIfThere(path, fs)) ?? "")?.nonce === nonce;
  return {
    async mustBeHeld() {
      if (await isOurs()) return;
      throw new StoreError("store_failed", file, `somebody removed our lock ${path}, so nothing was saved; try again`);
    },
    async release() {
      const remove = async () => {
        if (await isOurs()) await fs.unlink(path);
      };
      // What was done under the lock is done; a lock that will not go is only marked as nobody's.
      await remove()
        .catch(remove)
        .catch(() => abandon(nonce));
    },
  };
}

function lockedError(file: string, path: string, held: Held | undefined, timeoutMs: number): StoreError {
  const waited = `waited ${Math.round(timeoutMs) / 1000} s`;
  if (held === undefined) {
    return new StoreError("store_locked", file, `${waited} for ${path}; others were faster each time, try again`);
  }
  const { owner, state } = held;
  const remedy = `remove ${path} if no program uses the registry`;
  if (owner === undefined) {
    return new StoreError("store_locked", file, `${waited} for ${path}, which does not say who holds it; ${remedy}`);
  }
  const who = `process ${owner.pid} on ${owner.host}`;
  const message =
    state === "alive"
      ? `${waited} for ${path}, held by ${who}, which is running or paused; let it finish or end it, then try again`
      : `${waited} for ${path}, held by ${who}, which cannot be seen from here; let it finish, or ${remedy}`;
  return new StoreError("store_locked", file, message);
}

/** Runs a task under the lock of a file. */
export async function withLock<Result>(
  file: string,
  options: LockOptions,
  task: (lock: Lock) => Promise<Result>,
): Promise<Result> {
  let lock: Lock;
  try {
    lock = await takeLock(file, options);
  } catch (error) {
    throw storeFailure(file, `create the lock ${file}.lock`, error);
  }
  try {
    return await task(lock);
  } finally {
    await lock.release();
  }
}
