import { errorCode } from "./failure.ts";

// FAT and some network and Android file systems have no hard links; they answer with one of these.
const CODES = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"]);

/** Whether a failed `link` means that this file system cannot do it at all. */
export function linksUnsupported(error: unknown): boolean {
  return CODES.has(errorCode(error));
}
