import { isDeepStrictEqual } from "node:util";
import { type DraftModel, modelOf } from "../draft.ts";
import type { Deployment } from "./deployment.ts";
import { orderTargets } from "./routing.ts";

/** What holds for every model that says nothing else. */
export interface Defaults {
  readonly attempts?: number;
  readonly backoff?: string;
  readonly total?: string;
}

/** The exposed model that all entries of one name make. */
export function modelFrom(
  deployments: readonly [Deployment, ...Deployment[]],
  choice: { readonly strategy: string; readonly byTags: boolean },
  defaults: Defaults,
): DraftModel {
  const [first, ...others] = deployments;
  const isShared = others.every(({ parameters }) => isDeepStrictEqual(parameters, first.parameters));
  for (const deployment of deployments) {
    if (!isShared) deployment.target.parameters = deployment.parameters;
    if (deployment !== first && deployment.description !== first.description)
      deployment.target.comment = deployment.description;
  }
  const { targets, strategy } = orderTargets(deployments, choice);
  for (const { entry } of deployments) {
    const [weight, order] = [entry.at("litellm_params").at("weight"), entry.at("litellm_params").at("order")];
    const isDrawn = targets.length > 1 && strategy === "round_robin";
    if (weight.isGiven && !isDrawn) weight.refuse("nothing is drawn by weight here");
    if (order.isGiven && targets.length < 2) order.refuse("a single target has no order");
  }
  const attempts = saidBy(deployments, "attempts", ["max_retries", "num_retries"]) ?? defaults.attempts;
  const timeout = saidBy(deployments, "timeout", ["timeout", "stream_timeout"]);
  const total = defaults.total === undefined ? {} : { total: defaults.total };
  return {
    ...modelOf(targets),
    strategy,
    description: first.description,
    tags: choice.byTags ? [] : [...new Set(deployments.flatMap(({ tags }) => tags))],
    ...(isShared ? { parameters: first.parameters } : {}),
    timeout: { ...total, ...timeout },
    retry: {
      ...(attempts === undefined ? {} : { attempts }),
      ...(defaults.backoff === undefined ? {} : { backoff: defaults.backoff }),
    },
    budget: saidBy(deployments, "budget", ["max_budget", "budget_duration"]),
  };
}

/** What the first entry that speaks of it says; an exposed model has one answer, so entries that say otherwise are listed. */
function saidBy<Key extends "attempts" | "timeout" | "budget">(
  deployments: readonly Deployment[],
  key: Key,
  fields: readonly string[],
): Deployment[Key] | undefined {
  const speaking = deployments.filter((deployment) => {
    const value = deployment[key];
    return value !== undefined && (typeof value !== "object" || Object.keys(value).length > 0);
  });
  const said = speaking[0]?.[key];
  for (const { [key]: value, entry } of speaking) {
    if (isDeepStrictEqual(value, said)) continue;
    for (const field of fields) {
      const part = entry.at("litellm_params").at(field);
      if (part.isGiven)
        part.refuse("an earlier entry of the same name says otherwise, and a model here has one answer");
    }
  }
  return said;
}
