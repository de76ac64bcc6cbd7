import type { Facts } from "../model.ts";
import type { OriginRecord, StoredLayer, StoredModel } from "../store.ts";
import { mergeFacts, providerOf } from "./merge-layers.ts";
import { USER } from "./origin-order.ts";

type Origins = ReadonlyMap<string, OriginRecord>;

/**
 * What is known of a listing at one provider: what a reseller asks counts there and nowhere else, and of a model that
 * another provider made, its host's own word counts before others.
 */
export function factsAt(id: string, stored: StoredModel, origins: Origins, provider: string): Facts {
  const merged = mergeFacts(id, stored, origins);
  if (providerOf(id, stored, origins) === provider) {
    const isElsewhere = (origin: string) => origin !== provider && origins.get(origin)?.kind === "reseller";
    const isAllHere = merged.pricing === undefined || !Object.keys(stored.layers).some(isElsewhere);
    return isAllHere
      ? merged
      : withPricing(
          merged,
          mergeFacts(
            id,
            only(stored, (origin) => !isElsewhere(origin)),
            origins,
          ),
        );
  }
  const said = mergeFacts(
    id,
    only(stored, (origin) => origin === provider || origin === USER),
    origins,
  );
  const { capabilities, modalities } = merged;
  const facts = {
    ...merged,
    ...said,
    ...((capabilities ?? said.capabilities) && { capabilities: { ...capabilities, ...said.capabilities } }),
    ...((modalities ?? said.modalities) && { modalities: { ...modalities, ...said.modalities } }),
  };
  return withPricing(facts, stored.layers[provider]?.facts ?? {});
}

function withPricing(facts: Facts, { pricing }: Facts): Facts {
  const { pricing: _elsewhere, ...others } = facts;
  return pricing === undefined ? others : { ...others, pricing };
}

function only({ layers, ...rest }: StoredModel, isMeant: (origin: string) => boolean): StoredModel {
  const kept: Record<string, StoredLayer> = {};
  for (const [origin, layer] of Object.entries(layers)) if (isMeant(origin)) kept[origin] = layer;
  return { ...rest, layers: kept };
}
