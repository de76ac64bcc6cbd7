import { StateError } from "../../errors.ts";
import type { Clock } from "../../router.ts";
import type {
  AnnouncedLimit,
  BudgetClaim,
  BudgetKey,
  Cooldown,
  Grant,
  LimitClaim,
  Refusal,
  Spent,
  State,
} from "../../state.ts";
import type { Awaitable } from "../../util/awaitable.ts";
import { OwedToState } from "./owed-to-state.ts";
import { withinTime } from "./within-time.ts";

/** What a state that may fail is guarded with. */
export interface GuardedStateOptions {
  /** The one that other processes use too. */
  readonly shared: State;
  /** This process's own, with which it goes on. */
  readonly local: State;
  readonly clock: Clock;
}

/** A state that answers always; it says so where it is not the shared one that does. */
export interface GuardedState extends State {
  /** Why this process counts by itself; absent while the shared state answers. */
  readonly degraded: string | undefined;
}

/** A shared state that is slower than this is worth no wait. */
const LONGEST_MS = 100;
const TRY_AGAIN_MS = 10_000;
const FAILED = Symbol("failed");

/**
 * Goes on without a shared state that fails or hangs: at the same limits, with what this process itself has used and spent,
 * which is counted along all the time. Every ten seconds one call asks the shared one again, and what was spent meanwhile
 * is told to it then. So a store's trouble is never taken for a limit.
 */
export function guardState(options: GuardedStateOptions): GuardedState {
  return new Guarded(options);
}

class Guarded implements GuardedState {
  readonly #shared: State;
  readonly #local: State;
  readonly #clock: Clock;
  readonly #owed = new OwedToState();
  #degraded: string | undefined;
  #tryAgainAt = 0;

  constructor({ shared, local, clock }: GuardedStateOptions) {
    this.#shared = shared;
    this.#local = local;
    this.#clock = clock;
  }

  get degraded(): string | undefined {
    return this.#degraded;
  }

  async acquire(claims: readonly LimitClaim[]): Promise<Grant | Refusal> {
    const giveBack = (late: Grant | Refusal): void => {
      if (late.granted) this.#end(late, (state) => state.release(late, claims.map(nothing)));
    };
    const answer = await this.#ask((state) => state.acquire(claims), giveBack);
    if (answer === FAILED) return paired(undefined, await this.#local.acquire(claims));
    return answer.granted ? paired(answer, await this.#local.acquire(claims.map(unlimited))) : answer;
  }

  async release(grant: Grant, used?: readonly number[]): Promise<void> {
    if (!(grant instanceof PairedGrant)) return;
    const { shared, local } = grant.take();
    if (local !== undefined) await this.#local.release(local, used);
    if (shared !== undefined) await this.#end(shared, (state) => state.release(shared, used));
  }

  async announce(key: string, announced: AnnouncedLimit): Promise<void> {
    await this.#local.announce(key, announced);
    await this.#ask((state) => state.announce(key, announced));
  }

  async reserve(claims: readonly BudgetClaim[]): Promise<Grant | Refusal> {
    const giveBack = (late: Grant | Refusal): void => {
      if (late.granted) this.#end(late, (state) => state.settle(late, 0n));
    };
    const answer = await this.#ask((state) => state.reserve(claims), giveBack);
    if (answer === FAILED) return paired(undefined, await this.#local.reserve(claims), claims);
    return answer.granted ? paired(answer, await this.#local.reserve(claims.map(uncapped))) : answer;
  }

  async settle(grant: Grant, picoUsd: bigint): Promise<void> {
    if (!(grant instanceof PairedGrant)) return;
    const { shared, local } = grant.take();
    if (local !== undefined) await this.#local.settle(local, picoUsd);
    if (shared !== undefined) await this.#end(shared, (state) => state.settle(shared, picoUsd));
    else if (grant.claims !== undefined) this.#owed.spend(grant.claims, picoUsd);
  }

  async spent(budgets: readonly BudgetKey[]): Promise<readonly Spent[]> {
    const answer = await this.#ask((state) => state.spent(budgets));
    return answer === FAILED ? this.#local.spent(budgets) : answer;
  }

  cool(key: string, cooldown: Cooldown): void {
    this.#local.cool(key, cooldown);
    this.#tell((state) => state.cool(key, cooldown));
  }

  coolingUntil(key: string): number | undefined {
    const own = this.#local.coolingUntil(key);
    const others = this.#tell((state) => state.coolingUntil(key));
    return own === undefined || (others !== undefined && others > own) ? others : own;
  }

  get isCalm(): boolean {
    return this.#local.isCalm === true && this.#tell(({ isCalm }) => isCalm) === true;
  }

  warm(key: string): void {
    this.#local.warm(key);
    this.#tell((state) => state.warm(key));
  }

  async claim(key: string, forMs: number): Promise<boolean> {
    const answer = await this.#ask((state) => state.claim(key, forMs));
    return answer === FAILED ? this.#local.claim(key, forMs) : answer;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#local.close(), this.#shared.close()]);
  }

  /** Asks the shared state; an answer that comes too late is handed to `onLate`. */
  async #ask<Value>(
    question: (state: State) => Awaitable<Value>,
    onLate: (late: Value) => void = nothing,
  ): Promise<Value | typeof FAILED> {
    if (this.#degraded !== undefined) {
      const now = this.#clock.now();
      if (now < this.#tryAgainAt) return FAILED;
      this.#tryAgainAt = now + TRY_AGAIN_MS;
    }
    try {
      const answer = await withinTime(() => question(this.#shared), this.#clock, LONGEST_MS, onLate);
      this.#recovered();
      return answer;
    } catch (error) {
      this.#failed(error);
      return FAILED;
    }
  }

  /** Ends a grant of the shared state, now or once it answers again; ending twice changes nothing there. */
  async #end(grant: Grant, end: (state: State) => Awaitable<void>): Promise<void> {
    if ((await this.#ask(end)) === FAILED) this.#owed.end(grant, end);
  }

  /** What the shared state does at once, and may fail to. */
  #tell<Value>(what: (state: State) => Value): Value | undefined {
    try {
      return what(this.#shared);
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #failed(error: unknown): void {
    this.#tryAgainAt = this.#clock.now() + TRY_AGAIN_MS;
    // Only our own words: a client's may hold the address with its password.
    const why = StateError.is(error) ? error.message : "it failed";
    this.#degraded = `the shared state gives no answer: ${why}; limits and budgets count what this process does alone`;
  }

  #recovered(): void {
    if (this.#degraded === undefined) return;
    this.#degraded = undefined;
    void this.#owed.payTo(async (what) => (await this.#ask(what)) !== FAILED);
  }
}

/** A grant of the shared state with what counts along here, or of this process alone. */
class PairedGrant implements Grant {
  readonly granted = true;
  readonly id: string;
  /** Of money that only this process knows is spent. */
  readonly claims: readonly BudgetClaim[] | undefined;
  #shared: Grant | undefined;
  #local: Grant | undefined;

  constructor(shared: Grant | undefined, local: Grant | undefined, claims: readonly BudgetClaim[] | undefined) {
    this.id = shared?.id ?? `own ${local?.id}`;
    this.claims = claims;
    this.#shared = shared;
    this.#local = local;
  }

  /** Both, the first time. */
  take(): { readonly shared: Grant | undefined; readonly local: Grant | undefined } {
    const both = { shared: this.#shared, local: this.#local };
    this.#shared = undefined;
    this.#local = undefined;
    return both;
  }
}

function paired(shared: Grant | undefined, local: Grant | Refusal, claims?: readonly BudgetClaim[]): Grant | Refusal {
  if (!local.granted) return shared === undefined ? local : new PairedGrant(shared, undefined, claims);
  return new PairedGrant(shared, local, claims);
}

function unlimited(claim: LimitClaim): LimitClaim {
  return { ...claim, limit: Number.MAX_SAFE_INTEGER };
}

function uncapped({ key, per, amount }: BudgetClaim): BudgetClaim {
  return { key, per, amount };
}

function nothing(): 0 {
  return 0;
}
