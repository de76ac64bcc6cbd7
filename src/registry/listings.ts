import type { Model } from "../model.ts";
import type { StoredModel } from "../store.ts";
import { isOfConfig } from "./attached.ts";
import type { Known } from "./import-plan.ts";
import { indexNames } from "./name-index.ts";
import { CONFIG, USER } from "./origin-order.ts";
import type { Records } from "./records.ts";

/** The models an answer is compared with, by id and name: never those a config exposes, whose names mean something else. */
export function listings(records: Records): Pick<Known, "models" | "names"> {
  if (!records.hasAttached) return { models: records.stored, names: records.names() };
  const models = new Map([...records.stored].filter(([, stored]) => !isOfConfig(stored)));
  const isUserAlias = (id: string, alias: string) =>
    models.get(id)?.layers[USER]?.facts.aliases?.includes(alias) ?? false;
  return {
    models,
    names: indexNames(
      [...models.keys()].map((id) => records.listing(id) as Model),
      { isUserAlias, hasBareName: () => true },
    ),
  };
}

/** A listing that is new, with what the user said of its name before. */
export function withKept(kept: StoredModel | undefined, listed: StoredModel): StoredModel {
  if (kept === undefined || !isOfConfig(kept)) return listed;
  const { [CONFIG]: _mark, ...layers } = kept.layers;
  return { ...kept, ...listed, layers: { ...layers, ...listed.layers } };
}
