import type { Catalogue, Config } from "../../config.ts";
import { type Candidate, type Entry, layersOf } from "./candidate.ts";
import { findTarget } from "./find-backend.ts";
import { mergeParameters } from "./parameters.ts";
import { refusedByPolicy } from "./policy.ts";
import { targetFacts } from "./target-facts.ts";

/** The target an entry means, with its facts and parameters; or why it is never called, whatever the request. */
export function makeCandidate(config: Config, catalogue: Catalogue, from: Entry): Candidate {
  const { entry, ...rest } = from;
  const { model, policies } = rest;
  const base = { ...rest, path: entry.path };
  const found = findTarget(config, entry.target);
  if ("drop" in found) return { ...base, id: found.id, layers: [], found: { drop: found.drop } };
  const { id, backend, model: modelId } = found;
  const layers = layersOf(entry, model, backend, modelId, config.modelDefaults);
  const facts = targetFacts(backend, modelId, catalogue);
  for (const policy of policies) {
    const drop = refusedByPolicy(policy, backend, facts);
    if (drop !== undefined) return { ...base, id, layers, found: { drop } };
  }
  const target = Object.freeze({
    id,
    backend,
    model: modelId,
    calledAs: backend.models.get(modelId)?.deployment ?? modelId,
    weight: entry.weight,
    ...(entry.when !== undefined && { when: entry.when }),
    parameters: mergeParameters(layers),
    facts,
  });
  return { ...base, id, layers, found: { target } };
}
