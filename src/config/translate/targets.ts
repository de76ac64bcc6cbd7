import type { Condition, TargetConfig } from "../../config.ts";
import { deepFreeze } from "../../util/deep-freeze.ts";
import { present } from "../../util/present.ts";
import { hasPlaceholder, isPlaceholder } from "../placeholder.ts";
import type { YamlPath } from "../problem.ts";
import { splitTarget } from "../target.ts";
import { toNeeds } from "./capabilities.ts";
import type { ModelEntry, TargetEntry } from "./entry.ts";
import { findTarget } from "./find-backend.ts";
import { toParameters } from "./parameters.ts";
import { backendNamed, type Translating, tell, tellPlaceholder } from "./translating.ts";

/** The targets of an exposed model, primary first; of a name without a backend the one that is found for it. */
export function toTargets(
  name: string,
  entry: ModelEntry,
  path: YamlPath,
  translating: Translating,
): readonly TargetConfig[] {
  return Object.freeze(targetsOf(name, entry, path, translating));
}

function targetsOf(name: string, entry: ModelEntry, path: YamlPath, translating: Translating): TargetConfig[] {
  const toTarget = (item: TargetEntry, place: YamlPath) => toTargetConfig(item, name, place, translating);
  if (typeof entry === "string") return toTarget(entry, path);
  const { backend } = entry;
  const place = [...path, "backend"];
  if (typeof backend === "string") return toTarget(backend, place);
  if (backend !== undefined) return backend.flatMap((item, index) => toTarget(item, [...place, index]));
  if (isPlaceholder(name) || translating.isUnset(place)) return [];
  const target = findTarget(name, path, translating);
  return target === undefined ? [] : toTarget(target, path);
}

/** Checks a target of an exposed model (or of its fall-back), and calls the backend it names into being. */
export function checkTarget(target: string, name: string, path: YamlPath, translating: Translating): void {
  if (hasPlaceholder(target)) {
    tellPlaceholder(translating, path, target);
    return;
  }
  const shown = translating.show(path, target);
  const stars = target.split("*").length - 1;
  if (stars > 0 && !name.includes("*")) {
    const message = `${shown} holds a "*", which only stands for something in a model whose name holds one`;
    tell(translating, "error", "wildcard_target", path, message);
  } else if (stars > 1) {
    tell(translating, "error", "wildcard_target", path, `${shown} holds more than one "*"`);
  }
  const backend = splitTarget(target)?.backend;
  if (backend !== undefined) backendNamed(backend, translating);
}

function toTargetConfig(item: TargetEntry, name: string, path: YamlPath, translating: Translating): TargetConfig[] {
  const entry = typeof item === "string" ? { target: item } : item;
  const target = entry.target ?? entry.backend;
  // A variable left it out.
  if (target === undefined) return [];
  checkTarget(target, name, path, translating);
  const when = toCondition(entry.when, [...path, "when"], translating);
  return [
    Object.freeze({
      target,
      weight: entry.weight ?? 1,
      ...present({ when }),
      parameters: toParameters(entry.parameters),
      path: Object.freeze(path),
    }),
  ];
}

function toCondition(
  when: Exclude<TargetEntry, string>["when"],
  path: YamlPath,
  translating: Translating,
): Condition | undefined {
  if (when === undefined) return undefined;
  const { min_input_tokens: minInputTokens, max_input_tokens: maxInputTokens, tags } = when;
  const needs = when.needs && toNeeds(when.needs, [...path, "needs"], translating);
  return deepFreeze(present({ needs, minInputTokens, maxInputTokens, tags }));
}
