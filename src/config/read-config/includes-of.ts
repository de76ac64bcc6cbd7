import type { UnknownRecord } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";

/** One file that a config includes, or why it cannot be. */
export type Include =
  | { readonly path: YamlPath; readonly included: string; readonly refused?: never }
  | { readonly path: YamlPath; readonly included?: never; readonly refused: string };

/** The files named by `include`: one, or a list. */
export function includesOf({ include }: UnknownRecord): Include[] {
  if (include === undefined || include === null) return [];
  if (!Array.isArray(include)) return [check(include, ["include"])];
  return include.map((item: unknown, index) => check(item, ["include", index]));
}

function check(included: unknown, path: YamlPath): Include {
  if (typeof included !== "string" || included.trim() === "")
    return { path, refused: "must be the path of a file, or a list of them" };
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(included)) {
    return { path, refused: "is an address; only local files can be included: download it, and name the file" };
  }
  if (included.startsWith("~")) {
    return { path, refused: "~ is not expanded; write a path from the root, or one relative to this file" };
  }
  if (included.includes("${")) return { path, refused: "variables are not expanded in include; write the path out" };
  return { path, included };
}
