import { CODE_MEANINGS } from "../../call-error/codes.ts";
import type { CallError, CallErrorCode } from "../../call-error.ts";
import type { BreakerSettings } from "../../config.ts";
import { type BreakerReason, type DoublingTime, phaseAt, returnProbe } from "./breaker.ts";
import type { KeyRecord } from "./health-records.ts";
import { clearOutcomes, countOutcome, outcomesAt } from "./outcome-window.ts";
import type { SharedBreaker, SharedBreakers } from "./shared-breaker.ts";
import type { Verdict } from "./verdict.ts";

/** A call that has ended, as far as breakers want to know. */
export interface Judged {
  readonly verdict: Verdict;
  readonly error: CallError | undefined;
  readonly startedAt: number;
  readonly now: number;
  /** Whether it was the one who tries; where that is not known, any call from after the time out began counts as it. */
  readonly isProbe: boolean | undefined;
  readonly settings: BreakerSettings | undefined;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** A key that is refused gets twice as long each time until it is accepted. */
export const KEY_TIME: DoublingTime = { firstMs: MINUTE, mostMs: HOUR, healthyMs: 0 };

/** Draws from a call what it means for the breakers of its key at its model, and of its key. */
export function judge(record: KeyRecord, call: Judged, breakers: SharedBreakers): void {
  const { account, breaker } = record;
  phaseAt(account.breaker, call.now);
  phaseAt(breaker, call.now);
  switch (call.verdict) {
    case "well":
      becomeWell(record, call, breakers);
      return;
    case "failed":
      fail(record, call, breakers);
      giveBack(account.breaker, call);
      return;
    case "throttled":
      throttle(record, call, breakers);
      giveBack(account.breaker, call);
      return;
    case "no_access":
      if (speaksOf(breaker, call)) breakers.open(breaker, call.now, reasonOf(call.error, "forbidden"), KEY_TIME);
      giveBack(account.breaker, call);
      return;
    case "refused_key":
      if (speaksOf(account.breaker, call))
        breakers.open(account.breaker, call.now, reasonOf(call.error, "invalid_key"), KEY_TIME);
      giveBack(breaker, call);
      return;
    case "spent_key":
      leaveAlone(
        account.breaker,
        call,
        reasonOf(call.error, "quota_spent"),
        call.error?.retryAfterMs ?? HOUR,
        breakers,
      );
      giveBack(breaker, call);
      return;
    case "nothing":
      giveBack(account.breaker, call);
      giveBack(breaker, call);
      return;
  }
}

function becomeWell({ account, breaker, outcomes }: KeyRecord, call: Judged, breakers: SharedBreakers): void {
  const { now, startedAt } = call;
  if (account.breaker.phase !== "closed" && startedAt >= account.breaker.changedAt)
    breakers.close(account.breaker, now, "at once");
  if (startedAt < breaker.changedAt) return;
  if (breaker.phase === "closed" || breaker.phase === "ramping") {
    countOutcome(outcomes, now, false);
    return;
  }
  // Also by somebody who was let through in need: who answers is there.
  breakers.close(breaker, now, breaker.reason?.state === "no_key" ? "at once" : "ramping");
  clearOutcomes(outcomes);
}

function fail({ breaker, outcomes }: KeyRecord, call: Judged, breakers: SharedBreakers): void {
  if (!speaksOf(breaker, call)) return;
  const { now, settings = {} } = call;
  const { failureShare = 0.5, minimumCalls = 5 } = settings;
  if (breaker.phase !== "closed" && breaker.phase !== "ramping") {
    const reason = { code: "breaker_open", text: "it failed again when it was tried", state: "open" } as const;
    breakers.open(breaker, now, reason, timeOf(settings));
    return;
  }
  countOutcome(outcomes, now, true);
  const { calls, failures } = outcomesAt(outcomes, now);
  if (calls < minimumCalls || failures <= failureShare * calls) return;
  const text = `${failures} of ${calls} calls failed within a minute`;
  breakers.open(breaker, now, { code: "breaker_open", text, state: "open" }, timeOf(settings));
}

function throttle({ breaker }: KeyRecord, call: Judged, breakers: SharedBreakers): void {
  const reason: BreakerReason = { ...reasonOf(call.error, "rate_limited"), state: "cooling" };
  const hint = call.error?.retryAfterMs;
  if (hint !== undefined) leaveAlone(breaker, call, reason, Math.min(hint, 5 * MINUTE), breakers);
  else if (speaksOf(breaker, call)) breakers.open(breaker, call.now, reason, timeOf(call.settings, MINUTE));
}

/** For as long as somebody said, which also prolongs what runs already. */
function leaveAlone(
  breaker: SharedBreaker,
  call: Judged,
  reason: BreakerReason,
  toldMs: number,
  breakers: SharedBreakers,
): void {
  const forMs = Math.max(1_000, toldMs);
  if (breaker.phase === "open") breakers.prolong(breaker, call.now, reason, forMs);
  else if (speaksOf(breaker, call)) breakers.open(breaker, call.now, reason, { forMs });
}

/** Whether a call says something new: one that began before the breaker last changed does not, nor one beside the one who tries. */
function speaksOf(breaker: SharedBreaker, { startedAt, isProbe }: Judged): boolean {
  if (breaker.phase === "open") return false;
  if (breaker.phase === "probing" && isProbe !== undefined) return isProbe;
  return startedAt >= breaker.changedAt;
}

function giveBack(breaker: SharedBreaker, call: Judged): void {
  if (breaker.phase === "probing" && speaksOf(breaker, call)) returnProbe(breaker);
}

/** What an error, or a failure without one, says about a key. */
export function reasonOf(error: CallError | undefined, otherwise: CallErrorCode): BreakerReason {
  const code = error?.code ?? otherwise;
  return { code, text: CODE_MEANINGS[code].meaning, state: "no_key" };
}

/** How long a target is left alone: 5 s at first, at most 5 minutes, unless the settings say otherwise. */
export function timeOf(
  { openMs = 5_000, maxOpenMs = 300_000 }: BreakerSettings = {},
  healthyMs = 10 * MINUTE,
): DoublingTime {
  return { firstMs: openMs, mostMs: maxOpenMs, healthyMs };
}
