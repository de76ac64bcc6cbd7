import type * as promises from "node:fs/promises";

/** What the store needs of `node:fs/promises`; tests hand in one that fails. */
export type FileSystem = Pick<
  typeof promises,
  | "chmod"
  | "copyFile"
  | "link"
  | "mkdir"
  | "open"
  | "readFile"
  | "readdir"
  | "readlink"
  | "realpath"
  | "rename"
  | "stat"
  | "unlink"
>;
