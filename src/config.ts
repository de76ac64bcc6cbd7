import type { ConfigPosition, ConfigProblem, YamlPath } from "./config/problem.ts";
import type { Facts } from "./model.ts";
import type { Provider } from "./provider.ts";
import type { Quality } from "./quality.ts";
import type { JsonValue } from "./util/json.ts";
import type { Secret } from "./util/secret.ts";

/** A configuration: the names users see, and what runs behind each. Frozen; one value from load to reload. */
export interface Config {
  /** The files it was read from, the one that includes the others first; empty for a text that stands in no file. */
  readonly files: readonly string[];
  /** The exposed models by name, in the order of the file; a name may hold one `*`. */
  readonly models: ReadonlyMap<string, RouteModel>;
  /** The backends by name: those written down, and those that targets name by their provider alone. */
  readonly backends: ReadonlyMap<string, BackendConfig>;
  /** What every model's parameters begin with. */
  readonly modelDefaults: Parameters;
  /** Names of backends that are tried, after a route's own targets, with the same model where they are known to have it. */
  readonly fallbackProviders: readonly string[];
  /** Names of exposed models by group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Weights for the balanced strategy, by the name under which a model chooses them; none for a strategy that the program brings. */
  readonly strategies: ReadonlyMap<string, StrategyWeights>;
  /** How the router behaves, whatever the route. */
  readonly router: RouterSettings;
  /** What was noticed while reading that does not keep it from working: warnings and notes. */
  readonly problems: readonly ConfigProblem[];
  /** Where something stands in its file: its value, or the key it stands under; absent for what stands in none. */
  readonly locate: (path: YamlPath, part?: "key" | "value") => ConfigPosition | undefined;
}

/** Request parameters: those every dialect knows, under their names on the wire, and others passed on as they are. */
export interface Parameters {
  /** `temperature`, `max_tokens`, `top_p`, `stop`, `seed`, `response_format`, `reasoning_effort` and the like. */
  readonly known: Readonly<Record<string, JsonValue>>;
  readonly extra: Readonly<Record<string, JsonValue>>;
}

/** An exposed model: what stands under its name in `models`. */
export interface RouteModel {
  readonly name: string;
  readonly description?: string;
  /** Primary first; empty where nothing was found for a name of an old form. */
  readonly targets: readonly TargetConfig[];
  /** Tried after the targets, by what went wrong: names of other exposed models, or targets. */
  readonly fallback: Readonly<Record<FallbackReason, readonly string[]>>;
  /** A built-in strategy, or one of `strategies`. @default "manual": the order in which the targets stand */
  readonly strategy: string;
  /** What is switched on or off here, whatever the backend can do. */
  readonly capabilities: Readonly<Record<string, boolean>>;
  readonly parameters: Parameters;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  /** What the config says of the model itself: `contextWindow`, `maxOutputTokens`, `pricing` (USD per million tokens). */
  readonly facts: Pick<Facts, "contextWindow" | "maxOutputTokens" | "pricing">;
  readonly timeouts: Timeouts;
  readonly retry: Retry;
  readonly policy: Policy;
  readonly budget?: Budget;
  readonly enabled: boolean;
  /** Where it stands: `["models", "gpt-4"]`. */
  readonly path: YamlPath;
}

/** Why another model is tried: anything that went wrong, a request too long, or one refused by a content policy. */
export type FallbackReason = "any" | "contextWindow" | "contentPolicy";

/** One target of an exposed model. */
export interface TargetConfig {
  /** `backend/model-id`; in a model whose name holds a `*`, the id may hold one too. */
  readonly target: string;
  /** Its share among targets that are drawn from. @default 1 */
  readonly weight: number;
  /** The requests it is for. @default all */
  readonly when?: Condition;
  readonly parameters: Parameters;
  readonly path: YamlPath;
}

/** What a request must be like; all that is given must hold. */
export interface Condition {
  /** Capabilities the request needs: `tools`, `vision`, `jsonSchema`, … */
  readonly needs?: readonly string[];
  /** Tokens. */
  readonly minInputTokens?: number;
  /** Tokens. */
  readonly maxInputTokens?: number;
  /** Tags the caller gave the request; one of them suffices. */
  readonly tags?: readonly string[];
}

/** Milliseconds; what is absent is the caller's or the router's default. */
export interface Timeouts {
  readonly connectMs?: number;
  readonly firstContentMs?: number;
  readonly idleMs?: number;
  readonly totalMs?: number;
}

/** How often and how patiently one call is tried. */
export interface Retry {
  /** All tries together, the first and those at other targets included. */
  readonly attempts?: number;
  readonly backoffMs?: number;
  readonly maxBackoffMs?: number;
}

/** What a target must fulfil; what is not known of it does not fulfil it. */
export interface Policy {
  /** Names of providers or backends. */
  readonly allowedProviders?: readonly string[];
  readonly deniedProviders?: readonly string[];
  readonly regions?: readonly string[];
  readonly localOnly?: boolean;
  /** Only where the data sent is not trained on. */
  readonly noTraining?: boolean;
  /** USD per million tokens. */
  readonly maxPrice?: { readonly input?: number; readonly output?: number };
}

/** What may be spent. */
export interface Budget {
  /** USD. */
  readonly amount: number;
  readonly per: "hour" | "day" | "week" | "month" | "total";
  /** Whether calls are refused when it is spent; otherwise it is only told. @default true */
  readonly hard: boolean;
}

/** How the router behaves, whatever the route; what is absent is its own default. */
export interface RouterSettings {
  /** Calls over a limit wait for it, so many and so long at most. @default they go elsewhere, or are refused */
  readonly queue?: { readonly size: number; readonly waitMs: number };
  /** When a target that fails is left alone. */
  readonly breaker?: BreakerSettings;
  /** Whether another target is asked beside one that is slow, and after how long. @default never */
  readonly hedge?: HedgeSettings;
  /** How often backends are asked for free whether they are there. @default never */
  readonly probeMs?: number;
  /** Whether targets of unknown cost are called under a hard budget. @default false */
  readonly allowUnpriced?: boolean;
  /** What may be spent on calls with a tag, or by a caller; `*` is each one that is not named. */
  readonly budgets: { readonly tags: ReadonlyMap<string, Budget>; readonly callers: ReadonlyMap<string, Budget> };
}

/** When a target that fails is left alone. */
export interface BreakerSettings {
  /** The share of calls in a minute that must have failed, 0 to 1. @default 0.5 */
  readonly failureShare?: number;
  /** So many calls there must have been. @default 5 */
  readonly minimumCalls?: number;
  /** For how long at first; it doubles with each time in a row. @default 5_000 */
  readonly openMs?: number;
  /** The longest. @default 300_000 */
  readonly maxOpenMs?: number;
}

/** When another target is asked beside one that is slow. */
export interface HedgeSettings {
  /** @default the 95th percentile of the target's own times to the first content */
  readonly afterMs?: number;
  /** The most calls made twice, as a share of all. @default 0.05 */
  readonly share?: number;
}

/** One account at a provider. */
export interface BackendConfig {
  readonly name: string;
  readonly provider: Provider;
  /** It stands in no file: a target named its provider, and the environment says the rest. */
  readonly isImplicit: boolean;
  /** Used in turn; empty where none is needed, or none is set. */
  readonly apiKeys: readonly Secret[];
  /** The address written down; absent where the provider's own, or its variable's, counts. */
  readonly baseUrl?: string;
  readonly headers: Readonly<Record<string, Secret>>;
  readonly organization?: string;
  readonly region?: string;
  readonly apiVersion?: string;
  readonly models: ReadonlyMap<string, BackendModel>;
  readonly parameters: Parameters;
  readonly rateLimits: RateLimits;
  readonly tags: readonly string[];
  readonly dataPolicy: DataPolicy;
  readonly enabled: boolean;
  readonly path: YamlPath;
}

/** What a config says of one model at a backend. */
export interface BackendModel {
  /** They count before the registry's. */
  readonly facts: Facts;
  /** The name under which it is called there, where that differs from its id (Azure). */
  readonly deployment?: string;
  readonly parameters: Parameters;
}

/** Of one key at a backend; absent is unlimited. */
export interface RateLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly concurrent?: number;
}

/** What happens to data at a backend; absent is unknown. */
export interface DataPolicy {
  readonly trainsOnData?: boolean;
  readonly retentionDays?: number;
  readonly regions?: readonly string[];
}

/** How much each quality counts in the balanced strategy; they are scaled to sum to 1. */
export interface StrategyWeights {
  readonly cost?: number;
  readonly quality?: number;
  readonly performance?: number;
}

/** The strategies that are built in. */
export const STRATEGIES = ["cost", "performance", "quality", "balanced", "round_robin", "manual"] as const;

/** What the config half asks of the catalogue half. */
export interface Catalogue {
  /** Changes whenever an answer may be another. */
  readonly version: number;
  /** What is known of a model at a provider, by the provider's own id for it; a price is the one there, or unknown. */
  facts(provider: string, modelId: string): Facts | undefined;
  /** Where a model can be had by its bare name (`gpt-4`): `provider/model-id` of every provider known to list it. */
  find(name: string): readonly string[];
  /** The known `provider/model-id`s nearest to a misspelt one, best first. */
  nearest(target: string): readonly string[];
  /**
   * The target that a name of its own means: an alias, a bare name that one model has, an id under which a model is
   * kept and not called. @default only targets themselves are understood
   */
  target?(name: string): string | undefined;
  /** How good a model is, by the benchmarks known; absent where none says anything of it. @default nothing is known */
  quality?(provider: string, modelId: string): Quality | undefined;
  /** Whether it lists what a provider offers, so that a model it does not know there is worth a warning. @default it does */
  covers?(provider: string): boolean;
}

/** A catalogue of nothing. */
export const EMPTY_CATALOGUE: Catalogue = {
  version: 0,
  facts: () => undefined,
  find: () => [],
  nearest: () => [],
  covers: () => false,
};
