import { basename, dirname, join } from "node:path";
import type { FileSystem } from "./file-system.ts";

const OLD_ENOUGH_MS = 60 * 60 * 1000;

/** Removes the temporary files that processes killed more than an hour ago left beside a registry. */
export async function removeLeftovers(path: string, fs: FileSystem, now: Date): Promise<void> {
  const folder = dirname(path);
  const prefix = basename(path);
  const names = await fs.readdir(folder).catch(() => []);
  for (const name of names) {
    if (
      !name.startsWith(prefix) ||
      !/^(\.bak|(\.lock)(\.break)*)?\.tmp-[0-9a-f]{24}$/.test(name.slice(prefix.length))
    ) {
      continue;
    }
    const leftover = join(folder, name);
    try {
      const { mtimeMs } = await fs.stat(leftover);
      if (now.getTime() - mtimeMs > OLD_ENOUGH_MS) await fs.unlink(leftover);
    } catch {
      // Gone already, or not ours to remove: it does no harm where it is.
    }
  }
}
