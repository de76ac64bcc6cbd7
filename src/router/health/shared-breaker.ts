import type { Clock } from "../../router.ts";
import type { State } from "../../state.ts";
import {
  type Breaker,
  type BreakerPhase,
  type BreakerReason,
  type BreakerTime,
  beginProbe,
  closeBreaker,
  createBreaker,
  openBreaker,
  phaseAt,
} from "./breaker.ts";

/** A breaker that replicas of the router share as far as they can: what one leaves alone, the others leave alone too. */
export interface SharedBreaker extends Breaker {
  /** Its name in the state. */
  readonly key: string;
  /** What is said of it when only others know why it is left alone. */
  readonly told: BreakerReason;
  /** Whether this replica is the one to try when the time is over; absent where nobody has asked yet. */
  turn: "asked" | "ours" | "theirs" | undefined;
}

/** Breakers by their own rules and the state's word. A state that fails is as one that says nothing. */
export interface SharedBreakers {
  /** Whether nobody at all is left alone, neither here nor by others. */
  isCalm(clock: Pick<Clock, "now">): boolean;
  /** The phase of a breaker, by what this replica saw and what others told; what it learns from them it keeps. */
  phaseOf(breaker: SharedBreaker, now: number): BreakerPhase;
  /** Until when others leave alone what this replica has not met. */
  toldUntil(key: string, now: number): number | undefined;
  open(breaker: SharedBreaker, now: number, reason: BreakerReason, time: BreakerTime): void;
  /** Leaves it alone for longer than it is already, by the same reason or another. */
  prolong(breaker: SharedBreaker, now: number, reason: BreakerReason, forMs: number): void;
  close(breaker: SharedBreaker, now: number, how: "at once" | "ramping"): void;
  /** Nobody will ask about it again. */
  forget(breaker: SharedBreaker): void;
  /** One caller of this replica begins to try. */
  probe(breaker: SharedBreaker, now: number): void;
  /** Somebody was sent away: shortly before the end the replicas agree on who tries. */
  refused(breaker: SharedBreaker, now: number): void;
}

/** The state is at most so old among replicas; those that only heard of a time out come back so much later, each at its own moment. */
const STALE_MS = 1_000;

/** A breaker under its name in the state, and the state a target is in by it when others told of it. */
export function createSharedBreaker(key: string, state: BreakerReason["state"]): SharedBreaker {
  return {
    ...createBreaker(),
    key,
    told: { code: "told", text: "another replica leaves it alone", state },
    turn: undefined,
  };
}

/** Joins breakers to a state. `random` is from 0 up to 1. */
export function createSharedBreakers(state: State, random: () => number): SharedBreakers {
  // Breakers that were not closed when they were looked at last.
  const stirred = new Set<SharedBreaker>();
  let lookAgainAt = 0;

  const untilIn = (key: string): number | undefined => {
    try {
      return state.coolingUntil(key);
    } catch {
      return undefined;
    }
  };

  const isStateCalm = (): boolean => {
    try {
      return state.isCalm === true;
    } catch {
      return false;
    }
  };

  const tell = (breaker: SharedBreaker, now: number, reason: string) => {
    breaker.turn = undefined;
    stirred.add(breaker);
    try {
      state.cool(breaker.key, { forMs: breaker.at - now, reason });
    } catch {
      // This replica goes on by itself.
    }
  };

  return {
    isCalm(clock) {
      if (stirred.size > 0) {
        const now = clock.now();
        if (now < lookAgainAt) return false;
        lookAgainAt = now + STALE_MS;
        for (const breaker of stirred) if (phaseAt(breaker, now) === "closed") stirred.delete(breaker);
      }
      return stirred.size === 0 && isStateCalm();
    },

    phaseOf(breaker, now) {
      const phase = phaseAt(breaker, now);
      if (phase === "open" || phase === "probing") return phase;
      const told = untilIn(breaker.key);
      if (told !== undefined && told > now) {
        const reason = phase === "due" ? (breaker.reason ?? breaker.told) : breaker.told;
        openBreaker(breaker, now, reason, { forMs: told - now + random() * STALE_MS });
        breaker.turn = undefined;
        stirred.add(breaker);
      } else if (phase === "due" && breaker.turn === "theirs") {
        // Another replica is trying: what it finds out stands in the state soon, or it is asked again.
        breaker.phase = "open";
        breaker.at = now + STALE_MS;
        breaker.turn = undefined;
      }
      return breaker.phase;
    },

    toldUntil(key, now) {
      const told = untilIn(key);
      return told !== undefined && told > now ? told : undefined;
    },

    open(breaker, now, reason, time) {
      openBreaker(breaker, now, reason, time);
      tell(breaker, now, reason.code);
    },

    prolong(breaker, now, reason, forMs) {
      if (now + forMs <= breaker.at) return;
      breaker.at = now + forMs;
      breaker.reason = reason;
      tell(breaker, now, reason.code);
    },

    close(breaker, now, how) {
      closeBreaker(breaker, now, how);
      breaker.turn = undefined;
      try {
        state.warm(breaker.key);
      } catch {
        // It ends there by itself.
      }
    },

    forget: (breaker) => void stirred.delete(breaker),

    probe: beginProbe,

    refused(breaker, now) {
      if (breaker.phase !== "open" || breaker.turn !== undefined || breaker.at - now > STALE_MS) return;
      // A short one is over before the replicas have agreed.
      if (breaker.at - breaker.changedAt < 2 * STALE_MS) return;
      breaker.turn = "asked";
      const { at } = breaker;
      const decide = (turn: "ours" | "theirs") => {
        if (breaker.turn === "asked" && breaker.at === at) breaker.turn = turn;
      };
      // Who gets no answer tries by itself.
      claimFrom(state, `probe ${breaker.key}`, at - now + STALE_MS / 2).then(
        (isOurs) => decide(isOurs ? "ours" : "theirs"),
        () => decide("ours"),
      );
    },
  };
}

// As a promise whatever happens, one that throws at once included.
async function claimFrom(state: State, key: string, forMs: number): Promise<boolean> {
  return await state.claim(key, forMs);
}
