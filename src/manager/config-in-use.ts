import { explain } from "../config/explain.ts";
import { compiled } from "../config/resolve/compiled.ts";
import { resolve } from "../config/resolve.ts";
import type { ConfigWatcher } from "../config/watch.ts";
import type { Catalogue, Config } from "../config.ts";
import { ModelMallError } from "../errors.ts";
import { type Model, splitId } from "../model.ts";
import type { ModelRegistry } from "../registry.ts";
import type { Explanation, Route, RouteRequest } from "../route.ts";
import type { Environment } from "../util/env.ts";
import { catalogueOf } from "./catalogue.ts";
import { exposedModels } from "./exposed-models.ts";

/** Whether a name's meaning is a route, and not a model of the registry. */
export function isRoute(meaning: Route | Model): meaning is Route {
  return "fallback" in meaning && "dropped" in meaning;
}

/** The config a manager uses: loads and watches it, shows its models in the registry, and leads names along it. */
export class ConfigInUse {
  /** What the registry knows, as configs ask for it. */
  readonly catalogue: Catalogue;
  readonly #registry: ModelRegistry;
  readonly #env: () => Environment;
  #config: Config | undefined;
  #watcher: ConfigWatcher | undefined;

  constructor(registry: ModelRegistry, env: () => Environment) {
    this.catalogue = catalogueOf(registry);
    this.#registry = registry;
    this.#env = env;
  }

  get current(): Config | undefined {
    return this.#config;
  }

  /** Uses a config in place of the one before, which is not watched any longer. */
  use(config: Config | undefined): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#show(config);
  }

  async load(path: string | undefined): Promise<Config> {
    const { loadConfig } = await import("../config/load.ts");
    const config = await loadConfig(path, { env: this.#env(), catalogue: this.catalogue });
    this.use(config);
    return config;
  }

  async watch(path: string | undefined): Promise<ConfigWatcher> {
    const { watchConfig } = await import("../config/watch.ts");
    const watcher = await watchConfig(path, { env: this.#env(), catalogue: this.catalogue });
    this.use(watcher.config);
    this.#watcher = watcher;
    watcher.onChange(({ config }) => {
      if (this.#watcher === watcher && config !== this.#config) this.#show(config);
    });
    return watcher;
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  resolve(name: string, request: RouteRequest | undefined): Route {
    return resolve(this.#required(), name, { catalogue: this.catalogue, ...(request && { request }) });
  }

  explain(name: string, request: RouteRequest | undefined, draft: Config | undefined): Explanation {
    const options = { catalogue: this.catalogue, ...(request && { request }) };
    return explain(draft ?? this.#required(), name, options);
  }

  /**
   * What a name means to somebody who calls it: a name the config exposes, else a model of the registry, else a target.
   * A listing at a provider for which the config holds the account is reached through that.
   * @throws {ModelNotFoundError} @throws {AmbiguousModelError} @throws {RouteError}
   */
  lookUp(name: string): Route | Model {
    const config = this.#config;
    if (config === undefined) return this.#registry.require(name);
    if (compiled(config).names.find(name) !== undefined) return this.resolve(name, undefined);
    const model = this.#registry.resolve(name);
    // The user may have given a model of the config another name by hand.
    if (model !== undefined && config.models.has(model.id)) return this.resolve(model.id, undefined);
    if (model !== undefined && !this.#isWritten(config, model.id)) return model;
    const target = model?.id ?? name;
    const { provider } = splitId(target);
    if (provider === undefined || !config.backends.has(provider)) return this.#registry.require(name);
    return this.resolve(target, undefined);
  }

  #isWritten({ backends }: Config, target: string): boolean {
    return backends.get(splitId(target).provider ?? "")?.isImplicit === false;
  }

  #show(config: Config | undefined): void {
    this.#config = config;
    this.#registry.attach(config === undefined ? undefined : exposedModels(config, this.catalogue));
  }

  #required(): Config {
    if (this.#config !== undefined) return this.#config;
    const message = "no config is in use; load one with manager.loadConfig(), or pass { config } to createManager";
    throw new ModelMallError("no_config", message);
  }
}
