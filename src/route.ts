import type { ConfigPosition } from "./config/problem.ts";
import type {
  BackendConfig,
  Budget,
  Condition,
  FallbackReason,
  Parameters,
  Policy,
  Retry,
  Timeouts,
} from "./config.ts";
import type { Facts } from "./model.ts";

/** What an exposed name leads to: targets in order, and what holds for all of them. */
export interface Route {
  /** The name that was asked for. */
  readonly asked: string;
  /** The exposed model it means; for a target asked for directly, the target. */
  readonly name: string;
  readonly description?: string;
  /** Those that may be called, primary first; never empty. */
  readonly targets: readonly Target[];
  /** Tried after the targets, by what went wrong, in order. */
  readonly fallback: Readonly<Record<FallbackReason, readonly Target[]>>;
  readonly dropped: readonly DroppedTarget[];
  readonly strategy: string;
  /** What the config switches on or off, whatever the targets can do. */
  readonly capabilities: Readonly<Record<string, boolean>>;
  readonly tags: readonly string[];
  readonly timeouts: Timeouts;
  readonly retry: Retry;
  readonly policy: Policy;
  readonly budget?: Budget;
}

/** One backend and one of its models. */
export interface Target {
  /** `backend/model-id`. */
  readonly id: string;
  readonly backend: BackendConfig;
  /** Its id at the backend. */
  readonly model: string;
  /** What stands in the request: the deployment's name where there is one, else the id. */
  readonly calledAs: string;
  readonly weight: number;
  readonly when?: Condition;
  /** Those it is called with: call over target over model over backend over defaults. */
  readonly parameters: Parameters;
  /** What is known of it: the config's word before the catalogue's; empty where nothing is. */
  readonly facts: Facts;
}

/** A target that is not called, and why. */
export interface DroppedTarget {
  /** `backend/model-id`, or the name of a fall-back that leads nowhere. */
  readonly id: string;
  /** Stable, for programs. */
  readonly code: DropReason;
  /** A sentence for people. */
  readonly reason: string;
}

/** Why a target is not called. */
export type DropReason =
  | "disabled"
  | "unknown_backend"
  | "placeholder"
  | "not_offered"
  | "lacks_capability"
  | "context_too_small"
  | "condition"
  | "denied_provider"
  | "region"
  | "not_local"
  | "trains_on_data"
  | "price"
  | "duplicate";

/** What is known of a request before it is sent, as far as choosing a target depends on it. */
export interface RouteRequest {
  /** Capabilities it needs. */
  readonly needs?: readonly string[];
  /** Tokens. */
  readonly inputTokens?: number;
  /** Tokens of answer it asks for. */
  readonly maxTokens?: number;
  /** The caller's tags. */
  readonly tags?: readonly string[];
  /** Parameters of this one call, under their names on the wire. */
  readonly parameters?: Parameters["known"];
  readonly extra?: Parameters["extra"];
}

/** How a name became targets, step by step. */
export interface Explanation {
  readonly asked: string;
  readonly steps: readonly ExplanationStep[];
  /** Every parameter of the primary target, with what it won over. */
  readonly parameters: readonly ExplainedParameter[];
  /** Absent where the name leads nowhere; then the last step says why. */
  readonly route?: Route;
}

/** One step from a name to targets. */
export interface ExplanationStep {
  readonly kind:
    | "asked"
    | "alias"
    | "wildcard"
    | "route"
    | "direct"
    | "target"
    | "fallback"
    | "dropped"
    | "strategy"
    | "failed";
  /** A sentence for people. */
  readonly text: string;
  /** The name or target the step is about. */
  readonly subject: string;
  /** Where the config says so. */
  readonly at?: ConfigPosition;
}

/** Who set a parameter: this call, the target's entry, the exposed model, the backend (or its model), the defaults. */
export type ParameterOrigin = "call" | "target" | "model" | "backend" | "defaults";

/** A parameter and where its value comes from. */
export interface ExplainedParameter {
  /** Its name on the wire; with `extra.` before it for one that is passed on as it is. */
  readonly name: string;
  /** `null` takes the parameter away. */
  readonly value: unknown;
  readonly from: ParameterOrigin;
  readonly at?: ConfigPosition;
  /** The values it won over, best first. */
  readonly over: readonly { readonly from: ParameterOrigin; readonly value: unknown; readonly at?: ConfigPosition }[];
}
