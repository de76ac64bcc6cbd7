import { checkFacts, type Facts } from "../model.ts";
import type { StoredLayer, StoredModel } from "../store.ts";
import { isRecord, type UnknownRecord } from "../util/record.ts";
import { problemsWith } from "../util/shape.ts";

/** A fact in the stored registry that cannot be right and is left out of the model, though it stays in the file. */
export interface StoredProblem {
  id: string;
  origin: string;
  /** Dotted path into the facts. */
  path: string;
  message: string;
}

const UNDATED = new Date(0).toISOString();
const NO_DATE = "expected an ISO 8601 date";

const checked = new WeakSet<StoredLayer>();

/** Marks layers made from facts that were checked at their border. */
export function markChecked(layer: StoredLayer): StoredLayer {
  checked.add(layer);
  return layer;
}

/** A stored model without the facts of the wrong shape (a hand-edited file), each reported. */
export function withSoundFacts(id: string, stored: StoredModel, report: (problem: StoredProblem) => void): StoredModel {
  let layers: Record<string, StoredLayer> | undefined;
  const createdAt = typeof stored.createdAt === "string" ? stored.createdAt : UNDATED;
  if (createdAt !== stored.createdAt) report({ id, origin: "registry", path: "createdAt", message: NO_DATE });
  for (const [origin, layer] of Object.entries(stored.layers)) {
    if (checked.has(layer)) continue;
    const issues = problemsWith(checkFacts, layer.facts);
    const isDated = typeof layer.at === "string";
    if (!isDated) report({ id, origin, path: "at", message: NO_DATE });
    if (issues.length === 0 && isDated) {
      checked.add(layer);
      continue;
    }
    const facts: UnknownRecord = isRecord(layer.facts) ? { ...layer.facts } : {};
    for (const { path, message } of issues) {
      report({ id, origin, path, message });
      delete facts[path.split(".")[0] ?? ""];
    }
    layers ??= { ...stored.layers };
    layers[origin] = { ...layer, facts: facts as Facts, at: isDated ? layer.at : UNDATED };
  }
  return layers === undefined && createdAt === stored.createdAt
    ? stored
    : { ...stored, createdAt, ...(layers && { layers }) };
}
