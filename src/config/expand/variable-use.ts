import type { ConfigPosition, YamlPath } from "../problem.ts";

/** One place in a config that takes its value from a variable or a file. */
export interface VariableUse {
  /** The variable's name, or the whole reference to a file: `file:/run/secrets/openai`. */
  readonly variable: string;
  /** Where it is written, as it was before expanding. */
  readonly path: YamlPath;
  readonly isSet: boolean;
  /** Why a file gives nothing, as a sentence whose subject is the reference. */
  readonly reason?: string;
  /** The file that is meant, as an absolute path; only of a reference to a file. */
  readonly file?: string;
  readonly at?: ConfigPosition;
}
