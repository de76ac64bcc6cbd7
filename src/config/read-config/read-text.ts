import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";

/** The text of a file, or why there is none. */
export type TextRead = { readonly text: string } | UnreadText;

/** Why a file could not be read, as a part of a sentence that begins with its name. */
export interface UnreadText {
  readonly code: "not_found" | "not_a_file" | "not_readable" | "too_large" | "not_utf8";
  readonly reason: string;
}

/** Reads a regular file of UTF-8 text, of at most `maxBytes`; what hinders is returned, not thrown. */
export async function readText(path: string, maxBytes: number): Promise<TextRead> {
  try {
    const about = await stat(path);
    // Reading a pipe or a device could wait for ever.
    if (!about.isFile())
      return { code: "not_a_file", reason: about.isDirectory() ? "is a folder" : "is not a regular file" };
    if (about.size > maxBytes)
      return { code: "too_large", reason: `is larger than ${size(maxBytes)} and was not read` };
    const bytes = await readFile(path);
    return isUtf8(bytes) ? { text: bytes.toString() } : { code: "not_utf8", reason: notUtf8(bytes) };
  } catch (error) {
    return unread(error as NodeJS.ErrnoException);
  }
}

function unread({ code = "unknown error" }: NodeJS.ErrnoException): UnreadText {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return { code: "not_found", reason: "does not exist" };
    case "EACCES":
    case "EPERM":
      return { code: "not_readable", reason: `may not be read by this user (${code}); check its permissions` };
    default:
      return { code: "not_readable", reason: `could not be read (${code})` };
  }
}

function size(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`;
}

function notUtf8(bytes: Buffer): string {
  const first = bytes.length < 2 ? 0 : bytes.readUInt16BE();
  if (first === 0xfeff || first === 0xfffe) return "is UTF-16; save it as UTF-8";
  const lines = bytes.subarray(0, firstInvalid(bytes)).toString("latin1").split("\n");
  return `is not UTF-8 (line ${lines.length}); save it as UTF-8`;
}

/** Where bytes stop being UTF-8. */
function firstInvalid(bytes: Buffer): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    // A sign that is cut at the end is not invalid yet: up to three bytes may belong to it.
    if ([0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, Math.max(0, middle - cut))))) valid = middle;
    else invalid = middle;
  }
  return valid;
}
