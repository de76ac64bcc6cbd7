import { basename, dirname, join, resolve } from "node:path";
import { errorCode } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";

const MOST_LINKS = 40;

/** Where a file really is, or would be: symbolic links are followed, also one whose target is not there yet. */
export async function realPath(path: string, fs: FileSystem): Promise<string> {
  let current = resolve(path);
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    try {
      return await fs.realpath(current);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    const target = await linkTarget(current, fs);
    if (target === undefined) return await inRealFolder(current, fs);
    current = resolve(dirname(current), target);
  }
  throw Object.assign(new Error(`${path}: too many symbolic links`), { code: "ELOOP" });
}

async function linkTarget(path: string, fs: FileSystem): Promise<string | undefined> {
  try {
    return await fs.readlink(path);
  } catch (error) {
    if (["ENOENT", "EINVAL"].includes(errorCode(error))) return undefined;
    throw error;
  }
}

// Two names of one folder must lead to one lock, so the folder is resolved even when the file is not there.
async function inRealFolder(path: string, fs: FileSystem): Promise<string> {
  try {
    return join(await fs.realpath(dirname(path)), basename(path));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return path;
    throw error;
  }
}
