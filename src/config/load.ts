import { type Catalogue, type Config, EMPTY_CATALOGUE } from "../config.ts";
import type { Environment } from "../util/env.ts";
import { ConfigError } from "./config-error.ts";
import { findConfig, noConfigFound } from "./find-config.ts";
import { buildConfig, type CheckedConfig } from "./load/build-config.ts";
import type { RawConfig } from "./raw-config.ts";

export type { CheckedConfig } from "./load/build-config.ts";

/** What a config is read with. */
export interface LoadOptions {
  /** Where variables are read from. @default process.env */
  readonly env?: Environment;
  /** What is known of models: for finding names without a backend, and for the checks. @default a catalogue of nothing */
  readonly catalogue?: Catalogue;
  /** The folder that paths begin at. @default process.cwd() */
  readonly cwd?: string;
}

/** Where a config comes from: a path, a text that need not stand in a file, or what the search order finds. */
export type ConfigSource = string | { readonly text: string; readonly file?: string } | undefined;

/**
 * Reads a config and tells all that is wrong with it; nothing that is wrong with it is thrown, not even that there is
 * none.
 */
export async function checkConfig(source?: ConfigSource, options: LoadOptions = {}): Promise<CheckedConfig> {
  const { env = process.env, catalogue = EMPTY_CATALOGUE, cwd = process.cwd() } = options;
  try {
    const raw = await readSource(source, env, cwd);
    return await buildConfig(raw, { env, catalogue, cwd });
  } catch (error) {
    if (error instanceof ConfigError) return { problems: error.problems, files: [] };
    throw error;
  }
}

async function readSource(source: ConfigSource, env: Environment, cwd: string): Promise<RawConfig> {
  const { readConfigFile, readConfigText } = await import("./read-config.ts");
  if (typeof source === "object") return readConfigText(source.text, source.file, { cwd });
  const path = findConfig({ path: source, env, cwd });
  if (path === undefined) throw noConfigFound({ env, cwd });
  return readConfigFile(path, { cwd });
}

/**
 * Loads the config: of the path given, else of `$MODELMALL_CONFIG`, `./modelmall.yaml` or
 * `~/.config/modelmall/config.yaml`.
 * @throws {ConfigError} naming everything that is wrong
 */
export async function loadConfig(path?: string, options: LoadOptions = {}): Promise<Config> {
  return usable(await checkConfig(path, options));
}

/**
 * Reads a config from a text.
 * @throws {ConfigError} naming everything that is wrong
 */
export async function parseConfig(
  text: string,
  options: LoadOptions & { readonly file?: string } = {},
): Promise<Config> {
  const { file, ...rest } = options;
  return usable(await checkConfig(file === undefined ? { text } : { text, file }, rest));
}

/** The config that was read. @throws {ConfigError} when it has errors */
export function usable({ config, problems }: CheckedConfig): Config {
  if (config === undefined || problems.some(({ severity }) => severity === "error")) throw new ConfigError(problems);
  return config;
}
