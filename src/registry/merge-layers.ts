import { type Facts, type Model, splitId } from "../model.ts";
import type { OriginRecord, StoredLayer, StoredModel } from "../store.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { isRecord, type UnknownRecord } from "../util/record.ts";
import { mergingOf, pointer } from "./merging.ts";
import { CONFIG, type RankedLayer, rankLayers, USER } from "./origin-order.ts";

type Origins = ReadonlyMap<string, OriginRecord>;

/** What all origins together say of a model, before defaults; with `without`, as if that origin had not spoken. */
export function mergeFacts(id: string, stored: StoredModel, origins: Origins, without?: string): Facts {
  const alone = without === undefined ? onlyFacts(stored) : undefined;
  if (alone !== undefined) return alone;
  const provider = providerOf(id, stored, origins);
  const spoken = (layers: RankedLayer[]) => layers.filter(({ origin }) => origin !== without);
  const layers = spoken(rankLayers(stored, provider, origins, false));
  const erased = without === USER ? undefined : erasedBy(stored.layers[USER]);
  const merged: UnknownRecord = {};
  for (const { origin, layer } of layers) {
    for (const [field, value] of Object.entries(layer.facts)) {
      if (value === undefined || field === "pricing") continue;
      // What the user erased is hidden in every layer but his own.
      const hidden = origin === USER ? undefined : erased;
      if (!hidden?.has(pointer(field))) mergeField(merged, field, value, hidden);
    }
  }
  const pricing = mergePrices(spoken(rankLayers(stored, provider, origins, true)), erased);
  if (pricing !== undefined) merged.pricing = pricing;
  return merged;
}

// Most models of a first discovery have one layer, and what one origin says needs no merging.
function onlyFacts({ layers }: StoredModel): Facts | undefined {
  const [only, ...others] = Object.keys(layers);
  const layer = only === undefined || others.length > 0 ? undefined : layers[only];
  return layer === undefined || Object.values(layer.facts).includes(undefined) ? undefined : layer.facts;
}

// Nearly nobody erases anything, and then no path has to be written down.
function erasedBy(user: StoredLayer | undefined): ReadonlySet<string> | undefined {
  return user?.erased === undefined || user.erased.length === 0 ? undefined : new Set(user.erased);
}

function mergeField(
  merged: UnknownRecord,
  field: string,
  value: unknown,
  hidden: ReadonlySet<string> | undefined,
): void {
  const merging = mergingOf(field);
  const known = merged[field];
  if (merging === "union" && Array.isArray(value)) {
    const members = hidden?.size ? value.filter((member) => !hidden.has(pointer(field, String(member)))) : value;
    merged[field] = known === undefined ? members : [...new Set([...(known as unknown[]), ...members])];
  } else if ((merging === "by-key" || merging === "by-system") && isRecord(value)) {
    merged[field] = underlay(known, value, merging === "by-system" ? 2 : 1, hidden, [field]);
  } else if (known === undefined) {
    merged[field] = value;
  }
}

/** Adds below `upper` what only `lower` says, down to `levels` of keys. */
function underlay(
  upper: unknown,
  lower: UnknownRecord,
  levels: number,
  hidden: ReadonlySet<string> | undefined,
  path: readonly string[],
): UnknownRecord {
  if (upper === undefined && !hidden?.size) return lower;
  const result: UnknownRecord = isRecord(upper) ? { ...upper } : {};
  for (const [key, value] of Object.entries(lower)) {
    if (value === undefined || hidden?.has(pointer(...path, key))) continue;
    const known = Object.hasOwn(result, key) ? result[key] : undefined;
    if (levels > 1 && isRecord(value)) result[key] = underlay(known, value, levels - 1, hidden, [...path, key]);
    else if (known === undefined) result[key] = value;
  }
  return result;
}

function mergePrices(
  layers: readonly RankedLayer[],
  erased: ReadonlySet<string> | undefined,
): UnknownRecord | undefined {
  let result: UnknownRecord | undefined;
  for (const { origin, layer } of layers) {
    const pricing = layer.facts.pricing;
    if (pricing === undefined || (origin !== USER && erased?.has(pointer("pricing")))) continue;
    result = underlay(result, pricing, 1, origin === USER ? undefined : erased, ["pricing"]);
    if (origin !== USER && Object.keys(pricing).length > 0) break;
  }
  return result;
}

/** The provider of a model: what the best origin says, else the first part of its id. */
export function providerOf(id: string, stored: StoredModel, origins: Origins): string {
  const fallback = splitId(id).provider ?? "custom";
  for (const { layer } of rankLayers(stored, fallback, origins, false)) {
    if (layer.facts.provider !== undefined) return layer.facts.provider;
  }
  return fallback;
}

/** The record the registry serves: merged facts, defaults and dates, frozen. */
export function toModel(id: string, stored: StoredModel, origins: Origins): Model {
  const facts = mergeFacts(id, stored, origins);
  const { provider, name } = splitId(id);
  const missingSince = missingSinceOf(stored, origins);
  return deepFreeze({
    id,
    name: facts.name ?? name,
    provider: facts.provider ?? provider ?? "custom",
    ...withoutIdentity(facts),
    isLocal: facts.isLocal ?? false,
    modalities: facts.modalities ?? {},
    capabilities: facts.capabilities ?? {},
    pricing: facts.pricing ?? {},
    tags: facts.tags ?? [],
    aliases: facts.aliases ?? [],
    connectorMetadata: facts.connectorMetadata ?? {},
    customMetadata: facts.customMetadata ?? {},
    parameters: facts.parameters ?? {},
    lifecycle: facts.lifecycle ?? {},
    benchmarks: facts.benchmarks ?? {},
    ...(missingSince === undefined ? {} : { missingSince }),
    createdAt: stored.createdAt,
    updatedAt: updatedAtOf(stored),
  });
}

// A row's own `id`, `createdAt` and the like would shadow what the registry knows better.
function withoutIdentity(facts: Facts): UnknownRecord {
  const { id, name, provider, createdAt, updatedAt, missingSince, ...rest } = facts as UnknownRecord;
  return rest;
}

function missingSinceOf(stored: StoredModel, origins: Origins): string | undefined {
  let latest: string | undefined;
  for (const [origin, layer] of Object.entries(stored.layers)) {
    // Neither the user nor a benchmark says that a model can be had; a config says so only of one that nobody lists.
    if (origin === USER || origins.get(origin)?.kind === "scores") continue;
    if (origin === CONFIG && layer.missingSince === undefined) continue;
    if (layer.missingSince === undefined) return undefined;
    if (latest === undefined || layer.missingSince > latest) latest = layer.missingSince;
  }
  return latest;
}

function updatedAtOf(stored: StoredModel): string {
  let latest = stored.createdAt;
  for (const layer of Object.values(stored.layers)) if (layer.at > latest) latest = layer.at;
  return latest;
}
