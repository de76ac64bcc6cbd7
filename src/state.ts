import type { Awaitable } from "./util/awaitable.ts";

/**
 * What routers in several processes would share: what is used of limits and budgets, and who is not to be called for a while.
 * Time is the state's own, so that replicas need not agree on theirs. Every method may fail with a `StateError`; the router then goes on with
 * what it knows by itself, and says so. A state that knows an answer at once may give it without a promise.
 */
export interface State {
  /** Takes from several limits at once: from all of them, or from none. */
  acquire(claims: readonly LimitClaim[]): Awaitable<Grant | Refusal>;
  /**
   * Ends a grant: what runs at once is given back, and of counted things so much was used in truth, in the order of the claims;
   * without `used` everything claimed counts as used. A second end of the same grant changes nothing.
   */
  release(grant: Grant, used?: readonly number[]): Awaitable<void>;
  /** Takes a provider at its word about a limit: so much is left until it is full again. What is in use already is part of what it counted. */
  announce(key: string, announced: AnnouncedLimit): Awaitable<void>;
  /** Reserves money in several budgets at once: in all, or in none. */
  reserve(claims: readonly BudgetClaim[]): Awaitable<Grant | Refusal>;
  /** Ends a reservation with what was spent in truth, in 1e-12 USD; a second end of the same changes nothing. */
  settle(grant: Grant, picoUsd: bigint): Awaitable<void>;
  /** What is spent and reserved of budgets in their current periods, in 1e-12 USD, in the order asked for. */
  spent(budgets: readonly BudgetKey[]): Awaitable<readonly Spent[]>;
  /** Keeps a key from being called for so long; a longer time stands, a shorter one replaces none. */
  cool(key: string, cooldown: Cooldown): void;
  /** Until when a key is not called, in milliseconds since 1970; absent where it may be. At most a second old among replicas. */
  coolingUntil(key: string): number | undefined;
  /** Whether it is certain that no key at all is left alone now, so that nobody need be asked about. @default false */
  readonly isCalm?: boolean;
  /** Ends a key's time out. */
  warm(key: string): void;
  /** Whether the caller is the one who tries something for all; for so long nobody else is. */
  claim(key: string, forMs: number): Awaitable<boolean>;
  close(): Promise<void>;
}

/** So much of one limit. */
export interface LimitClaim {
  /** `requests openai#1`, `tokens openai#1`, `concurrent openai#1`. */
  readonly key: string;
  /** Counted over a time that slides, or at once. */
  readonly kind: "window" | "concurrent";
  /** Requests or tokens. */
  readonly amount: number;
  /** The most in the window, or at once. */
  readonly limit: number;
  /** Milliseconds the window is long; without it only what was announced counts. */
  readonly windowMs?: number;
}

/** What was given, to be ended by `release` or `settle`. */
export interface Grant {
  readonly granted: true;
  readonly id: string;
}

/** What was not given, and when it may be. */
export interface Refusal {
  readonly granted: false;
  /** The limit or budget that stood in the way. */
  readonly key: string;
  /** Milliseconds after which asking again makes sense; absent where nobody knows, because it depends on calls that run. */
  readonly retryAfterMs?: number;
}

/** What a provider says about a limit of its own. */
export interface AnnouncedLimit {
  readonly remaining: number;
  /** Milliseconds until it is full again. */
  readonly resetMs: number;
  /** How much a full one is, where it is told. */
  readonly limit?: number;
  /** Whether it fills evenly until then, as a token bucket does, and not all at once at the end. @default false */
  readonly refills?: boolean;
}

/** A budget and its period. */
export interface BudgetKey {
  /** `route gpt-4`, `tag team-a`, `caller ann`. */
  readonly key: string;
  readonly per: "hour" | "day" | "week" | "month" | "total";
}

/** So much of one budget, in 1e-12 USD. */
export interface BudgetClaim extends BudgetKey {
  readonly amount: bigint;
  /** What may be spent in a period; absent where it is only counted. */
  readonly limit?: bigint;
}

/** How much of a budget is used, in 1e-12 USD. */
export interface Spent {
  readonly settled: bigint;
  readonly reserved: bigint;
  /** When its period ends, in milliseconds since 1970; absent where it has no end. Periods begin at midnight UTC, weeks on Monday. */
  readonly endsAt?: number;
}

/** A time out, and why. */
export interface Cooldown {
  readonly forMs: number;
  /** A code for programs: `rate_limited`, `breaker_open`, `invalid_key`. */
  readonly reason: string;
}
