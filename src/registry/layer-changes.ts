import type { StoredLayer, StoredModel } from "../store.ts";
import { markChecked } from "./stored-facts.ts";

/** The ids of the models an origin listed last. */
export function listedBy(origin: string, models: ReadonlyMap<string, StoredModel>): string[] {
  const ids: string[] = [];
  for (const [id, stored] of models) {
    const layer = stored.layers[origin];
    if (layer !== undefined && layer.missingSince === undefined) ids.push(id);
  }
  return ids;
}

/** Why an answer is not taken: nothing came, or less than half of what was there before. */
export function refusalOf(found: number, before: number): string | undefined {
  if (before === 0 || found * 2 >= before) return undefined;
  const listed = found === 0 ? "no models" : `only ${found} models`;
  return `it listed ${listed} where it listed ${before} before, so nothing was changed; accept the shorter list if it is right`;
}

/** A model with what one origin says of it now. */
export function withLayer(
  stored: StoredModel | undefined,
  origin: string,
  layer: StoredLayer,
  now: string,
): StoredModel {
  return {
    ...stored,
    createdAt: stored?.createdAt ?? now,
    layers: { ...stored?.layers, [origin]: markChecked(layer) },
  };
}
