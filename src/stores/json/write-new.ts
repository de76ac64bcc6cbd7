import type { FileSystem } from "./file-system.ts";

export interface NewFile {
  /** The file's permissions exactly, whatever the umask. @default 0o600 */
  mode?: number;
  /** Whose the file shall be, where the system lets us. */
  owner?: { uid: number; gid: number };
  /** Waits until the content is on the disk. @default false */
  sync?: boolean;
}

/**
 * Writes a file that must not be there yet, not even as a symbolic link, and gives its stamp; leaves nothing behind
 * when it fails.
 */
export async function writeNew(
  path: string,
  content: string | Buffer,
  fs: FileSystem,
  { mode = 0o600, owner, sync = false }: NewFile = {},
): Promise<string> {
  const handle = await fs.open(path, "wx", 0o600);
  try {
    // Only root may give files away; a file that stays ours is no worse than before.
    if (owner !== undefined) await handle.chown(owner.uid, owner.gid).catch(() => undefined);
    await handle.writeFile(content);
    await handle.chmod(mode);
    if (sync) await handle.sync();
    return stampOf(await handle.stat({ bigint: true }));
  } catch (error) {
    await fs.unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await handle.close().catch(() => undefined);
  }
}

/** What tells one version of a file from another without reading it. */
export function stampOf({ ino, size, mtimeNs }: { ino: bigint; size: bigint; mtimeNs: bigint }): string {
  return `${ino}:${size}:${mtimeNs}`;
}
