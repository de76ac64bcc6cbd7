import type { BuiltinSource } from "./builtins/builtin-source.ts";
import { CONNECTORS, type ConnectorOutputs } from "./builtins/connectors.ts";
import { type BuiltinSourceName, SOURCES } from "./builtins/sources.ts";
import { type Comparison, compareModels } from "./compare.ts";
import type { Connector } from "./connector.ts";
import type { DiscoveryReport } from "./discovery/report.ts";
import type { DiscoveryOptions } from "./discovery.ts";
import { ConnectorError, InvalidInputError } from "./errors.ts";
import { type JournalEntry, parseSince } from "./journal.ts";
import { ModelMall } from "./mall.ts";
import { type AccountOptions, accountFor } from "./manager/account.ts";
import { type BaseChatModel, buildChatModel } from "./manager/build-chat-model.ts";
import { registryPath } from "./manager/paths.ts";
import { readySources } from "./manager/ready-sources.ts";
import { withNotes } from "./manager/with-notes.ts";
import type { Model } from "./model.ts";
import type { Query } from "./query.ts";
import { parseOrigin } from "./registry/origin-order.ts";
import type { ModelPredicate } from "./registry/search.ts";
import { type FilterOptions, ModelRegistry } from "./registry.ts";
import type { ModelSource } from "./source.ts";
import type { ModelStore } from "./store.ts";
import type { Environment } from "./util/env.ts";
import { hideSecret } from "./util/hide-secret.ts";
import type { JsonValue } from "./util/json.ts";
import { nearest } from "./util/nearest.ts";

/** What a manager works with; everything has a default. */
export interface ManagerOptions {
  /** The registry file. @default `$MODELMALL_REGISTRY`, else `~/.config/modelmall/registry.json` */
  path?: string;
  /** Where the registry is kept instead of in a file. */
  store?: ModelStore;
  /** The sources it knows: names of built-in ones, or sources of your own. @default all built-in ones */
  sources?: readonly (BuiltinSourceName | ModelSource)[];
  /** Connectors of your own beside the built-in ones; the same name replaces one. */
  connectors?: readonly Connector[];
  /** Where keys and addresses are read from. @default `process.env` */
  env?: Environment;
  /** How sources ask the network. @default undici's fetch, through the proxy the environment names */
  fetch?: typeof globalThis.fetch;
  /** Tells the time. @default the system's clock */
  clock?: () => Date;
}

/** How a model is reached and called, where that differs from its record and the environment. */
export interface ConnectOverrides extends AccountOptions {
  /** Request parameters laid over the model's own (`{ temperature: 0 }`); `null` takes one away. */
  parameters?: Readonly<Record<string, JsonValue>>;
}

/** The facade of the catalogue half: discovers into a registry, annotates it, and turns models into client options. */
export class ModelManager {
  readonly registry: ModelRegistry;
  readonly #options: ManagerOptions;
  readonly #sources = new Map<string, BuiltinSource | ModelSource>();
  readonly #connectors = new Map<string, Connector>();
  #mall: ModelMall | undefined;

  constructor(registry: ModelRegistry, options: ManagerOptions = {}) {
    this.registry = registry;
    this.#options = options;
    for (const source of options.sources ?? SOURCES) {
      if (typeof source === "string") this.#sources.set(source, builtinSource(source));
      else this.#sources.set(source.name, source);
    }
    for (const connector of [...CONNECTORS, ...(options.connectors ?? [])]) this.addConnector(connector);
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
    const { env = process.env, fetch, clock } = this.#options;
    const chosen = names.length > 0 ? { ready: names, notAsked: [] } : readySources(this.#sources, env);
    const sources = await Promise.all(chosen.ready.map((name) => this.#load(name)));
    const { discover } = await import("./discovery.ts");
    const settings = { env, ...(fetch && { fetch }), ...(clock && { clock }) };
    const report = await discover(sources, this.registry, Object.assign({}, settings, ...options));
    await this.registry.flush();
    return { ...report, notAsked: chosen.notAsked };
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
   * The options with which a client library calls a model, ready to be passed on as they are.
   * They hold the account's key, but show it as `[redacted]` when printed.
   * @throws {ModelNotFoundError} @throws {ConnectorError} saying why the client cannot reach the model, and what would
   */
  connect<Name extends keyof ConnectorOutputs>(
    id: string,
    client: Name,
    overrides?: ConnectOverrides,
  ): ConnectorOutputs[Name];
  connect(id: string, client: string, overrides?: ConnectOverrides): Record<string, unknown>;
  connect(id: string, client: string, overrides: ConnectOverrides = {}): object {
    const { parameters, ...accountOptions } = overrides;
    const connector = this.#connectors.get(client) ?? this.#unknownConnector(client);
    const model = this.registry.require(id);
    const account = accountFor(model, this.#options.env ?? process.env, client, accountOptions, this.#sources);
    const asked = Object.entries({ ...model.parameters, ...parameters }).filter(([, value]) => value !== null);
    // Clients change what they are given, and the model's own parameters are frozen.
    const output = connector.format({ ...model, parameters: structuredClone(Object.fromEntries(asked)) }, account);
    return account.apiKey === undefined ? output : hideSecret(output, account.apiKey);
  }

  /**
   * The LangChain chat model that calls a model, from `@langchain/openai`, `/anthropic` or `/ollama`.
   * @throws {ModelNotFoundError} @throws {ConnectorError} @throws {ModelMallError} when the package is not installed
   */
  async langchain(id: string, overrides?: ConnectOverrides): Promise<BaseChatModel> {
    return buildChatModel(this.connect(id, "langchain", overrides));
  }

  /** Adds tags to a model. @throws {ModelNotFoundError} */
  tag(id: string, ...tags: readonly string[]): Model {
    return this.#change(id, (model) => ({ tags: [...new Set([...model.tags, ...tags])] }));
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
    return this.#change(id, (model) => ({ aliases: [...new Set([...model.aliases, ...aliases])] }));
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

  /** Saves what is left and lets go of the store. @throws {StoreError} */
  close(): Promise<void> {
    return this.registry.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #change(id: string, change: (model: Model) => Partial<Model>): Model {
    const model = this.registry.require(id);
    return this.registry.set(model.id, { ...model, ...change(model) }).require(model.id);
  }

  async #load(name: string): Promise<ModelSource> {
    const source = this.#sources.get(name);
    if (source === undefined) {
      const known = [...this.#sources.keys()];
      throw new InvalidInputError("discover", [
        { path: "", message: `unknown source "${name}"${suggestion(name, known)}` },
      ]);
    }
    if (!("load" in source)) return source;
    // An address that cannot be one is this source's failure and must not hide the others.
    return source.load(this.#options.env ?? process.env).catch((error: unknown) => failing(name, error));
  }

  #unknownConnector(name: string): never {
    const known = [...this.#connectors.keys()];
    throw new ConnectorError("unknown_connector", name, `unknown client "${name}"${suggestion(name, known)}`);
  }
}

/**
 * Opens the registry and gives its manager; without options the one in `~/.config/modelmall/registry.json`.
 * @throws {StoreError} when the registry cannot be read
 */
export async function createManager(options: ManagerOptions = {}): Promise<ModelManager> {
  const store = options.store ?? (await fileStore(options));
  const registry = await ModelRegistry.open(store, options.clock === undefined ? {} : { clock: options.clock });
  return new ModelManager(registry, options);
}

async function fileStore({ path, env = process.env }: ManagerOptions): Promise<ModelStore> {
  const { json } = await import("./stores/json.ts");
  return json({ path: registryPath(env, path) });
}

function failing(name: string, error: unknown): ModelSource {
  return {
    name,
    discover() {
      throw error;
    },
  };
}

function builtinSource(name: string): BuiltinSource {
  const found = SOURCES.find((source) => source.name === name);
  if (found !== undefined) return found;
  const known = SOURCES.map((source) => source.name);
  throw new InvalidInputError("sources", [{ path: "", message: `unknown source "${name}"${suggestion(name, known)}` }]);
}

function suggestion(name: string, known: readonly string[]): string {
  const [near] = nearest(name, known);
  return near === undefined
    ? `; there are ${known.join(", ")}`
    : `; did you mean ${near}? (there are ${known.join(", ")})`;
}

function groupTag(name: string): string {
  return `group:${name}`;
}
