import type { ConfigPosition, ConfigProblem, YamlPath } from "./problem.ts";

/** The data of a configuration between two steps of loading, and where each part of it stands. */
export interface RawConfig {
  /** Plain data as parsed; from `expand` on with a `Secret` wherever a key or a header is. */
  readonly value: unknown;
  /** The files it was read from, the one that includes the others first. */
  readonly files: readonly string[];
  /** What was found wrong or worth telling so far. */
  readonly problems: readonly ConfigProblem[];
  /** Where a part stands: its value, or the key it stands under; the nearest part above it where it stands nowhere. */
  locate(path: YamlPath, part?: "key" | "value"): ConfigPosition | undefined;
  /** Whether a scalar was written without quotes, so that a number or a boolean in a variable may be read as one. */
  isPlain(path: YamlPath): boolean;
}
