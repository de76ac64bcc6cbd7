import { isRecord } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";
import { mapItems, mapValues } from "./map-values.ts";
import type { UpgradingNames } from "./names.ts";
import { tell } from "./upgrading.ts";

/** `anthropic:claude-3-opus` becomes `anthropic/claude-3-opus`, where what stands before the colon can be a backend. */
export function upgradeTarget(value: unknown, path: YamlPath, names: UpgradingNames): unknown {
  if (typeof value !== "string" || value.includes("/")) return value;
  const colon = value.indexOf(":");
  if (colon <= 0 || colon === value.length - 1 || !names.isBackend(value.slice(0, colon))) return value;
  const target = `${value.slice(0, colon)}/${value.slice(colon + 1)}`;
  tell(names.upgrading, "note", "old_target", path, `old form ${JSON.stringify(value)}, read as ${target}`);
  return target;
}

/** The same for one target or a list of them, each a text or an entry with more to say. */
export function upgradeTargets(value: unknown, path: YamlPath, names: UpgradingNames): unknown {
  return eachItem(value, path, (item, place) => {
    if (!isRecord(item)) return upgradeTarget(item, place, names);
    return mapValues(item, (part, key) =>
      key === "target" || key === "backend" ? upgradeTarget(part, [...place, key], names) : part,
    );
  });
}

/** The same for fall-backs, by reason or not; the name of an exposed model is left as it is. */
export function upgradeFallback(value: unknown, path: YamlPath, names: UpgradingNames): unknown {
  const upgradeNames = (list: unknown, at: YamlPath) =>
    eachItem(list, at, (item, place) =>
      typeof item === "string" && names.isExposed(item) ? item : upgradeTarget(item, place, names),
    );
  if (!isRecord(value)) return upgradeNames(value, path);
  return mapValues(value, (list, reason) => upgradeNames(list, [...path, reason]));
}

function eachItem(value: unknown, path: YamlPath, change: (item: unknown, path: YamlPath) => unknown): unknown {
  return Array.isArray(value) ? mapItems(value, (item, index) => change(item, [...path, index])) : change(value, path);
}
