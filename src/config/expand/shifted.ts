import type { YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";

/** By the path of a list as JSON, as it was written: the places of the items that were kept. */
export type KeptItems = ReadonlyMap<string, readonly number[]>;

/** A config whose lists lost items, so that places in it lead to where the others were written. */
export function inExpanded(raw: RawConfig, kept: KeptItems): RawConfig {
  if (kept.size === 0) return raw;
  return {
    ...raw,
    locate: (path, part) => raw.locate(asWritten(path, kept), part),
    isPlain: (path) => raw.isPlain(asWritten(path, kept)),
  };
}

function asWritten(path: YamlPath, kept: KeptItems): YamlPath {
  const written: (string | number)[] = [];
  for (const step of path) {
    const places = typeof step === "number" ? kept.get(JSON.stringify(written)) : undefined;
    written.push(places?.[step as number] ?? step);
  }
  return written;
}
