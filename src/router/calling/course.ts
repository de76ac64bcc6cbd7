import type { CallError } from "../../call-error.ts";
import type { FallbackReason } from "../../config.ts";
import type { Target } from "../../route.ts";
import type { AttemptReason } from "../../usage.ts";
import { keysInOrder } from "../accounts/key-order.ts";
import type { PlannedTarget } from "../choice/plan.ts";
import { waitBefore } from "../health/backoff.ts";
import type { RetryCause } from "../health/retry-budget.ts";
import type { NotNow, Spot } from "./admit.ts";
import { passedOver } from "./passed-over.ts";
import type { RouterCall } from "./router-call.ts";

/** A spot that failed, and may be tried again. */
export interface Retryable {
  readonly spot: Spot;
  readonly cause: RetryCause;
  /** On the clock. */
  readyAt: number;
  /** How often it was sent away when it was to be tried again. */
  refusals: number;
}

/** No attempt begins with less time than this, in milliseconds. */
export const LEAST_TIME_MS = 100;
/** A spot that is sent away so often is not waited for any longer. */
const MOST_REFUSALS = 3;
const MOST_ATTEMPTS_BY_DEFAULT = 10;
const LEAST_ATTEMPTS_BY_DEFAULT = 3;
const LONGEST_WAIT_MS = 60_000;

const REASONS: Readonly<Record<FallbackReason, AttemptReason>> = {
  any: "fallback",
  contextWindow: "context_window",
  contentPolicy: "content_policy",
};

const NONE: readonly never[] = [];

/** What the targets of one call are tried in, and what is left of it: the decisions of a fail-over, none of its waiting. */
export class Course {
  readonly #call: RouterCall;
  #targets: readonly PlannedTarget[];
  #place = 0;
  #spots: readonly Spot[] | undefined;
  #spotPlace = 0;
  #last: Spot | undefined;
  // Lists, for there are few of each, and mostly none; they are replaced, not grown.
  #tried: readonly Spot[] = NONE;
  #refusedKeys: readonly string[] = NONE;
  #retryable: readonly Retryable[] = NONE;
  #jumps: readonly FallbackReason[] = NONE;
  /** Spots that were not tried, and why. */
  refused: readonly NotNow[] = NONE;

  constructor(call: RouterCall) {
    this.#call = call;
    this.#targets = call.plan.targets;
  }

  /** Only one key at one target could take the call. */
  get isAlone(): boolean {
    const { plan, accounts } = this.#call;
    const [only] = plan.targets;
    return plan.targets.length === 1 && only !== undefined && accounts.of(only.target.backend).length === 1;
  }

  /** Whether attempts and time are left for one more. */
  get mayGoOn(): boolean {
    const { begun, leftMs } = this.#call;
    return leftMs >= LEAST_TIME_MS && (begun === 0 || begun < this.#mostAttempts());
  }

  /** The next spot that was not tried yet, in the order of the plan. */
  nextUntried(): Spot | undefined {
    for (;;) {
      const planned = this.#targets[this.#place];
      if (planned === undefined) return undefined;
      this.#spots ??= this.#spotsOf(planned);
      const spot = this.#spots[this.#spotPlace];
      if (spot === undefined) {
        this.#leaveTarget();
        continue;
      }
      this.#spotPlace += 1;
      if (!this.#refusedKeys.includes(spot.account.key.id)) return spot;
    }
  }

  /** Why an attempt is made at a spot that was not tried before. */
  reasonFor({ planned }: Spot): AttemptReason {
    if (this.#last?.planned === planned) return "next_key";
    if (planned.use !== "target") return REASONS[planned.use];
    // A larger one of the route's own takes what is too long for another.
    if (this.#jumps.length > 0) return this.#jumps.includes("contextWindow") ? "context_window" : "content_policy";
    return this.#call.begun === 0 ? "first" : "next_target";
  }

  /** Leaves out the rest of the present target's keys, for another target is wanted; what comes back undoes it. */
  toNextTarget(): () => void {
    const before = { place: this.#place, spots: this.#spots, spotPlace: this.#spotPlace };
    this.#leaveTarget();
    return () => {
      this.#place = before.place;
      this.#spots = before.spots;
      this.#spotPlace = before.spotPlace;
    };
  }

  /** A target that turns out not to be able to do what is asked. */
  cannot({ planned }: Spot): void {
    if (this.#targets[this.#place] === planned) this.#leaveTarget();
  }

  /** A spot whose turn it was, and that could not be called now. */
  passOver(refusal: NotNow): void {
    this.refused = [...this.refused, refusal];
    this.#call.passedOver = [...this.#call.passedOver, passedOver(refusal)];
  }

  began(spot: Spot): void {
    this.#last = spot;
    this.#tried = [...this.#tried, spot];
  }

  /** An attempt failed. `false`: nobody else would do better. */
  failed(spot: Spot, error: CallError): boolean {
    this.#forget(spot);
    const { code, fault } = error;
    if (fault === "caller") return false;
    if (code === "context_too_long") return this.#jump("contextWindow", this.#roomier(spot));
    if (code === "content_refused") return this.#jump("contentPolicy", this.#call.plan.contentPolicy);
    // What one dialect or model cannot carry, another may.
    const isForOthers = fault !== "request" || code === "unsupported_request";
    if (!isForOthers) return false;
    if (fault === "credential") this.#refusedKeys = [...this.#refusedKeys, spot.account.key.id];
    else if (code !== "rate_limited" && this.#targets[this.#place] === spot.planned) this.#leaveTarget();
    if (error.retryable && fault === "target") this.#retryLater(spot, error);
    return true;
  }

  /** The spot to be tried again that is ready first. */
  nextRetry(): Retryable | undefined {
    let next: Retryable | undefined;
    for (const one of this.#retryable) {
      const isUsable = !this.#refusedKeys.includes(one.spot.account.key.id) && this.#isInTime(one.readyAt);
      if (isUsable && (next === undefined || one.readyAt < next.readyAt)) next = one;
    }
    return next;
  }

  /** A spot to be tried again was sent away; it comes back later, when that is soon enough. */
  postpone(retryable: Retryable, untilMs: number | undefined): void {
    const { clock } = this.#call.parts;
    retryable.refusals += 1;
    const isSoon = untilMs !== undefined && untilMs - clock.now() <= LONGEST_WAIT_MS;
    if (!isSoon || retryable.refusals >= MOST_REFUSALS) this.#forget(retryable.spot);
    else retryable.readyAt = Math.max(retryable.readyAt, untilMs);
  }

  /** It is not tried again. */
  giveUp({ spot }: Retryable): void {
    this.#forget(spot);
  }

  #forget(spot: Spot): void {
    this.#retryable = this.#retryable.filter((one) => one.spot !== spot);
  }

  #hasTried(target: Target): boolean {
    return this.#tried.some(({ planned }) => planned.target.id === target.id);
  }

  #spotsOf(planned: PlannedTarget): readonly Spot[] {
    const { target } = planned;
    // Also a target of its own and a fall-back at once is tried once.
    if (this.#tried.length > 0 && this.#hasTried(target)) return [];
    const accounts = keysInOrder(this.#call.accounts.of(target.backend), this.#call.options.sessionKey);
    return accounts.map((account) => ({ planned, account, key: { target: target.id, account: account.key.id } }));
  }

  #leaveTarget(): void {
    this.#goTo(this.#place + 1);
  }

  #goTo(place: number): void {
    this.#place = place;
    this.#spots = undefined;
    this.#spotPlace = 0;
  }

  /** Goes on with other targets, once for each reason. */
  #jump(reason: FallbackReason, targets: readonly PlannedTarget[]): boolean {
    const untried = targets.filter(({ target }) => !this.#hasTried(target));
    if (this.#jumps.includes(reason) || untried.length === 0) return false;
    this.#jumps = [...this.#jumps, reason];
    this.#targets = untried;
    this.#goTo(0);
    this.#retryable = NONE;
    return true;
  }

  /** Fall-backs for what is too long, and after them targets of the route that are known to take more. */
  #roomier({ planned }: Spot): readonly PlannedTarget[] {
    const { plan } = this.#call;
    const least = planned.target.facts.contextWindow ?? plan.size.estimate();
    const larger = this.#targets.filter(({ target }) => {
      const window = target.facts.contextWindow;
      return typeof window === "number" && window > least;
    });
    return [...plan.contextWindow, ...larger];
  }

  #retryLater(spot: Spot, { retryAfterMs, code }: CallError): void {
    const { plan, options, parts } = this.#call;
    const retry = options.retry === undefined ? plan.route.retry : { ...plan.route.retry, ...options.retry };
    const tries = this.#tried.filter((one) => one === spot).length;
    const waitMs = waitBefore(Math.max(1, tries), retry, retryAfterMs, parts.random());
    if (waitMs === undefined) return;
    const cause = code === "rate_limited" || code === "overloaded" ? "throttled" : "transient";
    const readyAt = parts.clock.now() + waitMs;
    if (this.#isInTime(readyAt)) this.#retryable = [...this.#retryable, { spot, cause, readyAt, refusals: 0 }];
  }

  #isInTime(readyAt: number): boolean {
    return readyAt <= this.#call.deadline - LEAST_TIME_MS;
  }

  #mostAttempts(): number {
    const { options, plan, accounts } = this.#call;
    const asked = options.retry?.attempts ?? plan.route.retry.attempts;
    if (asked !== undefined) return Math.max(1, asked);
    let spots = 0;
    for (const { target } of plan.targets) spots += accounts.of(target.backend).length;
    return Math.min(MOST_ATTEMPTS_BY_DEFAULT, Math.max(LEAST_ATTEMPTS_BY_DEFAULT, spots));
  }
}
