import type { BackendConfig, Catalogue } from "../../config.ts";
import type { Facts } from "../../model.ts";
import { isRecord } from "../../util/record.ts";
import { isLocalTarget } from "./is-local.ts";

const NOTHING: Facts = {};
const FREE: Facts = Object.freeze({ pricing: Object.freeze({ input: 0, output: 0, reasoning: 0 }) });
const LAID_OVER = new Set(["pricing", "capabilities", "modalities", "lifecycle", "benchmarks"]);

/** What is known of a model at a backend: what the config says of it there laid over what the catalogue says of it at the provider. */
export function targetFacts(backend: BackendConfig, modelId: string, catalogue: Catalogue): Facts {
  const known = catalogue.facts(backend.provider.name, modelId) ?? (backend.provider.isFree ? FREE : undefined);
  const said = backend.models.get(modelId)?.facts;
  const facts = known === undefined || said === undefined ? (said ?? known ?? NOTHING) : layOver(known, said);
  const isLocal = isLocalTarget(backend, facts);
  // That a target is not local is worth saying only where somebody asks, so facts that say nothing are left alone.
  return isLocal === (facts.isLocal ?? false) ? facts : Object.freeze({ ...facts, isLocal });
}

function layOver(known: Facts, said: Facts): Facts {
  const facts: Facts = { ...known };
  for (const [field, value] of Object.entries(said)) {
    if (value === undefined) continue;
    const below = known[field];
    facts[field] = LAID_OVER.has(field) && isRecord(below) && isRecord(value) ? { ...below, ...value } : value;
  }
  return Object.freeze(facts);
}
