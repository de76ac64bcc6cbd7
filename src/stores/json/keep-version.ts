import { constants } from "node:fs";
import { errorCode } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";
import { linksUnsupported } from "./links-unsupported.ts";

/** Gives a version of a file a second name, `as`, which must be free; a copy where there are no hard links. */
export async function keepVersion(path: string, as: string, fs: FileSystem): Promise<void> {
  try {
    await fs.link(path, as);
  } catch (error) {
    if (!linksUnsupported(error)) throw error;
    await copyVersion(path, as, fs);
  }
}

/** Copies a version of a file to `as`, which must be free, with the same mode. */
export async function copyVersion(path: string, as: string, fs: FileSystem): Promise<void> {
  const { mode } = await fs.stat(path);
  try {
    await fs.copyFile(path, as, constants.COPYFILE_EXCL);
    await fs.chmod(as, mode & 0o7777);
  } catch (failure) {
    if (errorCode(failure) !== "EEXIST") await fs.unlink(as).catch(() => undefined);
    throw failure;
  }
}
