import type { ConfigPosition, ConfigProblem, YamlPath } from "../problem.ts";

/** The data of one YAML text, and where each part of it stands. */
export interface YamlDocument {
  readonly file: string;
  /**
   * Plain data: an empty text is `null`, and parts that an alias repeats are one object. `undefined` when the text could
   * not be read; where only a part is wrong, the rest is there.
   */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Where a part stands: its value, or the key it stands under; for what is not there, the nearest key above it. */
  locate(path: YamlPath, part?: "key" | "value"): ConfigPosition;
  /** Whether a scalar is written without quotes, as a block or with a tag. */
  isPlain(path: YamlPath): boolean;
}
