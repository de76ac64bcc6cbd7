import type { BuiltinSource } from "./builtins/builtin-source.ts";
import { CONNECTORS, type ConnectorOutputs } from "./builtins/connectors.ts";
import { type Comparison, compareModels } from "./compare.ts";
import type { ConfigWatcher } from "./config/watch.ts";
import type { Catalogue, Config } from "./config.ts";
import type { Connector } from "./connector.ts";
import type { DiscoveryReport } from "./discovery/report.ts";
import type { DiscoveryOptions } from "./discovery.ts";
import { type JournalEntry, parseSince } from "./journal.ts";
import { ModelMall } from "./mall.ts";
import { type BaseChatModel, buildChatModel } from "./manager/build-chat-model.ts";
import { ConfigInUse, isRoute } from "./manager/config-in-use.ts";
import { type ConnectOverrides, connectModel, connectRoute } from "./manager/connect.ts";
import { findConnector } from "./manager/find-connector.ts";
import { knownSources } from "./manager/known-sources.ts";
import type { ManagerOptions } from "./manager/manager-options.ts";
import { openRegistry } from "./manager/open-registry.ts";
import { type ManagerRouterOptions, Routers } from "./manager/routers.ts";
import { runDiscovery } from "./manager/run-discovery.ts";
import { withAdded } from "./manager/with-added.ts";
import { withNotes } from "./manager/with-notes.ts";
import type { Model } from "./model.ts";
import type { Query } from "./query.ts";
import { parseOrigin } from "./registry/origin-order.ts";
import type { ModelPredicate } from "./registry/search.ts";
import type { FilterOptions, ModelRegistry } from "./registry.ts";
import type { Explanation, Route, RouteRequest } from "./route.ts";
import type { Router } from "./router.ts";
import type { ModelSource } from "./source.ts";
import type { Environment } from "./util/env.ts";
import type { JsonValue } from "./util/json.ts";

export type { ConnectOverrides } from "./manager/connect.ts";
export type { ManagerOptions } from "./manager/manager-options.ts";
export type { ManagerRouterOptions } from "./manager/routers.ts";

/** The facade of the catalogue half: discovers into a registry, annotates it, and turns models into client options. */
export class ModelManager {
  readonly registry: ModelRegistry;
  readonly #options: ManagerOptions;
  readonly #sources: Map<string, BuiltinSource | ModelSource>;
  readonly #connectors = new Map<string, Connector>();
  readonly #configs: ConfigInUse;
  readonly #routers: Routers;
  #mall: ModelMall | undefined;

  constructor(registry: ModelRegistry, options: ManagerOptions = {}) {
    this.registry = registry;
    this.#options = options;
    this.#sources = knownSources(options.sources);
    for (const connector of [...CONNECTORS, ...(options.connectors ?? [])]) this.addConnector(connector);
    this.#configs = new ConfigInUse(registry, () => this.#env);
    this.#routers = new Routers(this, () => this.#env);
  }

  /** Where the registry is kept: a path, or the address of another store. */
  get path(): string | undefined {
    return this.registry.location;
  }

  /** The registry by provider, capability, price and more, each a live, read-only Map. */
  get mall(): ModelMall {
    const { clock } = this.#options;
    this.#mall ??= new ModelMall(this.registry, clock === undefined ? {} : { clock });
    return this.#mall;
  }

  /** What the registry knows of models at providers, as configs ask for it. */
  get catalogue(): Catalogue {
    return this.#configs.catalogue;
  }

  /** The config in use; absent where none is. */
  get config(): Config | undefined {
    return this.#configs.current;
  }

  /** The sources it knows, by name, in the order they were added. */
  get sources(): ReadonlyMap<string, BuiltinSource | ModelSource> {
    return this.#sources;
  }

  /** The connectors it knows, by name. */
  get connectors(): ReadonlyMap<string, Connector> {
    return this.#connectors;
  }

  /**
   * Asks the named sources what models exist and takes their answers in; the report says what each found and changed,
   * or why it failed. Options may stand among the names.
   * @throws {InvalidInputError} for a source it does not know; a source that fails is in the report instead
   */
  async discover(...namesAndOptions: readonly (string | DiscoveryOptions)[]): Promise<DiscoveryReport> {
    const names = namesAndOptions.filter((item) => typeof item === "string");
    const options = namesAndOptions.filter((item) => typeof item !== "string");
    const { fetch, clock } = this.#options;
    const settings = { env: this.#env, ...(fetch && { fetch }), ...(clock && { clock }) };
    return runDiscovery(this.registry, this.#sources, names, Object.assign({}, settings, ...options));
  }

  /** Asks every source it knows that needs nothing which is not set. */
  discoverAll(options: DiscoveryOptions = {}): Promise<DiscoveryReport> {
    return this.discover(options);
  }

  /** The models a query or predicate holds for. @throws {QueryError} */
  list(query: Query | ModelPredicate = {}, options: FilterOptions = {}): Model[] {
    return this.registry.filter(query, options);
  }

  /** Models side by side, at today's prices. @throws {ModelNotFoundError} @throws {InvalidInputError} for fewer than two */
  compare(ids: readonly string[]): Comparison {
    return compareModels(this.registry.require(ids), this.#options.clock?.() ?? new Date());
  }

  /**
   * What discoveries changed, oldest first, as far back as the store keeps it.
   * @throws {InvalidInputError} when `since` is no date @throws {StoreError}
   */
  async changes({ since }: { since?: Date | string } = {}): Promise<readonly JournalEntry[]> {
    const from = since === undefined ? "" : parseSince(since);
    return (await this.registry.journal()).filter(({ at }) => from === "" || Date.parse(at) >= Date.parse(from));
  }

  /**
   * The options with which a client library calls a model, ready to be passed on as they are: a listing, or the primary
   * target of a name that the config in use exposes, with the route's parameters and its backend's account.
   * They hold the account's key and headers, but show them as `[redacted]` when printed.
   * @throws {ModelNotFoundError} @throws {RouteError} when no target of the name may be called @throws {ConnectorError} saying why the client cannot reach the model, and what would
   */
  connect<Name extends keyof ConnectorOutputs>(
    id: string,
    client: Name,
    overrides?: ConnectOverrides,
  ): ConnectorOutputs[Name];
  connect(id: string, client: string, overrides?: ConnectOverrides): Record<string, unknown>;
  connect(id: string, client: string, overrides: ConnectOverrides = {}): object {
    const connector = findConnector(this.#connectors, client);
    const context = { connector, env: this.#env, sources: this.#sources };
    const found = this.lookUp(id);
    return isRoute(found) ? connectRoute(found, overrides, context) : connectModel(found, overrides, context);
  }

  /**
   * The LangChain chat model that calls a model, from `@langchain/openai`, `/anthropic` or `/ollama`.
   * @throws {ModelNotFoundError} @throws {ConnectorError} @throws {ModelMallError} when the package is not installed
   */
  async langchain(id: string, overrides?: ConnectOverrides): Promise<BaseChatModel> {
    return buildChatModel(this.connect(id, "langchain", overrides));
  }

  /**
   * Loads a config and uses it: of the path given, else of `$MODELMALL_CONFIG`, `./modelmall.yaml` or
   * `~/.config/modelmall/config.yaml`.
   * @throws {ConfigError} naming everything that is wrong; then the config before stays in use
   */
  loadConfig(path?: string): Promise<Config> {
    return this.#configs.load(path);
  }

  /** Uses a config that was loaded before, or none: the registry shows the models it exposes, in place of those before. */
  useConfig(config: Config | undefined): void {
    this.#configs.use(config);
  }

  /**
   * Loads a config and uses it, and every good version that is written after it, until it is closed, the manager is, or
   * another config is used.
   * @throws {ConfigError}
   */
  watchConfig(path?: string): Promise<ConfigWatcher> {
    return this.#configs.watch(path);
  }

  /** What an exposed name or a target leads to by the config in use. @throws {RouteError} when it leads nowhere */
  resolve(name: string, request?: RouteRequest): Route {
    return this.#configs.resolve(name, request);
  }

  /**
   * What a name means to somebody who calls it: the route of a name the config in use exposes, else a model of the
   * registry, else the route to a target. A listing at a provider whose backend the config writes down is such a target.
   * @throws {ModelNotFoundError} @throws {AmbiguousModelError} @throws {RouteError}
   */
  lookUp(name: string): Model | Route {
    return this.#configs.lookUp(name);
  }

  /**
   * A router that sends requests along the config in use, whatever that becomes, and to models of the registry by id or
   * alias; a path is loaded as a config first, and used. It is closed with the manager.
   * @throws {ConfigError}
   */
  async router(pathOrOptions?: string | ManagerRouterOptions, options?: ManagerRouterOptions): Promise<Router> {
    const isPath = typeof pathOrOptions === "string";
    if (isPath) await this.#configs.load(pathOrOptions);
    return await this.#routers.open((isPath ? options : pathOrOptions) ?? {});
  }

  /** How a name becomes targets, step by step, by the config in use or by a draft. */
  explain(name: string, request?: RouteRequest, { config }: { config?: Config } = {}): Explanation {
    return this.#configs.explain(name, request, config);
  }

  /** Adds tags to a model. @throws {ModelNotFoundError} */
  tag(id: string, ...tags: readonly string[]): Model {
    return this.#change(id, (model) => ({ tags: withAdded(model.tags, tags) }));
  }

  /** Takes tags away, also those a source gave. @throws {ModelNotFoundError} */
  untag(id: string, ...tags: readonly string[]): Model {
    return this.#change(id, (model) => ({ tags: model.tags.filter((tag) => !tags.includes(tag)) }));
  }

  /** Writes notes on a model, by key; `undefined` takes one away. @throws {ModelNotFoundError} */
  annotate(id: string, notes: Readonly<Record<string, JsonValue | undefined>>): Model {
    return this.#change(id, (model) => ({ customMetadata: withNotes(model.customMetadata, notes) }));
  }

  /** Gives a model other names. @throws {ModelNotFoundError} @throws {InvalidInputError} when a name is taken */
  alias(id: string, ...aliases: readonly string[]): Model {
    return this.#change(id, (model) => ({ aliases: withAdded(model.aliases, aliases) }));
  }

  /** Takes names away. @throws {ModelNotFoundError} */
  unalias(id: string, ...aliases: readonly string[]): Model {
    return this.#change(id, (model) => ({ aliases: model.aliases.filter((alias) => !aliases.includes(alias)) }));
  }

  /**
   * Adds models to a named group (the tag `group:<name>`) and returns its members.
   * @throws {ModelNotFoundError} naming every id that is unknown; then none was added
   */
  group(name: string, ids: readonly string[] = []): Model[] {
    for (const { id } of this.registry.require(ids)) this.tag(id, groupTag(name));
    return this.registry.filter({ group: name });
  }

  /** Takes models out of a group, all of them when none is named, and returns who is left. @throws {ModelNotFoundError} */
  ungroup(name: string, ids?: readonly string[]): Model[] {
    const leaving = ids === undefined ? this.registry.filter({ group: name }) : this.registry.require(ids);
    for (const { id } of leaving) this.untag(id, groupTag(name));
    return this.registry.filter({ group: name });
  }

  /** Adds a source of your own; the same name replaces one. @throws {InvalidInputError} */
  addSource(source: ModelSource): this {
    this.#sources.set(parseOrigin(source.name), source);
    return this;
  }

  /** Adds a connector of your own; the same name replaces one. */
  addConnector(connector: Connector): this {
    this.#connectors.set(connector.name, connector);
    return this;
  }

  /** Waits until every change so far is saved. @throws {StoreError} */
  flush(): Promise<void> {
    return this.registry.flush();
  }

  /** Saves what is left, and lets go of the store, of its routers and of a config that is watched. @throws {StoreError} */
  async close(): Promise<void> {
    this.#configs.close();
    await Promise.all([this.#routers.close(), this.registry.close()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get #env(): Environment {
    return this.#options.env ?? process.env;
  }

  #change(id: string, change: (model: Model) => Partial<Model>): Model {
    const model = this.registry.require(id);
    return this.registry.set(model.id, { ...model, ...change(model) }).require(model.id);
  }
}

/**
 * Opens the registry and gives its manager; without options the one in `~/.config/modelmall/registry.json`.
 * @throws {StoreError} when the registry cannot be read @throws {ConfigError} when the config cannot be used
 */
export async function createManager(options: ManagerOptions = {}): Promise<ModelManager> {
  const manager = new ModelManager(await openRegistry(options), options);
  if (typeof options.config === "string") await manager.loadConfig(options.config);
  else manager.useConfig(options.config);
  return manager;
}

function groupTag(name: string): string {
  return `group:${name}`;
}
