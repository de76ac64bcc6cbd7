import type { Catalogue, Config, FallbackReason, Parameters, RouteModel } from "../../config.ts";
import type { YamlPath } from "../problem.ts";
import type { Candidate } from "./candidate.ts";
import { fallbackProviderCandidates } from "./fallback-providers.ts";
import { findTarget } from "./find-backend.ts";
import { makeCandidate } from "./make-candidate.ts";
import type { NamedModel, NameIndex } from "./name-index.ts";
import { NO_PARAMETERS } from "./parameters.ts";

/** The reasons for a fall-back, and how the config writes them. */
export const FALLBACK_KEYS: Readonly<Record<FallbackReason, string>> = {
  any: "any",
  contextWindow: "context_window",
  contentPolicy: "content_policy",
};

const REASONS = Object.keys(FALLBACK_KEYS) as FallbackReason[];

/** What candidates are looked for in. */
export interface Search {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly names: NameIndex;
}

/**
 * All that an exposed model may lead to: its targets, then its fall-backs by reason, then, as fall-backs for any reason,
 * the same models at the fall-back providers.
 */
export function modelCandidates(search: Search, named: NamedModel): readonly Candidate[] {
  const { model } = named;
  const own = ownTargets(search, named, [model.policy]);
  const fallbacks = REASONS.flatMap((use) =>
    model.fallback[use].flatMap((name, place) => fallbackCandidates(search, named, use, name, place)),
  );
  return [...own, ...fallbacks, ...fallbackProviderCandidates(search.config, search.catalogue, model, own)];
}

/** The one target that a direct name is, with the parameters that the catalogue keeps of it. */
export function directCandidates({ config, catalogue }: Search, target: string): readonly Candidate[] {
  const found = findTarget(config, target);
  const known = "drop" in found ? undefined : catalogue.facts(found.backend.provider.name, found.model)?.parameters;
  const entry = entryFor(target, [], known);
  return [makeCandidate(config, catalogue, { entry, use: "target", by: "model", policies: [] })];
}

function ownTargets(
  { config, catalogue }: Search,
  { model, captured }: NamedModel,
  policies: Candidate["policies"],
  use: Candidate["use"] = "target",
): Candidate[] {
  const by = use === "target" ? "model" : "fallback";
  return model.targets.map((entry) =>
    makeCandidate(config, catalogue, {
      entry: { ...entry, target: fillIn(entry.target, captured) },
      use,
      by,
      model,
      contextWindow: model.facts.contextWindow,
      policies,
    }),
  );
}

// A fall-back goes one level deep: what the other model falls back to is its own affair, and so there are no circles.
function fallbackCandidates(
  search: Search,
  asked: NamedModel,
  use: FallbackReason,
  written: string,
  place: number,
): Candidate[] {
  const { model } = asked;
  const name = fillIn(written, asked.captured);
  const path = pathOfFallback(model, use, place);
  const named = search.names.find(name);
  const nowhere = (code: "disabled" | "not_offered", reason: string): Candidate[] => [
    { id: name, use, by: "fallback", path, policies: [], layers: [], found: { drop: { code, reason } } },
  ];
  if (named === undefined) {
    const { config, catalogue } = search;
    const policies = [model.policy];
    // Its window is its own: a fall-back for what is too long must hold more than the model asked for.
    return [makeCandidate(config, catalogue, { entry: entryFor(name, path), use, by: "fallback", model, policies })];
  }
  if (!named.model.enabled) return nowhere("disabled", `the model ${named.model.name} is switched off in the config`);
  if (named.model.targets.length === 0) return nowhere("not_offered", `the model ${named.model.name} has no targets`);
  return ownTargets(search, named, [model.policy, named.model.policy], use).map((candidate) => ({
    ...candidate,
    path,
  }));
}

// Only the plain form, a list without reasons, has no key for the reason in its path.
function pathOfFallback({ path }: RouteModel, use: FallbackReason, place: number): YamlPath {
  return use === "any" ? [...path, "fallback", place] : [...path, "fallback", FALLBACK_KEYS[use], place];
}

function entryFor(
  target: string,
  path: YamlPath,
  known?: Parameters["known"],
): { target: string; weight: number; parameters: Parameters; path: YamlPath } {
  return { target, weight: 1, parameters: known === undefined ? NO_PARAMETERS : { known, extra: {} }, path };
}

/** A target with what a name's `*` stood for in the place of its own. */
function fillIn(target: string, captured: string | undefined): string {
  return captured === undefined ? target : target.replace("*", () => captured);
}
