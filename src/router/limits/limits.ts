import type { AnswerHead } from "../../backend.ts";
import type { RouterSettings } from "../../config.ts";
import type { Clock } from "../../router.ts";
import type { AnnouncedLimit, Grant, LimitClaim, Refusal, State } from "../../state.ts";
import { type Awaitable, whenReady } from "../../util/awaitable.ts";
import type { AccountKey } from "../accounts/account-key.ts";
import { readAnnouncedLimits } from "./announced-limits.ts";
import {
  AccountLimits,
  type CallSize,
  type MeasuredClaim,
  neverFitting,
  reasonOf,
  type UsedSize,
  usedOf,
} from "./limit-claims.ts";
import { type InVain, LimitQueue, type WaitOptions } from "./queue.ts";
import { tellState } from "./tell-state.ts";

/** What limits are counted with. */
export interface LimitsOptions {
  readonly state: State;
  readonly clock: Clock;
}

/** How long a call may wait for a limit, and who ends that. */
export interface LimitWait {
  /** Absent where calls do not wait. */
  readonly queue?: RouterSettings["queue"] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** When the call's own time is over, in milliseconds since 1970. */
  readonly deadlineMs: number;
}

/** Leave to make one call. */
export interface LimitGrant {
  readonly granted: true;
  /**
   * The call has ended and used so much (nothing, where it failed: `{ tokens: 0 }`); without a word all that was asked for
   * counts. Once counts, and it never throws.
   */
  leave(used?: UsedSize): void;
}

/** No leave to make a call, and why. */
export interface LimitRefusal {
  readonly granted: false;
  /** `limited` by a limit, or because nobody may wait any more; or it was given up while it waited. */
  readonly code: "limited" | "queue_full" | "aborted" | "closed";
  /** Which limit, for people: `60 requests a minute`. */
  readonly reason: string;
  /** Milliseconds after which asking again makes sense; absent where nobody knows, or where it never will. */
  readonly retryAfterMs?: number;
}

/** Who may call when: the config's limits of each key, and those that providers announce. */
export interface Limits {
  /** Asks for leave to make a call; answers at once where nothing is limited. Never throws for a limit. */
  enter(account: AccountKey, size: CallSize, wait: LimitWait): Awaitable<LimitGrant | LimitRefusal>;
  /** Takes a provider at its word, by the head of an answer to a call of this model. */
  adopt(account: AccountKey, head: AnswerHead, model: string): void;
  /** Calls that wait. */
  readonly waiting: number;
  /** Refuses everyone who waits. */
  close(): void;
}

const FREE: LimitGrant = { granted: true, leave: () => undefined };

/** Counts calls against limits in a state, and lets those over them wait in line. */
export function createLimits(options: LimitsOptions): Limits {
  return new CountedLimits(options);
}

class CountedLimits implements Limits {
  readonly #state: State;
  readonly #clock: Clock;
  readonly #accounts = new Map<string, AccountLimits>();
  readonly #queues = new Map<string, LimitQueue>();

  constructor({ state, clock }: LimitsOptions) {
    this.#state = state;
    this.#clock = clock;
  }

  get waiting(): number {
    let waiting = 0;
    for (const queue of this.#queues.values()) waiting += queue.size;
    return waiting;
  }

  enter(account: AccountKey, size: CallSize, wait: LimitWait): Awaitable<LimitGrant | LimitRefusal> {
    const limits = this.#limitsOf(account);
    const claims = limits.claimsFor(size, this.#clock.now());
    if (claims.length === 0) return FREE;
    const never = neverFitting(claims);
    if (never !== undefined) return { granted: false, code: "limited", reason: reasonOf(claims, never) };
    return this.#ask(limits.laneOf(size.model), claims, wait);
  }

  adopt(account: AccountKey, { headers }: AnswerHead, model: string): void {
    const now = this.#clock.now();
    const told = readAnnouncedLimits(headers, now);
    if (told === undefined) return;
    const limits = this.#limitsOf(account);
    const kept = limits.announce(model, told, now);
    if (told.requests) this.#announce(kept.keyOf("requests"), told.requests);
    if (told.tokens) this.#announce(kept.keyOf("tokens"), told.tokens);
    if (told.inputTokens) this.#announce(kept.keyOf("inputTokens"), told.inputTokens);
    if (told.outputTokens) this.#announce(kept.keyOf("outputTokens"), told.outputTokens);
    if (this.#queues.size > 0) this.#queues.get(limits.laneOf(model))?.wake();
  }

  close(): void {
    for (const queue of [...this.#queues.values()]) queue.close();
  }

  // A state that fails has nothing to do with the call that told it.
  #announce(key: string, limit: AnnouncedLimit): void {
    tellState(() => this.#state.announce(key, limit));
  }

  #ask(lane: string, claims: readonly MeasuredClaim[], wait: LimitWait): Awaitable<LimitGrant | LimitRefusal> {
    const { queue: line } = wait;
    const until = line === undefined ? 0 : Math.min(this.#clock.now() + line.waitMs, wait.deadlineMs);
    const waiting = this.#queues.size === 0 ? undefined : this.#queues.get(lane);
    if (waiting === undefined || waiting.size === 0) {
      return whenReady(this.#state.acquire(claims), (answer) => this.#answered(answer, lane, claims, wait, until));
    }
    // Whoever comes while others wait stands behind them, or goes elsewhere.
    if (line === undefined) return refused("limited", claims, waiting.refusal);
    return this.#standInLine(lane, claims, { size: line.size, until, signal: wait.signal });
  }

  #answered(
    answer: Grant | Refusal,
    lane: string,
    claims: readonly MeasuredClaim[],
    { queue: line, signal }: LimitWait,
    until: number,
  ): Awaitable<LimitGrant | LimitRefusal> {
    if (answer.granted) {
      if (!signal?.aborted) return this.#granted(answer, claims, lane);
      this.#giveBack(answer, claims, lane);
      return refused("aborted", claims, undefined);
    }
    if (signal?.aborted) return refused("aborted", claims, answer);
    if (line === undefined || line.size === 0 || isTooLate(answer, claims, until - this.#clock.now())) {
      return refused("limited", claims, answer);
    }
    return this.#standInLine(lane, claims, { size: line.size, until, signal });
  }

  async #standInLine(
    lane: string,
    claims: readonly MeasuredClaim[],
    { size, until, signal }: WaitOptions & { readonly size: number },
  ): Promise<LimitGrant | LimitRefusal> {
    const queue = this.#queueOf(lane);
    if (queue.size >= size) return queueFull(claims, queue);
    const how = await queue.join(claims, { until, signal });
    return how.granted ? this.#granted(how, claims, lane) : inVain(how, claims);
  }

  #granted(grant: Grant, claims: readonly MeasuredClaim[], lane: string): LimitGrant {
    return new CountedGrant(this, grant, claims, lane);
  }

  #giveBack(grant: Grant, claims: readonly LimitClaim[], lane: string): void {
    const nothing = claims.map(() => 0);
    this.release(grant, nothing, lane);
  }

  release(grant: Grant, used: readonly number[] | undefined, lane: string): void {
    tellState(
      () => this.#state.release(grant, used),
      () => {
        if (this.#queues.size > 0) this.#queues.get(lane)?.wake();
      },
    );
  }

  #limitsOf({ id, backend }: AccountKey): AccountLimits {
    let limits = this.#accounts.get(id);
    if (limits === undefined) {
      limits = new AccountLimits(id, backend.rateLimits);
      this.#accounts.set(id, limits);
    } else if (limits.rates !== backend.rateLimits) {
      limits.rates = backend.rateLimits;
    }
    return limits;
  }

  #queueOf(lane: string): LimitQueue {
    const known = this.#queues.get(lane);
    if (known !== undefined) return known;
    const queue = new LimitQueue({
      clock: this.#clock,
      acquire: (claims) => this.#state.acquire(claims),
      giveBack: (grant, claims) => this.#giveBack(grant, claims, lane),
      onEmpty: () => this.#queues.delete(lane),
    });
    this.#queues.set(lane, queue);
    return queue;
  }
}

class CountedGrant implements LimitGrant {
  readonly granted = true;
  readonly #limits: CountedLimits;
  readonly #grant: Grant;
  readonly #claims: readonly MeasuredClaim[];
  readonly #lane: string;
  #hasLeft = false;

  constructor(limits: CountedLimits, grant: Grant, claims: readonly MeasuredClaim[], lane: string) {
    this.#limits = limits;
    this.#grant = grant;
    this.#claims = claims;
    this.#lane = lane;
  }

  leave(used?: UsedSize): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#limits.release(this.#grant, used === undefined ? undefined : usedOf(this.#claims, used), this.#lane);
  }
}

// Requests come back with time alone, so it is known that nothing will come of waiting; tokens may be given back any time.
function isTooLate(answer: Refusal, claims: readonly MeasuredClaim[], waitMs: number): boolean {
  if (waitMs <= 0) return true;
  if (answer.retryAfterMs === undefined || answer.retryAfterMs <= waitMs) return false;
  return claims.some(({ key, measure }) => key === answer.key && measure === "requests");
}

function refused(
  code: LimitRefusal["code"],
  claims: readonly MeasuredClaim[],
  answer: Refusal | undefined,
): LimitRefusal {
  const refusal: LimitRefusal = { granted: false, code, reason: reasonOf(claims, answer) };
  return answer?.retryAfterMs === undefined ? refusal : { ...refusal, retryAfterMs: Math.ceil(answer.retryAfterMs) };
}

function queueFull(claims: readonly MeasuredClaim[], { size, refusal }: LimitQueue): LimitRefusal {
  const calls = size === 1 ? "1 call waits" : `${size} calls wait`;
  const full = refused("queue_full", claims, refusal);
  return { ...full, reason: `${full.reason}, and ${calls} already` };
}

function inVain({ why, refusal }: InVain, claims: readonly MeasuredClaim[]): LimitRefusal {
  return refused(why === "late" ? "limited" : why, claims, refusal);
}
