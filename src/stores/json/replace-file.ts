import { dirname } from "node:path";
import { errorCode } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";
import { copyVersion, keepVersion } from "./keep-version.ts";
import { writeNew } from "./write-new.ts";

export interface ReplaceOptions {
  fs: FileSystem;
  /** Gives a name nobody can guess. */
  random: () => string;
  /** Keeps the version until now as `<file>.bak`; of the first version a copy, so that there always is one. */
  backup: boolean;
  /** Called when everything is ready to take the old file's place; what it throws stops the replacement. */
  beforeRename?: () => Promise<void>;
}

/**
 * Replaces a file as one step that survives a crash or a power cut, and gives the new file's stamp. Whoever reads it
 * sees the old or the new content, never a part; mode and owner stay what they were.
 */
export async function replaceFile(path: string, content: string | Buffer, options: ReplaceOptions): Promise<string> {
  const { fs, random, backup, beforeRename } = options;
  const before = await statIfThere(path, fs);
  const temporary = `${path}.tmp-${random()}`;
  const stamp = await writeNew(temporary, content, fs, {
    sync: true,
    ...(before === undefined ? {} : { mode: before.mode & 0o7777, ...ownerIfOther(before) }),
  });
  try {
    if (backup) await renewBackup(path, before === undefined ? temporary : path, options);
    await beforeRename?.();
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path), fs);
  return stamp;
}

interface FileStat {
  mode: number;
  uid: number;
  gid: number;
}

async function statIfThere(path: string, fs: FileSystem): Promise<FileStat | undefined> {
  try {
    return await fs.stat(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function ownerIfOther({ uid, gid }: FileStat): { owner?: { uid: number; gid: number } } {
  const same = process.getuid?.() === uid && process.getgid?.() === gid;
  return same ? {} : { owner: { uid, gid } };
}

// By way of another name, so that there is a whole backup at every moment. What is still to become the file is copied:
// who cuts the file short in place must not reach its backup.
async function renewBackup(path: string, version: string, { fs, random }: ReplaceOptions): Promise<void> {
  const temporary = `${path}.bak.tmp-${random()}`;
  await (version === path ? keepVersion : copyVersion)(version, temporary, fs);
  try {
    await fs.rename(temporary, `${path}.bak`);
  } finally {
    // Renaming one name of a file onto another name of the same file does nothing, and says so by success.
    await fs.unlink(temporary).catch(() => undefined);
  }
}

const FOLDER_SYNC_UNSUPPORTED = new Set(["EINVAL", "ENOTSUP", "EPERM", "EISDIR", "EACCES"]);

// Without it a power cut may undo the rename. Windows, and some file systems, cannot and need not.
async function syncFolder(folder: string, fs: FileSystem): Promise<void> {
  try {
    const handle = await fs.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close().catch(() => undefined);
    }
  } catch (error) {
    if (!FOLDER_SYNC_UNSUPPORTED.has(errorCode(error))) throw error;
  }
}
