import type { BuiltinSource } from "../builtins/builtin-source.ts";
import type { NotAsked } from "../discovery/report.ts";
import type { ModelSource } from "../source.ts";
import type { Environment } from "../util/env.ts";

/** The names of the sources that are asked without being named, and why the others are not. */
export function readySources(
  sources: ReadonlyMap<string, BuiltinSource | ModelSource>,
  env: Environment,
): { ready: string[]; notAsked: NotAsked[] } {
  const ready: string[] = [];
  const notAsked: NotAsked[] = [];
  for (const [name, source] of sources) {
    const reason = "notReady" in source ? source.notReady?.(env) : undefined;
    if (reason === undefined) ready.push(name);
    else notAsked.push({ source: name, reason });
  }
  return { ready, notAsked };
}
