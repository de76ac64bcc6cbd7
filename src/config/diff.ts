import { type Catalogue, type Config, EMPTY_CATALOGUE } from "../config.ts";
import { aliasChanges } from "./diff/alias-changes.ts";
import { backendChanges } from "./diff/backend-changes.ts";
import type { ConfigChange } from "./diff/change.ts";
import { defaultChanges } from "./diff/default-changes.ts";
import { modelChanges } from "./diff/model-changes.ts";
import { routerChanges } from "./diff/router-changes.ts";
import { targetChanges } from "./diff/target-changes.ts";

export type { ConfigChange, ConfigChangeKind } from "./diff/change.ts";

/** What is different between two configs for those who call their models. */
export interface ConfigDifference {
  readonly changes: readonly ConfigChange[];
}

/** What two configs are compared with. */
export interface DiffOptions {
  /** What is known of models. @default a catalogue of nothing */
  readonly catalogue?: Catalogue;
  /** The time whose prices are compared. @default now */
  readonly at?: Date;
}

/**
 * What changes for callers from one config to another: names, what runs behind them, what that costs and how it is
 * called. Where and in which order things are written does not count, nor does what leads to the same; empty where
 * nothing changes. Keys and headers are compared and never shown.
 */
export function diffConfigs(before: Config, after: Config, options: DiffOptions = {}): ConfigDifference {
  if (before === after) return { changes: [] };
  const { catalogue = EMPTY_CATALOGUE, at = new Date() } = options;
  const comparison = { before, after, catalogue, at };
  const models = modelChanges(comparison);
  return {
    changes: [
      ...models,
      ...aliasChanges(before, after),
      ...targetChanges(comparison, models),
      ...backendChanges(before, after),
      ...defaultChanges(before, after),
      ...routerChanges(before, after),
    ],
  };
}
