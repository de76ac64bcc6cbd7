import { constants } from "node:fs";
import * as promises from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "./failure.ts";
import { journalPath } from "./journal-file.ts";
import { type OwnerState, parseOwner, stateOf } from "./lock-owner.ts";
import { realPath } from "./real-path.ts";

/** A file on the disk, as far as it can be seen. */
export interface SeenFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Permissions: `0o600`. */
  mode: number;
  /** When it was last written (ISO 8601). */
  at: string;
}

/** The state of a registry file and what belongs to it; nothing is opened, taken or mended. */
export interface RegistryFileState {
  /** Where the file really is, or would be. */
  path: string;
  file?: SeenFile;
  backup?: SeenFile;
  journal?: SeenFile;
  isReadable: boolean;
  /** Whether it can be replaced: its folder can be written, or made. */
  isWritable: boolean;
  /** Who holds its lock; without `pid` the lock does not say. */
  lock?: { path: string; state: OwnerState; pid?: number; host?: string };
}

/** Looks at a registry file. @throws when the path leads nowhere */
export async function inspect(path: string): Promise<RegistryFileState> {
  const real = await realPath(path, promises);
  const [file, backup, journal, lock, isReadable, isWritable] = await Promise.all([
    seen(real),
    seen(`${real}.bak`),
    seen(journalPath(real)),
    lockOf(`${real}.lock`),
    canAccess(real, constants.R_OK),
    folderIsWritable(dirname(real)),
  ]);
  return {
    path: real,
    ...(file && { file }),
    ...(backup && { backup }),
    ...(journal && { journal }),
    isReadable: file === undefined || isReadable,
    isWritable,
    ...(lock && { lock }),
  };
}

async function seen(path: string): Promise<SeenFile | undefined> {
  try {
    const { size, mode, mtime } = await promises.stat(path);
    return { path, size, mode: mode & 0o7777, at: mtime.toISOString() };
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return undefined;
    throw error;
  }
}

async function canAccess(path: string, mode: number): Promise<boolean> {
  return promises.access(path, mode).then(
    () => true,
    () => false,
  );
}

async function folderIsWritable(folder: string): Promise<boolean> {
  try {
    await promises.stat(folder);
  } catch (error) {
    const parent = dirname(folder);
    return errorCode(error) === "ENOENT" && parent !== folder ? folderIsWritable(parent) : false;
  }
  return canAccess(folder, constants.W_OK | constants.X_OK);
}

async function lockOf(path: string): Promise<RegistryFileState["lock"]> {
  let text: string;
  try {
    text = await promises.readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return undefined;
    return { path, state: "unknown" };
  }
  const owner = parseOwner(text);
  if (owner === undefined) return { path, state: "unknown" };
  return { path, state: await stateOf(owner), pid: owner.pid, host: owner.host };
}
