import { InvalidInputError } from "../errors.ts";
import type { OriginRecord, StoredLayer, StoredModel } from "../store.ts";

/** The layer of what the user says himself. */
export const USER = "user";
/** The layer of what his configuration file says. */
export const CONFIG = "config";

/**
 * Checks the name of an origin that may be imported.
 * @throws {InvalidInputError}
 */
export function parseOrigin(name: string): string {
  if (name !== USER && name !== CONFIG && /^[a-z0-9][a-z0-9-]*$/.test(name)) return name;
  const message = `expected lower-case letters, digits and dashes, and neither "user" nor "config"; got ${JSON.stringify(name)}`;
  throw new InvalidInputError("origin", [{ path: "", message }]);
}

/** One origin's layer of a model, in the order in which its word counts. */
export interface RankedLayer {
  origin: string;
  layer: StoredLayer;
}

type Origins = ReadonlyMap<string, OriginRecord>;

/**
 * The layers of a model, best first: user, config, the provider itself, directories and resellers, the catalogue.
 * For prices a reseller comes last: what it asks is the price at the reseller. A layer whose origin no longer lists
 * the model comes after all that still do.
 */
export function rankLayers(stored: StoredModel, provider: string, origins: Origins, forPrices: boolean): RankedLayer[] {
  const ranked = Object.entries(stored.layers).map(([origin, layer]) => ({
    origin,
    layer,
    rank: rankOf(origin, provider, origins, forPrices) + (layer.missingSince === undefined ? 0 : 10),
  }));
  if (ranked.length > 1) ranked.sort((a, b) => a.rank - b.rank);
  return ranked;
}

function rankOf(origin: string, provider: string, origins: Origins, forPrices: boolean): number {
  if (origin === USER) return 0;
  if (origin === CONFIG) return 1;
  const kind = origins.get(origin)?.kind ?? "directory";
  // Of benchmarks, the only thing they speak of, those who measure know more than those who quote.
  if (kind === "provider" || kind === "scores" || origin === provider) return 2;
  if (kind === "reseller" && forPrices) return 5;
  return kind === "catalog" ? 4 : 3;
}
