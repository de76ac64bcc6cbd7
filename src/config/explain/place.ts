import type { Config } from "../../config.ts";
import type { ConfigPosition, YamlPath } from "../problem.ts";

/** Where something, or the key it stands under, is written, as the field of a step; nothing where it stands in no file. */
export function at(config: Config, path: YamlPath, part: "key" | "value" = "value"): { readonly at?: ConfigPosition } {
  const position = config.locate(path, part);
  return position === undefined ? {} : { at: position };
}
