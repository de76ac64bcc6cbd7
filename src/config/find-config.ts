import { resolve } from "node:path";
import { expandHome } from "../util/config-home.ts";
import { type Environment, readEnv } from "../util/env.ts";
import { ConfigError } from "./config-error.ts";
import { configPlaces, isThere } from "./config-places.ts";

/** Where to look for a config. */
export interface FindConfigOptions {
  /** The file asked for; nothing else is looked at then. */
  readonly path?: string | undefined;
  /** @default process.env */
  readonly env?: Environment;
  /** @default process.cwd() */
  readonly cwd?: string;
}

/**
 * The config that counts: the path given, else `$MODELMALL_CONFIG`, else the first of `configPlaces`; absent where there
 * is none.
 * @throws {ConfigError} when the path given, or the variable, names nothing that is there
 */
export function findConfig({
  path,
  env = process.env,
  cwd = process.cwd(),
}: FindConfigOptions = {}): string | undefined {
  const variable = readEnv(env, "MODELMALL_CONFIG");
  const chosen = path ?? variable;
  if (chosen === undefined) return configPlaces(env, cwd).find(isThere);
  const found = expandHome(env, chosen);
  const file = found === undefined ? undefined : resolve(cwd, found);
  if (file !== undefined && isThere(file)) return file;
  const message =
    path === undefined
      ? `MODELMALL_CONFIG names ${chosen}, and there is no such file; correct the variable or unset it`
      : `there is no file ${chosen}; \`modelmall config init ${chosen}\` writes one`;
  throw notFound(message);
}

/** That no config stands in any of the places. */
export function noConfigFound({ env = process.env, cwd = process.cwd() }: FindConfigOptions = {}): ConfigError {
  const places = configPlaces(env, cwd).join(", ");
  return notFound(`found no config at ${places}; \`modelmall config init\` writes one, or set MODELMALL_CONFIG`);
}

function notFound(message: string): ConfigError {
  return new ConfigError([{ severity: "error", code: "config_not_found", path: "", message }]);
}
