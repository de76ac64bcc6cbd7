import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { type Environment, readEnv } from "./env.ts";

/** The folder of modelmall's own files, in `$XDG_CONFIG_HOME` or `~/.config`; absent where no home folder is known. */
export function configHome(env: Environment): string | undefined {
  const config = readEnv(env, "XDG_CONFIG_HOME") ?? below(homeOf(env), ".config");
  return config === undefined ? undefined : join(resolve(config), "modelmall");
}

/** A path with its leading `~` replaced; absent where that needs a home folder and none is known. */
export function expandHome(env: Environment, path: string): string | undefined {
  return path === "~" || path.startsWith("~/") ? below(homeOf(env), path.slice(1)) : path;
}

function below(folder: string | undefined, path: string): string | undefined {
  return folder === undefined ? undefined : join(folder, path);
}

function homeOf(env: Environment): string | undefined {
  return readEnv(env, "HOME") ?? homeByUser();
}

// Not `homedir()`: it believes an empty HOME.
function homeByUser(): string | undefined {
  try {
    return userInfo().homedir || undefined;
  } catch {
    return undefined;
  }
}
