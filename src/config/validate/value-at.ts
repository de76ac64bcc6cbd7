import { own } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";

/** What stands at a path of a document; `undefined` where nothing does. */
export function valueAt(document: unknown, path: YamlPath): unknown {
  let value = document;
  for (const part of path) {
    value = Array.isArray(value) ? (typeof part === "number" ? value[part] : undefined) : own(value, String(part));
  }
  return value;
}
