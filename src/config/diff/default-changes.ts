import type { Config } from "../../config.ts";
import { type ConfigChange, valueChange } from "./change.ts";
import { parametersChanged } from "./parameter-changes.ts";

/** What changes about the settings that hold for the whole config. */
export function defaultChanges(before: Config, after: Config): ConfigChange[] {
  return [
    ...parametersChanged("default_changed", "model_defaults", before.modelDefaults, after.modelDefaults),
    ...valueChange(
      "fallback_providers_changed",
      "fallback_providers",
      "the fall-back providers",
      before.fallbackProviders,
      after.fallbackProviders,
    ),
    ...groupChanges(before, after),
  ];
}

function groupChanges(before: Config, after: Config): ConfigChange[] {
  const names = new Set([...before.groups.keys(), ...after.groups.keys()]);
  return [...names].flatMap((name) =>
    valueChange("group_changed", name, "the members of the group", members(before, name), members(after, name)),
  );
}

// A group without members is as good as none, and their order says nothing.
function members({ groups }: Config, name: string): string[] | undefined {
  const found = groups.get(name) ?? [];
  return found.length === 0 ? undefined : [...new Set(found)].sort();
}
