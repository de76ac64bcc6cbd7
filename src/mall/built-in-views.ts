import { AmbiguousModelError } from "../errors.ts";
import type { Model } from "../model.ts";
import type { ModelRegistry } from "../registry.ts";
import { CONTEXT_KEYS, contextBand, PRICE_KEYS, priceBand } from "./bands.ts";

/** A view that shows lists of models by key. */
interface GroupedView {
  /** One sentence for lists. */
  readonly description: string;
  keys(model: Model, today: Date): string | readonly string[] | undefined;
  /** The keys that come first, in this order. */
  readonly order?: readonly string[];
  /** What it shows depends on the day. */
  readonly daily?: true;
}

const GROUP_TAG = "group:";

/** The views that show lists of models, by name. */
export const GROUPED_VIEWS = {
  byProvider: { description: "by provider", keys: ({ provider }) => provider },
  byCapability: { description: "by what they are known to do", keys: capabilitiesOf },
  byModality: { description: "by what they take (`image`) and give (`output:image`)", keys: modalitiesOf },
  byTag: { description: "by tag", keys: ({ tags }) => tags },
  byGroup: { description: "by group", keys: groupsOf },
  byFamily: { description: "by the line they belong to", keys: ({ family }) => family },
  byPrice: { description: "by input price today", keys: priceBand, order: PRICE_KEYS, daily: true },
  byContext: { description: "by context window", keys: contextBand, order: CONTEXT_KEYS },
} as const satisfies Record<string, GroupedView>;

/** A view that shows one model by key. */
interface SingleView {
  readonly description: string;
  models(registry: ModelRegistry, today: Date): Iterable<readonly [string, Model]>;
  readonly daily?: true;
}

/** The views that show single models, by name. */
export const SINGLE_VIEWS = {
  local: { description: "what runs on this machine, by id", models: (registry) => where(registry, isLocal) },
  remote: {
    description: "what runs elsewhere, by id",
    models: (registry) => where(registry, (model) => !isLocal(model)),
  },
  deprecated: {
    description: "what is deprecated, retired or about to be, by id",
    models: (registry, today) => where(registry, (model) => isDeprecated(model, today)),
    daily: true,
  },
  aliases: { description: "by alias", models: byAlias },
} as const satisfies Record<string, SingleView>;

export type GroupedViewName = keyof typeof GROUPED_VIEWS;
export type SingleViewName = keyof typeof SINGLE_VIEWS;

function capabilitiesOf({ capabilities }: Model): string[] {
  return Object.keys(capabilities).filter((name) => capabilities[name] === true);
}

function modalitiesOf({ modalities: { input = [], output = [] } }: Model): string[] {
  return [...input, ...output.map((modality) => `output:${modality}`)];
}

function groupsOf({ tags }: Model): string[] {
  return tags.filter((tag) => tag.startsWith(GROUP_TAG)).map((tag) => tag.slice(GROUP_TAG.length));
}

function isLocal(model: Model): boolean {
  return model.isLocal;
}

function isDeprecated({ lifecycle: { status, deprecatedAt, retiresAt } }: Model, today: Date): boolean {
  if (status === "deprecated" || status === "retired" || retiresAt !== undefined) return true;
  return deprecatedAt !== undefined && Date.parse(deprecatedAt) <= today.getTime();
}

function* where(registry: ModelRegistry, holds: (model: Model) => boolean): Generator<readonly [string, Model]> {
  for (const model of registry.values()) if (holds(model)) yield [model.id, model];
}

/** The aliases that mean one model, as looking them up would find it. */
function* byAlias(registry: ModelRegistry): Generator<readonly [string, Model]> {
  const aliases = new Set<string>();
  for (const model of registry.values()) for (const alias of model.aliases) aliases.add(alias);
  for (const alias of aliases) {
    const model = meaningOf(registry, alias);
    if (model?.aliases.includes(alias)) yield [alias, model];
  }
}

function meaningOf(registry: ModelRegistry, alias: string): Model | undefined {
  try {
    return registry.resolve(alias);
  } catch (error) {
    if (error instanceof AmbiguousModelError) return undefined;
    throw error;
  }
}
