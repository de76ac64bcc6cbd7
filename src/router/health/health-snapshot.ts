import type { TargetHealth, TargetState } from "../../router.ts";
import type { KeyRecord, TargetRecord } from "./health-records.ts";
import { outcomesAt } from "./outcome-window.ts";
import { percentileOf } from "./percentiles.ts";
import { performanceAt } from "./performance-window.ts";
import { refusalOf } from "./refusal.ts";
import type { SharedBreakers } from "./shared-breaker.ts";

/** From the best to the worst; a target is as well as the best of its keys. */
const STATES: readonly TargetState[] = ["ready", "ramping", "probing", "open", "cooling", "no_key"];

/** How one target is. */
export function lookAtTarget(record: TargetRecord, now: number, breakers: SharedBreakers): TargetHealth {
  const { id, keys, outcomes, performance, running, lastError } = record;
  const best = keys
    .map((key) => stateOf(key, now, breakers))
    .reduce((one, other) => (isBetter(other, one) ? other : one), { state: "no_key", until: Number.POSITIVE_INFINITY });
  const { calls, failures } = outcomesAt(outcomes, now);
  const measured = performanceAt(performance, now);
  const times = performance.streamed.values.length > 0 ? performance.streamed : performance.whole;
  const [median, p95] = [percentileOf(times, 0.5), percentileOf(times, 0.95)];
  return {
    target: id,
    state: best.state,
    ...(Number.isFinite(best.until) && { until: new Date(best.until).toISOString() }),
    ...(lastError !== undefined && { lastError }),
    calls,
    failures,
    ...(calls > 0 && { availability: (calls - failures) / calls }),
    ...(median !== undefined && p95 !== undefined && { firstContentMs: { median, p95 } }),
    ...(measured?.tokensPerSecond !== undefined && { tokensPerSecond: measured.tokensPerSecond }),
    running,
  };
}

/** How bad a key at a model is, from 0; the best is tried first when nobody is admitted. */
export function rankOf(record: KeyRecord, now: number, breakers: SharedBreakers): number {
  return STATES.indexOf(stateOf(record, now, breakers).state);
}

interface KeyState {
  readonly state: TargetState;
  /** Milliseconds since 1970; not finite where it may be called. */
  readonly until: number;
}

function stateOf({ account, breaker }: KeyRecord, now: number, breakers: SharedBreakers): KeyState {
  for (const one of [account.breaker, breaker]) {
    const phase = breakers.phaseOf(one, now);
    if (phase === "open") return refusalOf(one, now);
    if (phase === "ramping" || phase === "probing" || phase === "due")
      return { state: phase === "due" ? "probing" : phase, until: Number.POSITIVE_INFINITY };
  }
  return { state: "ready", until: Number.POSITIVE_INFINITY };
}

function isBetter(one: KeyState, other: KeyState): boolean {
  const [rank, otherRank] = [STATES.indexOf(one.state), STATES.indexOf(other.state)];
  return rank < otherRank || (rank === otherRank && one.until < other.until);
}
