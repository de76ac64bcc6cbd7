import { StoreError } from "../../errors.ts";

const ADVICE = new Map([
  ["EACCES", "no permission; make the file and its folder writable for this user, or choose another path"],
  ["EPERM", "the system does not allow it; check the owner and attributes of the file, or choose another path"],
  ["EROFS", "the file system is read-only; choose a path on one that can be written"],
  ["ENOSPC", "the disk is full; free some space and try again"],
  ["EDQUOT", "the disk quota is used up; free some space and try again"],
  ["EMFILE", "too many files are open; close some and try again"],
  ["ENFILE", "too many files are open; close some and try again"],
  ["EISDIR", "it is a folder; give the path of a file"],
  ["ENOTDIR", "a part of the path is a file, not a folder; choose another path"],
  ["ELOOP", "its symbolic links go in a circle; remove them or choose another path"],
  ["ENAMETOOLONG", "the path is too long; choose a shorter one"],
  ["EEXIST", "a file is in the way; try again, and if it stays remove what does not belong there"],
  ["EIO", "the disk reported an error; check it, and keep a copy of the file"],
]);

/** The system's short name of a failure (`ENOSPC`), `""` when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What went wrong with the registry file, in a sentence that says what to do. */
export function storeFailure(file: string, doing: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const code = errorCode(cause);
  const known = ADVICE.get(code);
  const reason = cause instanceof Error ? cause.message : String(cause);
  const why = known === undefined ? reason : `${code}, ${known}`;
  return new StoreError("store_failed", file, `could not ${doing}: ${why}`, { cause });
}
