import type { CallError } from "../../call-error.ts";
import type { BreakerSettings } from "../../config.ts";
import { phaseAt } from "./breaker.ts";
import type { AccountRecord } from "./health-records.ts";
import { KEY_TIME, reasonOf, timeOf } from "./judge.ts";
import { clearOutcomes } from "./outcome-window.ts";
import type { SharedBreaker, SharedBreakers } from "./shared-breaker.ts";
import { verdictOn } from "./verdict.ts";

/** What asking an account for free came to. */
export interface JudgedProbe {
  readonly error: CallError | undefined;
  readonly now: number;
  readonly settings: BreakerSettings | undefined;
}

const UNREACHABLE: ReadonlySet<string> = new Set(["unreachable", "connect_timeout"]);

/**
 * Draws from a free question what it means: an answer ends what too many failures, or a refused key, began, but neither a rate limit
 * nor spent credit; a key refused, or a server not there, is left alone. A list of models that fails in another way says nothing of chat.
 */
export function judgeProbe(account: AccountRecord, probe: JudgedProbe, breakers: SharedBreakers): void {
  const { error, now, settings } = probe;
  phaseAt(account.breaker, now);
  for (const { breaker } of account.keys.values()) phaseAt(breaker, now);
  if (error === undefined) {
    answered(account, now, breakers);
    return;
  }
  if (verdictOn(error.code) === "refused_key" && mayOpen(account.breaker)) {
    breakers.open(account.breaker, now, reasonOf(error, "invalid_key"), KEY_TIME);
  }
  if (!UNREACHABLE.has(error.code)) return;
  const reason = { ...reasonOf(error, "unreachable"), state: "open" } as const;
  for (const { breaker } of account.keys.values()) {
    if (mayOpen(breaker)) breakers.open(breaker, now, reason, timeOf(settings));
  }
}

/** Forgets what was held against a key: it is another one now. */
export function forgive({ breaker, keys }: AccountRecord, now: number, breakers: SharedBreakers): void {
  if (breaker.phase !== "closed") breakers.close(breaker, now, "at once");
  for (const { breaker: ofModel } of keys.values()) {
    const isKeys = ofModel.reason?.state !== "open";
    if (ofModel.phase !== "closed" && isKeys) breakers.close(ofModel, now, "at once");
  }
}

function answered({ breaker, keys }: AccountRecord, now: number, breakers: SharedBreakers): void {
  if (isLeftAlone(breaker) && breaker.reason?.code !== undefined && ACCEPTED_ENDS.has(breaker.reason.code))
    breakers.close(breaker, now, "at once");
  for (const { breaker: ofModel, outcomes } of keys.values()) {
    if (!isLeftAlone(ofModel) || ofModel.reason?.state !== "open") continue;
    breakers.close(ofModel, now, "ramping");
    clearOutcomes(outcomes);
  }
}

const ACCEPTED_ENDS: ReadonlySet<string> = new Set(["invalid_key", "missing_key"]);

// Whom a call tries already is left to it.
function isLeftAlone({ phase }: SharedBreaker): boolean {
  return phase === "open" || phase === "due";
}

function mayOpen({ phase }: SharedBreaker): boolean {
  return phase !== "open" && phase !== "probing";
}
