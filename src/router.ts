import type { AttemptEvent } from "./attempt.ts";
import type { Backend, CallOptions, TokenCount } from "./backend.ts";
import type { ChatChunk, ChatReply, ChatRequest, StreamEnd } from "./chat.ts";
import type { BackendConfig, Budget, Catalogue, Config, FallbackReason, Retry } from "./config.ts";
import type { EmbedReply, EmbedRequest } from "./embedding.ts";
import type { Ledger } from "./ledger.ts";
import type {
  ImageReply,
  ImageRequest,
  SpeechReply,
  SpeechRequest,
  TranscriptionReply,
  TranscriptionRequest,
} from "./media.ts";
import type { Facts } from "./model.ts";
import type { ModerationReply, ModerationRequest } from "./moderation.ts";
import type { RerankReply, RerankRequest } from "./rerank.ts";
import type { DroppedTarget } from "./route.ts";
import type { State } from "./state.ts";
import type { ScorePart, Strategy } from "./strategy.ts";
import type { Environment } from "./util/env.ts";
import type { Secret } from "./util/secret.ts";

/** What a router is made of; only `config` must be given. */
export interface RouterOptions {
  /** The config, or something that always holds the newest good one (a `ConfigWatcher`, a manager). It is looked at once a call. */
  readonly config: Config | { readonly config: Config | undefined };
  /**
   * What is known of models: `manager.catalogue`, or a function. What a choice rests on is asked once for each config and
   * `version` of the catalogue; a function has none, so its answers hold until the config is another. Where they change,
   * pass a catalogue whose `version` tells: `{ ...EMPTY_CATALOGUE, facts, get version() { … } }`.
   * @default nothing
   */
  readonly facts?: Catalogue | ((provider: string, modelId: string) => Facts | undefined);
  /** Opens an account's backend with one of its keys, or the backends themselves by name. @default `createBackend` */
  readonly backends?: OpenBackend | Readonly<Record<string, Backend>>;
  /** @default in memory */
  readonly state?: State;
  /** Strategies of one's own; the same name replaces one that is built in. */
  readonly strategies?: readonly Strategy[];
  /** Where attempts are kept. @default nowhere */
  readonly ledger?: Ledger;
  /** @default the system's */
  readonly clock?: Clock;
  /** A number from 0 up to 1. @default `Math.random` */
  readonly random?: () => number;
  /** Where keys are looked for that the config leaves to it. @default `process.env` */
  readonly env?: Environment;
}

/** Opens one account with one of its keys; it is closed with the router, or once the config does not name it any longer. */
export type OpenBackend = (backend: BackendConfig, apiKey: Secret | undefined) => Backend;

/** Time, as the router sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something later; what comes back takes it back. It keeps no process alive, unless somebody waits for nothing else. */
  after(ms: number, run: () => void, options?: { readonly keepAlive?: boolean }): () => void;
}

/** Sends requests along the routes of a config: it chooses, calls, tries elsewhere, counts, and can explain itself. */
export interface Router {
  /** @throws {RouteError} when the name leads nowhere @throws {RouterError} @throws {CallError} for what no other target would do better */
  generate(name: string, request: ChatRequest, options?: RouterCallOptions): Promise<RoutedReply>;
  /** Until the first content another target may take over unseen; after it, what goes wrong is thrown. @throws as `generate` */
  stream(name: string, request: ChatRequest, options?: RouterCallOptions): AsyncIterable<RoutedChunk>;
  embed(name: string, request: EmbedRequest, options?: RouterCallOptions): Promise<EmbedReply & Routed>;
  generateImage(name: string, request: ImageRequest, options?: RouterCallOptions): Promise<ImageReply & Routed>;
  transcribe(
    name: string,
    request: TranscriptionRequest,
    options?: RouterCallOptions,
  ): Promise<TranscriptionReply & Routed>;
  speak(name: string, request: SpeechRequest, options?: RouterCallOptions): Promise<SpeechReply & Routed>;
  rerank(name: string, request: RerankRequest, options?: RouterCallOptions): Promise<RerankReply & Routed>;
  moderate(name: string, request: ModerationRequest, options?: RouterCallOptions): Promise<ModerationReply & Routed>;
  /** Counted for the target that would be asked first. */
  countTokens(
    name: string,
    request: ChatRequest,
    options?: RouterCallOptions,
  ): Promise<TokenCount & { readonly target: string }>;
  /** Whom a request would go to and why; nothing is called, and no turn is taken. @throws {RouteError} */
  explain(name: string, request?: ChatRequest, options?: RouterCallOptions): Promise<Decision>;
  /** How the targets called so far are, and those of every route that were not. */
  health(): RouterHealth;
  /** How the budgets stand that calls were counted in so far. */
  budgets(): Promise<readonly BudgetStatus[]>;
  /** Asks backends now by what costs nothing (a list of models, a version). @default all of the config */
  probe(backends?: readonly string[], options?: CallOptions): Promise<readonly ProbeResult[]>;
  /** Every attempt as it ends. What comes back ends the listening. */
  onAttempt(listener: (attempt: AttemptEvent) => void): () => void;
  /** Lets calls that run end, then lets go of every connection. */
  close(): Promise<void>;
}

/** How one request goes along its route. */
export interface RouterCallOptions extends CallOptions {
  /** The caller's tags, for conditions, budgets and the ledger. */
  readonly tags?: readonly string[];
  /** Who asks, for budgets and the ledger. */
  readonly caller?: string;
  /** The calls of one session stay with one key, and with one target where the strategy spreads. */
  readonly sessionKey?: string;
  /** In place of the route's. */
  readonly strategy?: string;
  /** Capabilities a target must have beside those the request shows. */
  readonly needs?: readonly string[];
  /** In place of the route's. */
  readonly retry?: Retry;
  /** The most USD the call may be expected to cost; a target of unknown cost is not asked then. */
  readonly maxCost?: number;
  /** Whether another target is asked beside one that is slow. @default as the config says: never */
  readonly hedge?: boolean;
  /** Told, before the first chunk of a stream, who answers: from then on it is this one alone. */
  readonly onServing?: (serving: Serving) => void;
}

/** Who answers a stream. */
export interface Serving {
  /** How many tokens the request has, by an estimate; counted for those who look at it. */
  readonly inputTokens: number;
  /** `backend/model-id`. */
  readonly target: string;
  /** How many tries began until then, this one included. */
  readonly attempts: number;
  /** Who was not asked when it was their turn until then. */
  readonly passedOver: readonly PassedOver[];
}

/** What the router adds to every reply. */
export interface Routed {
  /** Why it was sent where it was sent. */
  readonly decision: Decision;
  /** Who was not asked when it was their turn, as the decision tells too; absent where that was nobody. */
  readonly passedOver?: readonly PassedOver[];
}

/** A reply, and how it came about; `attempts` are all of them, `cost` is that of all. */
export interface RoutedReply extends ChatReply, Routed {}

/** A piece of an answer; the last has its `end` with all attempts and the decision. */
export interface RoutedChunk extends ChatChunk {
  readonly end?: StreamEnd & Routed;
}

/** Whom a request goes to, and why: the same record in an explanation and in a reply. */
export interface Decision {
  /** The name that was asked for. */
  readonly asked: string;
  /** The exposed model it means, or the target. */
  readonly route: string;
  readonly strategy: string;
  /** In the order in which they are tried, fall-backs after them. */
  readonly targets: readonly DecidedTarget[];
  /** Who is not called, and why. */
  readonly dropped: readonly DroppedTarget[];
  /** Who was not asked when it was their turn, and why: a limit, a budget, a time out; only known once a call was made. */
  readonly passedOver?: readonly PassedOver[];
  /** Tokens, as far as the choice depended on them. */
  readonly inputTokens?: number;
}

/** A key at a target that could not be asked. */
export interface PassedOver {
  /** `backend/model-id`. */
  readonly target: string;
  /** `key 2 of 3`, where there are several. */
  readonly key?: string;
  /** For programs: `limited`, `queue_full`, `budget_spent`, `too_expensive`, or a state: `cooling`, `open`, `no_key`. */
  readonly code: string;
  /** A sentence for people. */
  readonly reason: string;
}

/** A target in its place. */
export interface DecidedTarget {
  /** `backend/model-id`. */
  readonly target: string;
  /** Whether it is one of the route's own, or what must go wrong before it is tried. */
  readonly use: "target" | FallbackReason;
  readonly score?: number;
  readonly parts?: Readonly<Record<string, ScorePart>>;
  /** What this request is expected to cost there. */
  readonly expectedCost: ExpectedCost;
  /** Why it stands behind healthy ones: `cooling`, `open`, …; absent where nothing is wrong with it. */
  readonly state?: TargetState;
  /** A sentence on that for people. */
  readonly note?: string;
}

/** What a call is expected to cost, as plain data that JSON can hold, or why nobody knows. */
export type ExpectedCost =
  | {
      /** USD as exact decimal text. */
      readonly usd: string;
    }
  | { readonly usd: null; readonly reason: string };

/** How ready a target is to be called. */
export type TargetState = "ready" | "ramping" | "probing" | "cooling" | "open" | "no_key";

/** How everything is. */
export interface RouterHealth {
  readonly targets: readonly TargetHealth[];
  /** Why the router works by itself alone; absent while the shared state answers. */
  readonly degraded?: string;
}

/** How one target is, by what was seen of it. */
export interface TargetHealth {
  /** `backend/model-id`. */
  readonly target: string;
  readonly state: TargetState;
  /** Until when it is not called, ISO 8601. */
  readonly until?: string;
  /** The code of what went wrong last. */
  readonly lastError?: string;
  /** Calls in the last minute, and what became of them; what the caller was to blame for is no failure. */
  readonly calls: number;
  readonly failures: number;
  /** Share that went well, 0 to 1; absent where there were no calls. */
  readonly availability?: number;
  /** Milliseconds to the first content, over the calls kept. */
  readonly firstContentMs?: { readonly median: number; readonly p95: number };
  readonly tokensPerSecond?: number;
  /** Calls that run. */
  readonly running: number;
}

/** How one budget stands, in 1e-12 USD. */
export interface BudgetStatus {
  /** `route gpt-4`, `tag team-a`, `caller ann`. */
  readonly key: string;
  readonly budget: Budget;
  readonly limit: bigint;
  readonly settled: bigint;
  readonly reserved: bigint;
  /** When its period ends, in milliseconds since 1970; absent where it has no end. */
  readonly endsAt?: number;
  /** How many calls since the start cost what nobody knows; they count as what they were expected to cost. */
  readonly unpriced: number;
}

/** What asking a backend for free came to. */
export interface ProbeResult {
  readonly backend: string;
  /** Absent where it cannot be asked for free: then nobody knows. */
  readonly ok?: boolean;
  /** Milliseconds; absent where nothing was asked. */
  readonly ms?: number;
  /** How many models it lists. */
  readonly models?: number;
  /** The code of what went wrong. */
  readonly code?: string;
  /** What went wrong, or why it cannot be asked for free. */
  readonly message?: string;
}
