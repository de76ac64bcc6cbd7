import type { AttemptEvent, CallKind } from "../../attempt.ts";
import type { CallTimeouts } from "../../backend.ts";
import type { CallError } from "../../call-error.ts";
import type { Config } from "../../config.ts";
import { addCosts } from "../../cost.ts";
import type { DroppedTarget } from "../../route.ts";
import type { Clock, Decision, PassedOver, RouterCallOptions } from "../../router.ts";
import type { Attempt, Cost } from "../../usage.ts";
import type { AccountSet } from "../accounts/accounts.ts";
import type { AnswerMemory } from "../choice/observed-answers.ts";
import type { Plan } from "../choice/plan.ts";
import type { Health } from "../health/health.ts";
import type { RetryBudget } from "../health/retry-budget.ts";
import type { Budgets } from "../limits/budgets.ts";
import type { Limits } from "../limits/limits.ts";
import type { AttemptFeed } from "./attempt-feed.ts";
import type { HedgeShare } from "./hedge-share.ts";

/** What all calls of a router share. */
export interface RouterParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly health: Health;
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly retryBudget: RetryBudget;
  readonly hedgeShare: HedgeShare;
  readonly feed: AttemptFeed;
  readonly answers: AnswerMemory;
}

/** What one call begins with. */
export interface RouterCallStart {
  readonly id: string;
  readonly kind: CallKind;
  readonly parts: RouterParts;
  readonly config: Config;
  readonly accounts: AccountSet;
  readonly plan: Plan;
  readonly options: RouterCallOptions;
}

/** An attempt that has ended, which may be told of. */
export interface EndedAttempt {
  readonly record: Attempt;
  readonly error: CallError | undefined;
  event(isFinal: boolean): AttemptEvent;
}

// Frozen, for callers are handed it.
const NONE: readonly never[] = Object.freeze([]);

/** For all of a call, waiting and trying elsewhere included, where nobody says otherwise. */
const TOTAL_MS = 600_000;

/** One call of the router under way: its time, and what became of its attempts so far. */
export class RouterCall {
  readonly id: string;
  readonly kind: CallKind;
  readonly parts: RouterParts;
  readonly config: Config;
  readonly accounts: AccountSet;
  readonly plan: Plan;
  readonly options: RouterCallOptions;
  /** For each attempt; `totalMs` is what the whole call may take. */
  readonly timeouts: CallTimeouts;
  readonly startedAt: number;
  /** On the clock. */
  readonly deadline: number;
  // Lists are replaced, not grown: most stay empty, and of a call that goes well each has but one.
  /** As they ended. */
  attempts: readonly Attempt[] = NONE;
  /** Of those that failed. */
  errors: readonly CallError[] = NONE;
  /** Begun so far. */
  begun = 0;
  /** Targets that cannot be called for this, found out on the way. */
  lacking: readonly DroppedTarget[] = NONE;
  /** Who was not asked when it was their turn. */
  passedOver: readonly PassedOver[] = NONE;
  #untold: readonly EndedAttempt[] = NONE;

  constructor({ id, kind, parts, config, accounts, plan, options }: RouterCallStart) {
    this.id = id;
    this.kind = kind;
    this.parts = parts;
    this.config = config;
    this.accounts = accounts;
    this.plan = plan;
    this.options = options;
    const { timeouts } = plan.route;
    this.timeouts = options.timeouts === undefined ? timeouts : { ...timeouts, ...options.timeouts };
    this.startedAt = plan.at;
    this.deadline = this.startedAt + (this.timeouts.totalMs ?? TOTAL_MS);
  }

  /** Milliseconds that are left. */
  get leftMs(): number {
    return this.deadline - this.parts.clock.now();
  }

  /** Milliseconds since it began. */
  get latencyMs(): number {
    return Math.max(0, this.parts.clock.now() - this.startedAt);
  }

  /** Whether another target is asked beside one that is slow. */
  get isHedged(): boolean {
    return this.options.hedge ?? this.config.router.hedge !== undefined;
  }

  get decision(): Decision {
    const { lacking, passedOver } = this;
    const { decision } = this.plan;
    if (lacking.length === 0 && passedOver.length === 0) return decision;
    const dropped = [...decision.dropped, ...lacking];
    return passedOver.length === 0 ? { ...decision, dropped } : { ...decision, dropped, passedOver };
  }

  /** What all attempts cost together, those left out that nobody is billed for. */
  get cost(): Cost {
    const costs: Cost[] = [];
    for (const { cost, outcome, target } of this.attempts) {
      if (cost === undefined) continue;
      const isOfAnother = outcome !== "ok" && cost.usd === null;
      costs.push(isOfAnother ? { usd: null, reason: `of the attempt at ${target}: ${cost.reason}` } : cost);
    }
    const [only] = costs;
    if (only === undefined) return { usd: null, reason: "the provider did not say what was used" };
    return costs.length === 1 ? only : addCosts(costs);
  }

  /** Keeps an attempt that has ended; it is told of once it is known whether it was the last. */
  keep(ended: EndedAttempt): void {
    const { record, error } = ended;
    this.attempts = [...this.attempts, record];
    if (error !== undefined) this.errors = [...this.errors, error];
    if (this.parts.feed.isHeard) this.#untold = [...this.#untold, ended];
  }

  /** Tells of the attempts that have ended; `final` is the one whose answer, or error, the caller gets. */
  tell(final?: Attempt): void {
    const untold = this.#untold;
    if (untold.length === 0) return;
    this.#untold = NONE;
    for (const ended of untold) this.parts.feed.tell(ended.event(ended.record === final));
  }
}
