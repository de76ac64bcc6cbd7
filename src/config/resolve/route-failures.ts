import { providers } from "../../builtins/providers.ts";
import type { Catalogue, Config } from "../../config.ts";
import type { DroppedTarget } from "../../route.ts";
import { nearest } from "../../util/nearest.ts";
import { RouteError } from "../route-error.ts";
import { splitTarget } from "../target.ts";
import { findBackend } from "./find-backend.ts";
import type { NamedModel, NameIndex } from "./name-index.ts";

const LONGEST = 100;
const MOST_LISTED = 5;

/** Nothing has the name: says what comes nearest, or what there is. */
export function notFound(config: Config, catalogue: Catalogue, names: NameIndex, asked: string): RouteError {
  const close = [...nearest(asked, names.offered), ...nearTargets(config, catalogue, asked)];
  const near = [...new Set(close)].slice(0, 3);
  const hint = near.length > 0 ? `did you mean ${near.join(", ")}?` : whatThereIs(names.offered);
  return new RouteError("route_not_found", asked, `no model is called ${quote(asked)}; ${hint}`, { nearest: near });
}

/** The exposed model is switched off. */
export function switchedOff(asked: string, { by, model }: NamedModel): RouteError {
  const which = by === "name" ? `the model ${quote(asked)}` : `${quote(asked)} means the model ${model.name}, which`;
  return new RouteError("route_disabled", asked, `${which} is switched off in the config (enabled: false)`);
}

/** The exposed model is kept from doing what the request needs, whatever its targets can do. */
export function withoutCapability(asked: string, { model }: NamedModel, off: readonly string[]): RouteError {
  const message = `the request needs ${off.join(" and ")}, which the config switches off in the model ${model.name}`;
  return new RouteError("capability_disabled", asked, message);
}

/** None of the targets may be called. */
export function noTarget(asked: string, dropped: readonly DroppedTarget[]): RouteError {
  const reasons = dropped.map(({ id, reason }) => `${id} (${reason})`).join("; ");
  const why =
    dropped.length === 0
      ? "no backend was found for it; write one, such as openai/gpt-4o"
      : `none of its targets can be called: ${reasons}`;
  return new RouteError("no_target", asked, `the model ${quote(asked)} leads nowhere: ${why}`, { dropped });
}

/** Targets that a misspelt one, or a model's bare name, may mean: at backends there are. */
function nearTargets(config: Config, catalogue: Catalogue, asked: string): string[] {
  const parts = splitTarget(asked);
  if (parts === undefined) {
    const known = catalogue.find(asked);
    // Where names are exposed those are meant; comparing with a whole registry is for people, not for every wrong call.
    const near = known.length > 0 || config.models.size > 0 ? known : catalogue.nearest(asked);
    return near.filter((target) => leadsSomewhere(config, target));
  }
  return nearest(parts.backend, [...config.backends.keys(), ...providers.keys()]).map(
    (backend) => `${backend}/${parts.model}`,
  );
}

function leadsSomewhere(config: Config, target: string): boolean {
  return findBackend(config, splitTarget(target)?.backend ?? "") !== undefined;
}

function whatThereIs(offered: readonly string[]): string {
  if (offered.length === 0) return "the config exposes no model; a target has the form backend/model-id";
  const more = offered.length > MOST_LISTED ? ` and ${offered.length - MOST_LISTED} more` : "";
  return `there are ${offered.slice(0, MOST_LISTED).join(", ")}${more}`;
}

// The name may come from anywhere: no line breaks, and not a page of it.
function quote(name: string): string {
  return JSON.stringify(name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
}
