import type { Environment } from "../util/env.ts";
import { Expander } from "./expand/expander.ts";
import { readSecretFiles } from "./expand/secret-files.ts";
import { inExpanded } from "./expand/shifted.ts";
import type { VariableUse } from "./expand/variable-use.ts";
import type { RawConfig } from "./raw-config.ts";

export type { VariableUse } from "./expand/variable-use.ts";

/** What variables are taken from. */
export interface ExpandOptions {
  readonly env: Environment;
  /** What the names of the config's files are relative to. @default process.cwd() */
  readonly cwd?: string;
}

/** A config without variables; the places where some stood, except those whose default is used. */
export interface Expanded {
  readonly raw: RawConfig;
  readonly variables: readonly VariableUse[];
}

/**
 * Puts values in the place of `${NAME}`, `${NAME:-default}` and, under `backends`, of `file:` references: in the scalars
 * of the file, once. What has no value is taken out, and recorded. Keys and headers become `Secret`s. What holds no
 * variable is shared with the config given.
 */
export async function expand(raw: RawConfig, { env, cwd = process.cwd() }: ExpandOptions): Promise<Expanded> {
  const files = await readSecretFiles(raw, { env, cwd });
  const expander = new Expander(raw, { env, files });
  const value = expander.expand();
  const { variables, problems, kept } = expander;
  return { raw: inExpanded({ ...raw, value, problems: [...raw.problems, ...problems] }, kept), variables };
}
