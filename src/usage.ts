/**
 * What was used, in disjoint parts: they sum to the totals. `input` is what was neither cached nor audio nor an image,
 * `output` what was neither thought nor audio nor an image.
 */
export interface Usage {
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Written to a cache for the usual time (5 minutes at Anthropic). */
  readonly cacheWrite: number;
  /** Written to a cache for an hour. */
  readonly cacheWrite1h: number;
  readonly reasoning: number;
  readonly audioInput: number;
  readonly audioOutput: number;
  readonly audioCacheRead: number;
  readonly imageInput: number;
  readonly imageOutput: number;
  /** All input parts together. */
  readonly totalInput: number;
  /** All output parts together. */
  readonly totalOutput: number;
  /** Things counted one by one, such as web searches the provider made. */
  readonly webSearches?: number;
  /** What the provider says it charged, in USD as it wrote it. */
  readonly reportedCost?: string;
  /** How the call was served where that changes the price: `batch`, `flex`, `priority`. */
  readonly serviceTier?: string;
  /** Where it was computed, by the provider's word (Anthropic's `inference_geo`: `us`), which may change the price. */
  readonly inferenceGeo?: string;
  /** What other models used in the same call, none of it in the numbers above: each is priced as its own (Anthropic's advisor). */
  readonly otherModels?: readonly { readonly model: string; readonly usage: Usage }[];
  /** The provider did not say: counted by us, from the text that was sent and the text that came. */
  readonly estimated?: true;
  /** Why the provider's numbers cannot be right; then they were limited, never made negative. */
  readonly suspect?: string;
}

/** What a call cost, or why nobody knows. */
export type Cost =
  | {
      /** USD as exact decimal text. */
      readonly usd: string;
      /** The same in 1e-12 USD. */
      readonly picoUsd: bigint;
      /** `reported` by the provider, `computed` from the prices of the target, or so and from a usage that is itself `estimated`. */
      readonly basis: "reported" | "computed" | "estimated";
      readonly parts: readonly CostPart[];
    }
  | { readonly usd: null; readonly reason: string };

/** What one class of tokens, or one counted thing, cost. */
export interface CostPart {
  /** A rate of `Pricing`: `input`, `cacheRead`. */
  readonly rate: string;
  /** The class that was used, where it has no price of its own and pays this one. */
  readonly for?: string;
  readonly count: number;
  /** USD per million tokens, or USD each. */
  readonly price: number;
  readonly picoUsd: bigint;
}

/** One try at one target. */
export interface Attempt {
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: "ok" | "failed" | "aborted";
  /** The error's stable code. */
  readonly code?: string;
  readonly status?: number;
  readonly usage?: Usage;
  readonly cost?: Cost;
  /** Milliseconds until the first content of a stream. */
  readonly firstContentMs?: number;
  /** Which of several keys, never the key: `key 2 of 3`. */
  readonly key?: string;
  /** Why it was made, where a router made it. */
  readonly reason?: AttemptReason;
  /** The budgets it went over that do not refuse for it, in words. */
  readonly overspent?: readonly string[];
}

/** Why a try was made: as the first, again at the same target, elsewhere, or beside one that is slow. */
export type AttemptReason =
  | "first"
  | "retry"
  | "next_key"
  | "next_target"
  | "fallback"
  | "context_window"
  | "content_policy"
  | "hedge"
  | "panic";

/** Something a dialect could not carry as it was asked for, and what it did instead; never silent. */
export interface Adaptation {
  /** The field of the request: `messages[2].content[0]`, `seed`. */
  readonly field: string;
  /** A sentence for people. */
  readonly what: string;
}
