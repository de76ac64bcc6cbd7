import { resolve, routeFacts } from "../config/resolve.ts";
import { RouteError } from "../config/route-error.ts";
import type { Catalogue, Config, RouteModel } from "../config.ts";
import type { Facts } from "../model.ts";
import type { AttachedModels } from "../registry/attached.ts";

/**
 * The models a config exposes, as a registry shows them: priced and described by their targets, as the catalogue knows
 * those when it is asked. A name with a `*` is no model, and one that is switched off is not shown.
 */
export function exposedModels(config: Config, catalogue: Catalogue): AttachedModels {
  const shown = [...config.models.values()].filter(({ name, enabled }) => enabled && !name.includes("*"));
  return {
    ids: new Set(shown.map(({ name }) => name)),
    aliases: new Map(shown.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const))),
    factsOf: (id) => {
      try {
        return routeFacts(resolve(config, id, { catalogue }), config);
      } catch (error) {
        if (!(error instanceof RouteError)) throw error;
        return ownFacts(config.models.get(id));
      }
    },
  };
}

/** What is said of a model of which no target may be called. */
function ownFacts(model: RouteModel | undefined): Facts {
  if (model === undefined) return {};
  const { description, capabilities, aliases, tags, targets, facts } = model;
  return {
    ...facts,
    ...(description !== undefined && { description }),
    capabilities: { ...capabilities },
    aliases: [...aliases],
    tags: [...tags],
    targets: targets.map(({ target }) => target),
  };
}
