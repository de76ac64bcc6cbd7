import { findProvider } from "../../builtins/providers.ts";
import type { RouteModel } from "../../config.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { YamlPath } from "../problem.ts";
import type { ConfigFile } from "../schema.ts";
import type { ModelBlock } from "./entry.ts";
import { checkTarget } from "./targets.ts";
import { backendNamed, type Translating, tellPlaceholder } from "./translating.ts";

/** What is tried after a model's own targets, by what went wrong. */
export function toFallback(
  name: string,
  fallback: ModelBlock["fallback"],
  path: YamlPath,
  translating: Translating,
): RouteModel["fallback"] {
  const toNames = (names: string | readonly string[] | undefined, place: YamlPath) => {
    if (names === undefined) return Object.freeze([]);
    const isOne = typeof names === "string";
    const list = isOne ? [names] : [...names];
    for (const [index, entry] of list.entries()) {
      // The name of an exposed model may look like a target, and then means the model.
      if (translating.exposed.has(entry) || !(entry.includes("/") || isPlaceholder(entry))) continue;
      checkTarget(entry, name, isOne ? place : [...place, index], translating);
    }
    return Object.freeze(list);
  };
  const isByReason = typeof fallback === "object" && !Array.isArray(fallback);
  if (!isByReason) return Object.freeze({ any: toNames(fallback, path), contextWindow: none, contentPolicy: none });
  return Object.freeze({
    any: toNames(fallback.any, [...path, "any"]),
    contextWindow: toNames(fallback.context_window, [...path, "context_window"]),
    contentPolicy: toNames(fallback.content_policy, [...path, "content_policy"]),
  });
}

const none: readonly string[] = Object.freeze([]);

/** The backends tried with the same model after everything else: a provider stands for all backends of its own. */
export function toFallbackProviders(
  entries: NonNullable<ConfigFile["fallback_providers"]>,
  translating: Translating,
): readonly string[] {
  const names = entries.flatMap((entry, index) => {
    const name = typeof entry === "string" ? entry : entry.provider;
    if (name === undefined) return [];
    if (!isPlaceholder(name)) return backendsOf(name, translating);
    tellPlaceholder(translating, ["fallback_providers", index], name);
    return [];
  });
  return Object.freeze([...new Set(names)]);
}

function backendsOf(name: string, translating: Translating): string[] {
  const { backends } = translating;
  if (backends.get(name)?.isImplicit === false) return [name];
  const provider = findProvider(name);
  const own = [...backends.values()].filter((backend) => !backend.isImplicit && backend.provider === provider);
  if (own.length > 0) return own.map((backend) => backend.name);
  backendNamed(name, translating);
  return [name];
}
