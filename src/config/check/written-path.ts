import type { FallbackReason, RouteModel } from "../../config.ts";
import { toCamelCase } from "../../util/camel-case.ts";
import { isRecord, own } from "../../util/record.ts";
import { toSnakeCase } from "../../util/snake-case.ts";
import type { YamlPath } from "../problem.ts";
import { valueAt } from "../validate/value-at.ts";
import type { CheckContext } from "./context.ts";

type Written = Pick<CheckContext, "written">;

/** Where a fall-back of a model stands: the format knows a text, a list, and lists by reason. */
export function fallbackPath(context: Written, model: RouteModel, reason: FallbackReason, index: number): YamlPath {
  const path = [...model.path, "fallback"];
  const whole = valueAt(context.written, path);
  const isByReason = isRecord(whole);
  const place = isByReason ? [...path, toSnakeCase(reason)] : path;
  return Array.isArray(isByReason ? own(whole, toSnakeCase(reason)) : whole) ? [...place, index] : place;
}

/** Where a capability is switched: a name in a list, or a key. */
export function capabilityPath(context: Written, model: RouteModel, capability: string): YamlPath {
  const path = [...model.path, "capabilities"];
  const whole = valueAt(context.written, path);
  const isIt = (name: unknown) => typeof name === "string" && toCamelCase(name) === capability;
  const index = Array.isArray(whole) ? whole.findIndex(isIt) : -1;
  const key = isRecord(whole) ? Object.keys(whole).find(isIt) : undefined;
  const part = index >= 0 ? index : key;
  return part === undefined ? path : [...path, part];
}
