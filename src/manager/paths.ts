import { join, resolve } from "node:path";
import { InvalidInputError } from "../errors.ts";
import { configHome, expandHome } from "../util/config-home.ts";
import { type Environment, readEnv } from "../util/env.ts";

/**
 * Where the registry is kept: the path given, else `$MODELMALL_REGISTRY`, else `modelmall/registry.json` in
 * `$XDG_CONFIG_HOME` or `~/.config`.
 */
export function registryPath(env: Environment, path?: string): string {
  const chosen = path ?? readEnv(env, "MODELMALL_REGISTRY");
  const found = chosen === undefined ? configHome(env) : expandHome(env, chosen);
  if (found === undefined) {
    const message = "no home folder is known; set HOME, XDG_CONFIG_HOME or MODELMALL_REGISTRY";
    throw new InvalidInputError("registry", [{ path: "", message }]);
  }
  return chosen === undefined ? join(found, "registry.json") : resolve(found);
}
