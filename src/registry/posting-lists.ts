import type { Model } from "../model.ts";

/** The models with each provider, each capability known to be there, and each tag, in registry order. */
export interface PostingLists {
  readonly provider: ReadonlyMap<string, readonly Model[]>;
  readonly capability: ReadonlyMap<string, readonly Model[]>;
  readonly tag: ReadonlyMap<string, readonly Model[]>;
  /** Every capability something is said of, be it that it is not there. */
  readonly capabilityNames: ReadonlySet<string>;
}

export function indexModels(models: readonly Model[]): PostingLists {
  const provider = new Map<string, Model[]>();
  const capability = new Map<string, Model[]>();
  const tag = new Map<string, Model[]>();
  const capabilityNames = new Set<string>();
  for (const model of models) {
    add(provider, model.provider, model);
    for (const name in model.capabilities) {
      capabilityNames.add(name);
      if (model.capabilities[name] === true) add(capability, name, model);
    }
    for (const name of model.tags) add(tag, name, model);
  }
  return { provider, capability, tag, capabilityNames };
}

function add(index: Map<string, Model[]>, key: string, model: Model): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [model]);
  else list.push(model);
}
