import type { Model } from "../model.ts";
import type { ServeOptions } from "../server.ts";
import { exposedRouter } from "./exposed-router.ts";
import type { ServerParts } from "./parts.ts";

/** What a gateway calls, lists and knows by name: where names are exposed, these alone, whichever way one asks. */
export function exposedParts({
  router,
  models = () => [],
  isExposed,
  findModel = (name) => listedModel(models(), name),
}: ServeOptions): Pick<ServerParts, "router" | "models" | "findModel"> {
  if (isExposed === undefined) return { router, models, findModel };
  return {
    router: exposedRouter(router, isExposed),
    models: () => Array.from(models()).filter(({ id }) => isExposed(id)),
    findModel: (name) => (isExposed(name) ? findModel(name) : undefined),
  };
}

function listedModel(models: Iterable<Model>, name: string): Model | undefined {
  for (const model of models) if (model.id === name || model.aliases.includes(name)) return model;
  return undefined;
}
