import type { Config } from "../../config.ts";

/** Every target the config's routes name: `backend/model-id`. Those of names with a `*` are known only once they are asked for. */
export function targetsOf({ models }: Config): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const { targets: own, enabled } of models.values()) {
    if (!enabled) continue;
    for (const { target } of own) if (!target.includes("*")) targets.add(target);
  }
  return targets;
}
