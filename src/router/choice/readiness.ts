import type { BreakerSettings } from "../../config.ts";
import type { Target } from "../../route.ts";
import type { TargetState } from "../../router.ts";
import type { HealthKey } from "../accounts/account-key.ts";
import { accountKeysOf } from "../accounts/account-keys.ts";
import type { Admission } from "../health/admission.ts";
import type { Health } from "../health/health.ts";

/** How ready a target is, all its keys together, where that is worth a word. */
export interface Readiness {
  readonly isReady: boolean;
  readonly state: TargetState;
  /** A sentence on why it is not. */
  readonly note?: string;
}

/** The last moment a date can hold, in milliseconds since 1970. */
const LAST_DATE = 8.64e15;

const RANK = { ready: 0, ramping: 1, probing: 2 } as const;

/** Judges targets by the state of their keys, which looking at does not change; absent where one of them is simply ready. */
export function createReadiness(health: Pick<Health, "admit">) {
  // A target belongs to one config, and so do its keys.
  const keysByTarget = new WeakMap<Target, readonly HealthKey[]>();
  const keysOf = (target: Target) => {
    let known = keysByTarget.get(target);
    if (known === undefined) {
      known = accountKeysOf(target.backend).map(({ id }) => ({ target: target.id, account: id }));
      keysByTarget.set(target, known);
    }
    return known;
  };
  return (target: Target, settings: BreakerSettings | undefined, isAlone: boolean): Readiness | undefined => {
    const keys = keysOf(target);
    const isOnly = isAlone && keys.length === 1;
    let best: Admission | undefined;
    for (const key of keys) {
      const admission = health.admit(key, settings, false, isOnly);
      if (admission.admitted && admission.state === "ready") return undefined;
      if (best === undefined || isBetter(admission, best)) best = admission;
    }
    if (best === undefined) return undefined;
    return best.admitted
      ? { isReady: true, state: best.state }
      : { isReady: false, state: best.state, note: noteOf(best) };
  };
}

function isBetter(one: Admission, other: Admission): boolean {
  if (one.admitted && other.admitted) return RANK[one.state] < RANK[other.state];
  if (one.admitted || other.admitted) return one.admitted;
  return one.until < other.until;
}

function noteOf({ reason, until }: Extract<Admission, { admitted: false }>): string {
  return Math.abs(until) <= LAST_DATE ? `${reason}, until ${new Date(until).toISOString()}` : reason;
}
