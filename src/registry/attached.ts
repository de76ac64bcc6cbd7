import type { Facts } from "../model.ts";
import type { StoredLayer, StoredModel } from "../store.ts";
import { CONFIG, USER } from "./origin-order.ts";
import { markChecked } from "./stored-facts.ts";

/** Models a registry shows beside those it keeps: what a config exposes. They are never saved. */
export interface AttachedModels {
  /** Their ids, in order. */
  readonly ids: ReadonlySet<string>;
  /** Their aliases, each with the id of its one model. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What is said of one now; asked when the model is read first, and again after any listing has changed. */
  factsOf(id: string): Facts;
}

/** The attached models of a registry, and the date since which they are there (ISO 8601). */
export interface Attachment {
  readonly models: AttachedModels;
  readonly at: string;
}

/** Nothing is attached. */
export const NOTHING_ATTACHED: Attachment = {
  models: { ids: new Set(), aliases: new Map(), factsOf: () => ({}) },
  at: new Date(0).toISOString(),
};

/** A model nobody but the config speaks of: its place among the ids, and nothing to save. */
export function placeholder(at: string): StoredModel {
  return { createdAt: at, layers: {} };
}

/** Whether a model is only that place. */
export function isPlaceholder({ layers }: StoredModel): boolean {
  for (const _origin in layers) return false;
  return true;
}

/** Whether only a config and the user ever spoke of a model: one that is gone together with the config. */
export function isOfConfig({ layers }: StoredModel): boolean {
  const origins = Object.keys(layers);
  return origins.length === 0 || (CONFIG in layers && origins.every((origin) => origin === CONFIG || origin === USER));
}

/** What is kept of a model together with what the config says of it. */
export function withAttached(id: string, kept: StoredModel, { at, models }: Attachment): StoredModel {
  const { [USER]: user, ...others } = kept.layers;
  const layer = markChecked({ at, facts: models.factsOf(id) });
  return { ...kept, layers: { ...(user && { [USER]: user }), ...others, [CONFIG]: layer } };
}

/**
 * What is kept of a changed model of a config: nothing the config says. Where only the user speaks beside it, a mark
 * stays, so that his words are seen to belong to a model that is missing when the config is.
 */
export function withoutAttached({ layers, ...rest }: StoredModel, { at }: Attachment): StoredModel {
  const { [CONFIG]: _said, ...kept } = layers;
  const mark: StoredLayer = markChecked({ at, missingSince: at, facts: {} });
  const isOnlyUser = Object.keys(kept).length === 1 && USER in kept;
  return { ...rest, layers: isOnlyUser ? { ...kept, [CONFIG]: mark } : kept };
}
