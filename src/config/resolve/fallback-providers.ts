import type { BackendConfig, Catalogue, Config, RouteModel } from "../../config.ts";
import type { Candidate } from "./candidate.ts";
import { findBackend, findTarget } from "./find-backend.ts";
import { makeCandidate } from "./make-candidate.ts";
import { NO_PARAMETERS } from "./parameters.ts";
import type { Drop } from "./policy.ts";

/**
 * The models of a route's own targets at each backend of `fallback_providers` that is known to have them; a backend that
 * is known to have none of them is told of once.
 */
export function fallbackProviderCandidates(
  config: Config,
  catalogue: Catalogue,
  model: RouteModel,
  own: readonly Candidate[],
): Candidate[] {
  if (config.fallbackProviders.length === 0) return [];
  const targets = own.flatMap(({ id }) => {
    const found = findTarget(config, id);
    return "drop" in found ? [] : [found];
  });
  return config.fallbackProviders.flatMap((name, place) => {
    const path = ["fallback_providers", place];
    const backend = findBackend(config, name);
    if (targets.length === 0 || targets.some((target) => target.backend.name === (backend?.name ?? name))) return [];
    const ids = backend === undefined ? [] : targets.flatMap(({ model: id }) => idsAt(backend, id, catalogue));
    if (ids.length === 0)
      return [
        notOffered(
          name,
          targets.map((target) => target.model),
          path,
          model,
        ),
      ];
    return [...new Set(ids)].map((id) =>
      makeCandidate(config, catalogue, {
        entry: { target: `${backend?.name}/${id}`, weight: 1, parameters: NO_PARAMETERS, path },
        use: "any",
        by: "fallback_providers",
        model,
        contextWindow: model.facts.contextWindow,
        policies: [model.policy],
      }),
    );
  });
}

/** The id under which a backend is known to have a model: its own word for it, else the catalogue's; none where two fit. */
function idsAt(backend: BackendConfig, modelId: string, catalogue: Catalogue): string[] {
  const bareName = modelId.slice(modelId.lastIndexOf("/") + 1);
  const provider = backend.provider.name;
  for (const id of new Set([modelId, bareName])) {
    if (backend.models.has(id) || catalogue.facts(provider, id) !== undefined) return [id];
  }
  const listed = catalogue.find(bareName).filter((target) => target.startsWith(`${provider}/`));
  return listed.length === 1 ? listed.map((target) => target.slice(provider.length + 1)) : [];
}

function notOffered(backend: string, ids: readonly string[], path: Candidate["path"], model: RouteModel): Candidate {
  const [only, ...others] = new Set(ids);
  const what = others.length === 0 ? only : `any of ${[only, ...others].join(", ")}`;
  const drop: Drop = { code: "not_offered", reason: `the fall-back provider ${backend} is not known to offer ${what}` };
  const base = { use: "any", by: "fallback_providers", path, model, policies: [], layers: [] } as const;
  return { ...base, id: `${backend}/${only}`, found: { drop } };
}
