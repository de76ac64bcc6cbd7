import { StateError } from "../errors.ts";
import type { Clock } from "../router.ts";
import type { Grant, State } from "../state.ts";
import { BudgetCounters, type Reserved } from "./memory/budget-counters.ts";
import { Cooldowns } from "./memory/cooldowns.ts";
import type { Taken } from "./memory/limit-counter.ts";
import { amountOf, LimitCounters } from "./memory/limit-counters.ts";

/** How a state in memory is kept. */
export interface MemoryStateOptions {
  /** @default the system's */
  readonly clock?: Pick<Clock, "now">;
  /** The most keys of each kind (limits, budgets, time outs); above it the least recently used goes. @default 100_000 */
  readonly mostKeys?: number;
}

/**
 * Keeps limits, budgets and time outs in this process only. Windows are exact to a six-hundredth of their length and never
 * let more through; money is exact; what is idle is forgotten.
 */
export function memoryState({ clock = Date, mostKeys = 100_000 }: MemoryStateOptions = {}): State {
  const limits = new LimitCounters(mostKeys);
  const budgets = new BudgetCounters(mostKeys);
  const cooldowns = new Cooldowns(mostKeys);
  const turns = new Cooldowns(mostKeys);
  let grants = 0;
  let closed = false;
  const mustBeOpen = (): void => {
    if (closed) throw new StateError("state_closed", "the state was closed; make another one to go on");
  };
  return {
    acquire(claims) {
      mustBeOpen();
      const taken = limits.take(claims, clock.now());
      if ("granted" in taken) return taken;
      grants += 1;
      return new MemoryGrant("limit", grants, taken, undefined);
    },
    release(grant, used) {
      if (grant instanceof MemoryGrant) grant.release(used);
    },
    announce(key, announced) {
      mustBeOpen();
      limits.announce(key, announced, clock.now());
    },
    reserve(claims) {
      mustBeOpen();
      const reserved = budgets.reserve(claims, clock.now());
      if ("granted" in reserved) return reserved;
      grants += 1;
      return new MemoryGrant("budget", grants, undefined, reserved);
    },
    settle(grant, picoUsd) {
      if (!(grant instanceof MemoryGrant)) return;
      const reserved = grant.endReservation();
      if (reserved !== undefined) budgets.settle(reserved, picoUsd);
    },
    spent(keys) {
      mustBeOpen();
      const now = clock.now();
      return keys.map((key) => budgets.spent(key, now));
    },
    cool: (key, cooldown) => cooldowns.cool(key, cooldown, clock.now()),
    coolingUntil: (key) => cooldowns.until(key, clock.now()),
    get isCalm() {
      return cooldowns.isCalm(clock);
    },
    warm: (key) => cooldowns.warm(key),
    claim(key, forMs) {
      mustBeOpen();
      const now = clock.now();
      if (turns.until(key, now) !== undefined) return false;
      turns.cool(key, { forMs }, now);
      return true;
    },
    async close() {
      closed = true;
    },
  };
}

/** What was given, with all that is needed to give it back: a grant that is lost leaves nothing behind but what it holds. */
class MemoryGrant implements Grant {
  readonly granted = true;
  readonly #what: "limit" | "budget";
  readonly #number: number;
  #taken: readonly Taken[] | undefined;
  #reserved: readonly Reserved[] | undefined;

  constructor(
    what: "limit" | "budget",
    number: number,
    taken: readonly Taken[] | undefined,
    reserved: readonly Reserved[] | undefined,
  ) {
    this.#what = what;
    this.#number = number;
    this.#taken = taken;
    this.#reserved = reserved;
  }

  get id(): string {
    return `${this.#what} ${this.#number}`;
  }

  release(used: readonly number[] | undefined): void {
    const taken = this.#taken;
    if (taken === undefined) return;
    this.#taken = undefined;
    for (let index = 0; index < taken.length; index += 1) {
      const one = taken[index] as Taken;
      const told = used?.[index];
      one.counter.end(one, told === undefined ? one.amount : usedOf(told, one.amount));
    }
  }

  endReservation(): readonly Reserved[] | undefined {
    const reserved = this.#reserved;
    this.#reserved = undefined;
    return reserved;
  }
}

// What is no number is no news.
function usedOf(told: number, claimed: number): number {
  return Number.isFinite(told) ? amountOf({ amount: told }) : claimed;
}
