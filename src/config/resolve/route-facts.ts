import type { Config } from "../../config.ts";
import type { Facts } from "../../model.ts";
import type { Route, Target } from "../../route.ts";

/**
 * What an exposed model is as a model of the registry: what the config says of it, else what is known of its primary
 * target; a capability that is switched off is one it has not.
 */
export function routeFacts(route: Route, config: Config): Facts {
  const model = config.models.get(route.name);
  const [primary] = route.targets as [Target, ...Target[]]; // A route is never without one.
  const known = primary.facts;
  const stated = model?.facts ?? {};
  const contextWindow = stated.contextWindow ?? known.contextWindow;
  const maxOutputTokens = stated.maxOutputTokens ?? known.maxOutputTokens;
  const pricing = stated.pricing ?? known.pricing;
  const description = route.description ?? known.description;
  const { known: parameters, extra } = primary.parameters;
  return {
    name: route.name,
    provider: primary.backend.provider.name,
    targets: route.targets.map(({ id }) => id),
    isLocal: route.targets.every(({ facts }) => facts.isLocal === true),
    capabilities: { ...known.capabilities, ...route.capabilities },
    tags: [...route.tags],
    aliases: [...(model?.aliases ?? [])],
    parameters: { ...extra, ...parameters },
    ...(description !== undefined && { description }),
    ...(contextWindow !== undefined && { contextWindow }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(stated.contextWindow === undefined &&
      known.maxInputTokens !== undefined && { maxInputTokens: known.maxInputTokens }),
    ...(pricing !== undefined && { pricing }),
    ...(known.modalities !== undefined && { modalities: known.modalities }),
    ...(known.lifecycle !== undefined && { lifecycle: known.lifecycle }),
  };
}
