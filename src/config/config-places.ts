import { lstatSync } from "node:fs";
import { join } from "node:path";
import { configHome } from "../util/config-home.ts";
import type { Environment } from "../util/env.ts";

/** Where a config is looked for when none is named, in order. */
export function configPlaces(env: Environment, cwd: string): readonly string[] {
  const here = ["modelmall.yaml", "modelmall.yml"].map((name) => join(cwd, name));
  const home = configHome(env);
  return home === undefined ? here : [...here, join(home, "config.yaml"), join(home, "config.yml")];
}

/** Whether something stands at a path; a link that leads nowhere counts, for reading it says what is wrong. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
