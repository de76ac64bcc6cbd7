import { isRecord } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";

/** A copy of plain data without what stands at a path of keys; of what is not there, nothing is taken away. */
export function without(value: unknown, [key, ...rest]: YamlPath): unknown {
  if (typeof key !== "string" || !isRecord(value) || !Object.hasOwn(value, key)) return value;
  const { [key]: inside, ...others } = value;
  return rest.length === 0 ? others : { ...value, [key]: without(inside, rest) };
}
