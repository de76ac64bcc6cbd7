import { InvalidInputError } from "./errors.ts";
import { GROUPED_VIEWS, type GroupedViewName, SINGLE_VIEWS, type SingleViewName } from "./mall/built-in-views.ts";
import { groupModels, type ViewKeys } from "./mall/group-models.ts";
import { View } from "./mall/view.ts";
import type { Model } from "./model.ts";
import type { ModelRegistry } from "./registry.ts";
import { nearest } from "./util/nearest.ts";

/** What a mall works with. */
export interface MallOptions {
  /** Tells which day it is, for prices and deprecations. @default the system's clock */
  clock?: () => Date;
}

/** A live view that shows lists of models by key. */
export type GroupedView = View<readonly Model[]>;

/** A live view that shows one model by key. */
export type SingleView = View<Model>;

/** A view as it is listed. */
export interface ListedView {
  readonly view: GroupedView | SingleView;
  /** One sentence; absent for views of your own. */
  readonly description?: string;
}

/** The named live views over a registry, each itself a read-only Map. */
export class ModelMall {
  readonly byProvider: GroupedView;
  /** Only what is known to be there. */
  readonly byCapability: GroupedView;
  /** What models take by its name (`image`), what they give with `output:` before it (`output:image`). */
  readonly byModality: GroupedView;
  readonly byTag: GroupedView;
  readonly byGroup: GroupedView;
  readonly byFamily: GroupedView;
  /** `free`, `budget`, `standard`, `premium` or `unknown`, by the input price of today. */
  readonly byPrice: GroupedView;
  /** `under-8k`, `8k`, `32k`, `128k`, `200k`, `1M` (each from there up to the next) or `unknown`. */
  readonly byContext: GroupedView;
  /** The same as `byGroup`. */
  readonly groups: GroupedView;
  readonly local: SingleView;
  readonly remote: SingleView;
  readonly deprecated: SingleView;
  /** The models that have an alias, by alias. */
  readonly aliases: SingleView;
  readonly #registry: ModelRegistry;
  readonly #clock: () => Date;
  readonly #views = new Map<string, ListedView>();

  constructor(registry: ModelRegistry, { clock = () => new Date() }: MallOptions = {}) {
    this.#registry = registry;
    this.#clock = clock;
    this.byProvider = this.#grouped("byProvider");
    this.byCapability = this.#grouped("byCapability");
    this.byModality = this.#grouped("byModality");
    this.byTag = this.#grouped("byTag");
    this.byGroup = this.#grouped("byGroup");
    this.byFamily = this.#grouped("byFamily");
    this.byPrice = this.#grouped("byPrice");
    this.byContext = this.#grouped("byContext");
    this.local = this.#single("local");
    this.remote = this.#single("remote");
    this.groups = this.byGroup;
    this.#views.set("groups", { view: this.groups, description: GROUPED_VIEWS.byGroup.description });
    this.aliases = this.#single("aliases");
    this.deprecated = this.#single("deprecated");
  }

  /** All views by name, those of your own last. */
  get views(): ReadonlyMap<string, ListedView> {
    return this.#views;
  }

  /**
   * A view by name, or what it shows under a key: `mall.get("byProvider", "openai")`.
   * @throws {InvalidInputError} when there is no such view
   */
  get(view: GroupedViewName | "groups"): GroupedView;
  get(view: GroupedViewName | "groups", key: string): readonly Model[] | undefined;
  get(view: SingleViewName): SingleView;
  get(view: SingleViewName, key: string): Model | undefined;
  get(view: string): GroupedView | SingleView;
  get(view: string, key: string): readonly Model[] | Model | undefined;
  get(name: string, key?: string): GroupedView | SingleView | readonly Model[] | Model | undefined {
    const listed = this.#views.get(name);
    if (listed === undefined) throw unknownView(name, [...this.#views.keys()]);
    return key === undefined ? listed.view : listed.view.get(key);
  }

  /**
   * Adds a view of your own: `keys` says under which keys it shows a model; the same name replaces one of yours.
   * @throws {InvalidInputError} for the name of a built-in view
   */
  addView(name: string, keys: ViewKeys): GroupedView {
    if (typeof name !== "string" || name === "" || this.#views.get(name)?.description !== undefined) {
      const message = name === "" ? "expected a name" : `"${name}" is a view of the mall itself; choose another name`;
      throw new InvalidInputError("view", [{ path: "", message }]);
    }
    const registry = this.#registry;
    const view = new View<readonly Model[]>({
      name,
      version: () => registry.version,
      entries: () => groupModels(name, registry.values(), keys),
    });
    this.#views.set(name, { view });
    return view;
  }

  #grouped(name: GroupedViewName): GroupedView {
    const { description, keys, order, daily } = { order: [], daily: false, ...GROUPED_VIEWS[name] };
    const view = new View<readonly Model[]>({
      name,
      version: this.#versioned(daily),
      entries: () => {
        const today = this.#clock();
        return groupModels(name, this.#registry.values(), (model) => keys(model, today), order);
      },
    });
    this.#views.set(name, { view, description });
    return view;
  }

  #single(name: SingleViewName): SingleView {
    const { description, models, daily } = { daily: false, ...SINGLE_VIEWS[name] };
    const view = new View<Model>({
      name,
      version: this.#versioned(daily),
      entries: () => new Map(models(this.#registry, this.#clock())),
    });
    this.#views.set(name, { view, description });
    return view;
  }

  #versioned(daily: boolean): () => string | number {
    if (!daily) return () => this.#registry.version;
    return () => `${this.#registry.version}:${this.#clock().toISOString().slice(0, 10)}`;
  }
}

function unknownView(name: string, known: readonly string[]): InvalidInputError {
  const [near] = nearest(name, known);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  const message = `unknown view "${name}"${hint} (there are ${known.join(", ")})`;
  return new InvalidInputError("mall", [{ path: "", message }]);
}
