import type { Catalogue, Config, StrategyWeights } from "../config.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { present } from "../util/present.ts";
import type { ConfigProblem, YamlPath } from "./problem.ts";
import type { RawConfig } from "./raw-config.ts";
import type { ConfigFile } from "./schema.ts";
import { toBackend } from "./translate/backend.ts";
import { toFallbackProviders } from "./translate/fallback.ts";
import { toRouteModel } from "./translate/model.ts";
import { toParameters } from "./translate/parameters.ts";
import { toRouterSettings } from "./translate/router.ts";
import { createTranslating } from "./translate/translating.ts";

/** What a translation needs beside the file. */
export interface TranslateOptions {
  /** Where names without a backend are looked up. */
  readonly catalogue: Catalogue;
  /** Where a variable that is not set took a value away: what is missing there is neither guessed nor complained of. */
  readonly unset?: Iterable<YamlPath>;
  /** Whether a value holds what a variable or a file said, so that no message may quote it. @default nothing does */
  readonly fromVariable?: (path: YamlPath) => boolean;
}

/** A config as the package uses it, and what came up on the way; a part with an error is left out or switched off. */
export interface Translation {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
}

/** The one place where the names and forms of the file become those of `Config`. */
export function translate(file: ConfigFile, raw: RawConfig, options: TranslateOptions): Translation {
  const { models = {}, backends = {}, groups = {}, strategies = {} } = file;
  const translating = createTranslating({ file, raw, unset: [], fromVariable: () => false, ...options });
  for (const [name, block] of Object.entries(backends)) {
    translating.backends.set(name, toBackend(name, block, translating));
  }
  const routes = Object.entries(models).map(([name, entry]) => [name, toRouteModel(name, entry, translating)] as const);
  const config: Config = {
    files: Object.freeze([...raw.files]),
    models: new Map(routes),
    modelDefaults: toParameters(file.model_defaults),
    fallbackProviders: toFallbackProviders(file.fallback_providers ?? [], translating),
    backends: translating.backends,
    groups: new Map(Object.entries(groups).map(([name, members]) => [name, Object.freeze([...members])])),
    strategies: new Map(Object.entries(strategies).map(([name, written]) => [name, toWeights(written)])),
    router: toRouterSettings(file.router),
    problems: Object.freeze([]),
    locate: (path, part) => raw.locate(path, part),
  };
  return { config: Object.freeze(config), problems: translating.problems };
}

/** Weights as they are written; none for a strategy that the program brings. */
function toWeights(written: NonNullable<ConfigFile["strategies"]>[string]): StrategyWeights {
  return typeof written === "string" ? Object.freeze({}) : deepFreeze(present(written));
}
