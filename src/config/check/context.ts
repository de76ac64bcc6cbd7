import { providers } from "../../builtins/providers.ts";
import {
  type BackendConfig,
  type Catalogue,
  type Config,
  EMPTY_CATALOGUE,
  type RouteModel,
  type TargetConfig,
} from "../../config.ts";
import type { Facts } from "../../model.ts";
import type { VariableUse } from "../expand.ts";
import { hasPlaceholder } from "../placeholder.ts";
import { type ConfigProblem, locatedProblem, type YamlPath } from "../problem.ts";
import { indexNames, type NameIndex } from "../resolve/name-index.ts";
import { targetFacts } from "../resolve/target-facts.ts";
import { splitTarget } from "../target.ts";
import { createSuggest, type Suggest } from "./suggestions.ts";

/** Looks for one kind of trouble in a config as a whole. */
export type Check = (context: CheckContext) => readonly ConfigProblem[];

/** What the checks look at. */
export interface CheckContext {
  readonly config: Config;
  readonly catalogue: Catalogue;
  /** The variables the file asks for. */
  readonly variables: readonly VariableUse[];
  /** The data of the file before variables were put in; absent where it is not at hand. */
  readonly written: unknown;
  readonly now: Date;
  /** What names of exposed models mean. */
  readonly names: NameIndex;
  /** The names and aliases that can be asked for. */
  readonly offered: ReadonlySet<string>;
  /** The names that a target or a policy may begin with: of backends and of providers. */
  readonly places: ReadonlySet<string>;
  /** The names of the backends that the file has. */
  readonly ownBackends: readonly string[];
  /** What a misspelt word may mean. */
  readonly suggest: Suggest;
  /** Every target of every exposed model, but the blanks of a template. */
  readonly targets: readonly CheckedTarget[];
  /** The same by model. */
  readonly targetsOf: ReadonlyMap<RouteModel, readonly CheckedTarget[]>;
}

/** A target of an exposed model, taken apart. */
export interface CheckedTarget {
  readonly model: RouteModel;
  readonly entry: TargetConfig;
  readonly backendName: string;
  /** The model's id at the backend; it may hold a `*`. */
  readonly id: string;
  /** Absent where there is none of that name. */
  readonly backend: BackendConfig | undefined;
  /** What is known of it, the config's word first. */
  readonly facts: Facts;
}

/** What the checks need beside the config. */
export interface CheckOptions {
  /** @default a catalogue of nothing */
  readonly catalogue?: Catalogue;
  readonly variables?: readonly VariableUse[];
  /** The data of the file before variables were put in. */
  readonly written?: unknown;
  /** The time whose prices and end dates count. @default the system's clock */
  readonly clock?: () => Date;
}

/** Takes a config apart for the checks. */
export function createContext(
  config: Config,
  { catalogue = EMPTY_CATALOGUE, variables = [], written, clock = () => new Date() }: CheckOptions,
): CheckContext {
  const targetsOf = new Map(
    [...config.models.values()].map((model) => [
      model,
      model.targets.flatMap((entry) => takeApart(config, catalogue, model, entry)),
    ]),
  );
  const names = indexNames(config);
  return {
    config,
    catalogue,
    variables,
    written,
    now: clock(),
    names,
    offered: new Set(names.offered),
    places: new Set([...config.backends.keys(), ...providers.keys()]),
    ownBackends: [...config.backends.values()].filter(({ isImplicit }) => !isImplicit).map(({ name }) => name),
    suggest: createSuggest(),
    targetsOf,
    targets: [...targetsOf.values()].flat(),
  };
}

function takeApart(config: Config, catalogue: Catalogue, model: RouteModel, entry: TargetConfig): CheckedTarget[] {
  const parts = splitTarget(entry.target);
  if (parts === undefined || hasPlaceholder(entry.target)) return [];
  const backend = config.backends.get(parts.backend);
  const facts = backend === undefined ? {} : targetFacts(backend, parts.model, catalogue);
  return [{ model, entry, backendName: parts.backend, id: parts.model, backend, facts }];
}

/** A problem at a path of the file: at its value, or at the key it stands under. */
export function problemAt(
  { config }: Pick<CheckContext, "config">,
  severity: ConfigProblem["severity"],
  code: string,
  path: YamlPath,
  message: string,
  part: "key" | "value" = "value",
): ConfigProblem {
  return locatedProblem(config.locate, { severity, code, path, message, part });
}
