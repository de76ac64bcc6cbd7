import type { HealthKey } from "../accounts/account-key.ts";
import type { NotAdmitted } from "./admission.ts";
import { accountStateKey, modelStateKey } from "./health-records.ts";
import type { SharedBreaker, SharedBreakers } from "./shared-breaker.ts";

/** Whoever is not the one who tries, or not among the first, may come again after so long. */
const AGAIN_MS = 100;

/** Why a breaker that is not closed sends a call away, and until when: while somebody else tries, or goes first, only for a moment. */
export function refusalOf({ phase, at, reason, told }: SharedBreaker, now: number): NotAdmitted {
  const { code, text, state } = reason ?? told;
  return { admitted: false, state, until: phase === "open" ? at : now + AGAIN_MS, code, reason: text };
}

/** Why a key at a model that was not called here yet is not called: others leave it alone, or (`asksKey`) the key as a whole. */
export function hearsay(
  breakers: SharedBreakers,
  key: HealthKey,
  asksKey: boolean,
  now: number,
): NotAdmitted | undefined {
  const ofKey = asksKey ? breakers.toldUntil(accountStateKey(key.account), now) : undefined;
  const ofModel = breakers.toldUntil(modelStateKey(key), now);
  if (ofKey === undefined && ofModel === undefined) return undefined;
  return {
    admitted: false,
    state: ofKey === undefined ? "cooling" : "no_key",
    until: Math.max(ofKey ?? 0, ofModel ?? 0),
    code: "told",
    reason: "another replica leaves it alone",
  };
}
