import { isRecord, own, type UnknownRecord } from "../../util/record.ts";
import { tell, type UpgradeStep, type Upgrading } from "./upgrading.ts";

/** `providers:` becomes `backends:`, each backend at the provider of its name; beside `backends:` it adds to it. */
export const providersToBackends: UpgradeStep = (document, upgrading) => {
  const { providers, ...rest } = document;
  if (!isRecord(providers)) return document;
  const backends = Object.hasOwn(document, "backends") ? document.backends : undefined;
  if (backends !== undefined && !isRecord(backends)) return document;
  const message = "old form, read as backends, each at the provider of its name";
  tell(upgrading, "note", "old_providers", ["providers"], message, "key");
  if (backends !== undefined)
    return { ...rest, backends: { ...backends, ...additions(providers, backends, upgrading) } };
  upgrading.moves.section("backends", "providers");
  return { ...rest, backends: providers };
};

function additions(providers: UnknownRecord, backends: UnknownRecord, upgrading: Upgrading): UnknownRecord {
  const added = Object.entries(providers).filter(([name]) => {
    const isNew = own(backends, name) === undefined;
    if (isNew) upgrading.moves.entry("backends", name, { path: ["providers", name] });
    else {
      const message = `${JSON.stringify(name)} stands in backends too; keep the one in backends`;
      tell(upgrading, "error", "duplicate_name", ["providers", name], message, "key");
    }
    return isNew;
  });
  return Object.fromEntries(added);
}
