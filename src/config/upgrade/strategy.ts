import type { YamlPath } from "../problem.ts";
import type { UpgradingNames } from "./names.ts";
import { tell } from "./upgrading.ts";

/** `cost_optimized` becomes `cost`, unless the config has a strategy of that name itself. */
export function upgradeStrategy(value: unknown, path: YamlPath, names: UpgradingNames): unknown {
  if (typeof value !== "string" || names.isStrategy(value)) return value;
  const [, strategy] = /^(cost|performance|quality)[_-]optimi[sz]ed$/i.exec(value) ?? [];
  if (strategy === undefined) return value;
  const message = `old form ${JSON.stringify(value)}, read as ${strategy.toLowerCase()}`;
  tell(names.upgrading, "note", "old_strategy", path, message);
  return strategy.toLowerCase();
}
