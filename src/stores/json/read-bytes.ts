import { StoreError } from "../../errors.ts";
import { errorCode } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";
import { stampOf } from "./write-new.ts";

/** Near the longest string JavaScript can hold, far above any honest registry. */
const LARGEST_BYTES = 512 * 1024 * 1024;

export interface FileVersion {
  bytes: Buffer;
  stamp: string;
}

/** A file's stamp without reading it, `undefined` when there is no file. */
export async function stampIfThere(path: string, fs: FileSystem): Promise<string | undefined> {
  try {
    const info = await fs.stat(path, { bigint: true });
    // Opening a pipe would wait for its writer, for ever.
    if (!info.isFile()) throw new StoreError("store_failed", path, "is not a file; give the path of a file");
    if (info.size > LARGEST_BYTES) {
      const message = `is ${info.size} bytes large, more than the ${LARGEST_BYTES} a registry may have; choose another path`;
      throw new StoreError("store_failed", path, message);
    }
    return stampOf(info);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** A file's content and the stamp of just that content, `undefined` when there is no file. */
export async function readBytes(path: string, fs: FileSystem): Promise<FileVersion | undefined> {
  if ((await stampIfThere(path, fs)) === undefined) return undefined;
  let handle: Awaited<ReturnType<FileSystem["open"]>>;
  try {
    handle = await fs.open(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    // Before reading: a change in between then leads to reading again, not to missing it.
    const stamp = stampOf(await handle.stat({ bigint: true }));
    return { bytes: await handle.readFile(), stamp };
  } finally {
    await handle.close().catch(() => undefined);
  }
}
