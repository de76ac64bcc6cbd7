import { findProvider } from "../../builtins/providers.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";
import type { Upgrading } from "./upgrading.ts";

/** The names a config gives to things, as far as old forms are told from new ones by them. */
export interface UpgradingNames {
  readonly upgrading: Upgrading;
  /** Whether something is a backend of the config or a provider. */
  isBackend(name: string): boolean;
  /** Whether something is an exposed name or an alias. */
  isExposed(name: string): boolean;
  /** Whether something is one of the config's own strategies. */
  isStrategy(name: string): boolean;
}

/** The names in a document in which everything is keyed by name already. */
export function upgradingNames(document: UnknownRecord, upgrading: Upgrading): UpgradingNames {
  const models = own(document, "models");
  let aliases: Set<unknown> | undefined;
  return {
    upgrading,
    isBackend: (name) => hasKey(own(document, "backends"), name) || findProvider(name) !== undefined,
    isExposed(name) {
      aliases ??= new Set(isRecord(models) ? Object.values(models).flatMap((entry) => own(entry, "aliases")) : []);
      return hasKey(models, name) || aliases.has(name);
    },
    isStrategy: (name) => hasKey(own(document, "strategies"), name),
  };
}

function hasKey(value: unknown, key: string): boolean {
  return isRecord(value) && Object.hasOwn(value, key);
}
