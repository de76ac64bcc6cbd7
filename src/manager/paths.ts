import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { InvalidInputError } from "../errors.ts";
import { type Environment, readEnv } from "../util/env.ts";

/**
 * Where the registry is kept: the path given, else `$MODELMALL_REGISTRY`, else `modelmall/registry.json` in
 * `$XDG_CONFIG_HOME` or `~/.config`.
 */
export function registryPath(env: Environment, path?: string): string {
  const chosen = path ?? readEnv(env, "MODELMALL_REGISTRY");
  if (chosen !== undefined) return resolve(expandHome(env, chosen));
  const config = readEnv(env, "XDG_CONFIG_HOME") ?? join(homeOf(env), ".config");
  return join(resolve(config), "modelmall", "registry.json");
}

function expandHome(env: Environment, path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homeOf(env), path.slice(1)) : path;
}

function homeOf(env: Environment): string {
  const home = readEnv(env, "HOME") ?? homeByUser();
  if (home !== undefined) return home;
  const message = "no home folder is known; set HOME, XDG_CONFIG_HOME or MODELMALL_REGISTRY";
  throw new InvalidInputError("registry", [{ path: "", message }]);
}

// Not `homedir()`: it believes an empty HOME.
function homeByUser(): string | undefined {
  try {
    return userInfo().homedir || undefined;
  } catch {
    return undefined;
  }
}
