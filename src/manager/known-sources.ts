import type { BuiltinSource } from "../builtins/builtin-source.ts";
import { type BuiltinSourceName, SOURCES } from "../builtins/sources.ts";
import { InvalidInputError } from "../errors.ts";
import type { ModelSource } from "../source.ts";
import type { Environment } from "../util/env.ts";
import { suggestion } from "./suggestion.ts";

/** The sources a manager knows, by name: those named or given, else all built-in ones. @throws {InvalidInputError} */
export function knownSources(
  given: readonly (BuiltinSourceName | ModelSource)[] | undefined,
): Map<string, BuiltinSource | ModelSource> {
  const sources = new Map<string, BuiltinSource | ModelSource>();
  for (const source of given ?? SOURCES) {
    if (typeof source === "string") sources.set(source, builtinSource(source));
    else sources.set(source.name, source);
  }
  return sources;
}

/** A known source, ready to be asked. @throws {InvalidInputError} naming the nearest, when there is none of this name */
export async function loadSource(
  sources: ReadonlyMap<string, BuiltinSource | ModelSource>,
  name: string,
  env: Environment,
): Promise<ModelSource> {
  const source = sources.get(name);
  if (source === undefined) throw unknownSource("discover", name, [...sources.keys()]);
  if (!("load" in source)) return source;
  // An address that cannot be one is this source's failure and must not hide the others.
  return source.load(env).catch((error: unknown) => failing(name, error));
}

function failing(name: string, error: unknown): ModelSource {
  return {
    name,
    discover() {
      throw error;
    },
  };
}

function builtinSource(name: string): BuiltinSource {
  const found = SOURCES.find((source) => source.name === name);
  if (found !== undefined) return found;
  const known = SOURCES.map((source) => source.name);
  throw unknownSource("sources", name, known);
}

function unknownSource(what: string, name: string, known: readonly string[]): InvalidInputError {
  return new InvalidInputError(what, [{ path: "", message: `unknown source "${name}"${suggestion(name, known)}` }]);
}
