import { isRecord, own, type UnknownRecord } from "../../util/record.ts";
import type { YamlPath } from "../problem.ts";
import { mapValues } from "./map-values.ts";
import { upgradingNames } from "./names.ts";
import { upgradeStrategy } from "./strategy.ts";
import { upgradeFallback, upgradeTarget, upgradeTargets } from "./targets.ts";
import type { UpgradeStep } from "./upgrading.ts";

/** Within the entries: empty ones become `{}`, targets with a colon get a slash, strategies their short names. */
export const upgradeEntries: UpgradeStep = (document, upgrading) => {
  const names = upgradingNames(document, upgrading);
  const models = section(document, "models", (entry, name) => {
    const path: YamlPath = ["models", name];
    if (entry === null) return {};
    if (!isRecord(entry)) return upgradeTarget(entry, path, names);
    return mapValues(entry, (value, key) => {
      const place = [...path, key];
      if (key === "backend") return upgradeTargets(value, place, names);
      if (key === "fallback") return upgradeFallback(value, place, names);
      return key === "strategy" ? upgradeStrategy(value, place, names) : value;
    });
  });
  const backends = section(document, "backends", (entry) => (entry === null ? {} : entry));
  return mapValues(document, (value, key) => (key === "models" ? models : key === "backends" ? backends : value));
};

function section(document: UnknownRecord, key: string, change: (entry: unknown, name: string) => unknown): unknown {
  const entries = own(document, key);
  return isRecord(entries) ? mapValues(entries, change) : entries;
}
