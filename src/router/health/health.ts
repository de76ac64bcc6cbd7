import type { CallError } from "../../call-error.ts";
import type { BreakerSettings } from "../../config.ts";
import type { Clock, TargetHealth } from "../../router.ts";
import type { State } from "../../state.ts";
import type { Performance } from "../../strategy.ts";
import type { HealthKey } from "../accounts/account-key.ts";
import { type Admission, PROBING, RAMPING, READY } from "./admission.ts";
import { rampAdmits, returnProbe } from "./breaker.ts";
import { createHealthRecords, type KeyRecord } from "./health-records.ts";
import { lookAtTarget, rankOf } from "./health-snapshot.ts";
import { judge } from "./judge.ts";
import { forgive, judgeProbe } from "./judge-probe.ts";
import { countOutcome, outcomesAt } from "./outcome-window.ts";
import { type MeasuredCall, measureCall, p95Of, performanceAt } from "./performance-window.ts";
import { hearsay, refusalOf } from "./refusal.ts";
import { createSharedBreakers } from "./shared-breaker.ts";
import { verdictOn } from "./verdict.ts";

/** Who is well: what becomes of calls decides who is called. */
export interface Health {
  /**
   * Whether a call may go there now. With `take` it is a real call, and where it is the one who tries, nobody else is; without,
   * nothing changes. A target that stands `alone` on its route is never left alone for fewer than 20 failures in a minute.
   */
  admit(key: HealthKey, settings: BreakerSettings | undefined, take: boolean, alone?: boolean): Admission;
  /** Whether nobody at all is left alone, so that everyone is simply ready. */
  isCalm(): boolean;
  /** A call that was admitted as the one who tries is not made after all: the next may. */
  giveBack(key: HealthKey): void;
  /** `now`, here and below, is a reading of the clock that is there already: each is dear where there are thousands of calls. */
  began(key: HealthKey, now?: number): void;
  /** Once for every call that began. */
  ended(key: HealthKey, outcome: Outcome, now?: number): void;
  /** A key was asked for free, and answered, or not. */
  probed(account: string, error: CallError | undefined, settings?: BreakerSettings): void;
  /** An account has another key now: what was held against the old one is forgotten. */
  renewed(account: string): void;
  performance(targetId: string): Performance | undefined;
  /** Milliseconds to the first content of streams (or to `whole` answers) that 95 of 100 calls keep; absent for fewer than 20 calls. */
  p95FirstContentMs(targetId: string, kind?: "streamed" | "whole"): number | undefined;
  /**
   * Whom to try when nobody is admitted: who comes back already, then who failed, then who is rate limited, and last who has no key that
   * is taken; among equals the one whose last failure is the oldest.
   */
  leastRecentlyFailed<Item extends { readonly key: HealthKey }>(items: readonly Item[]): Item | undefined;
  /** How the targets called so far are. */
  snapshot(): readonly TargetHealth[];
}

/** What became of a call. */
export interface Outcome extends MeasuredCall {
  readonly ok: boolean;
  /** What went wrong; absent where nothing did. */
  readonly error?: CallError | undefined;
  readonly settings: BreakerSettings | undefined;
  /** On the clock, where `latencyMs` leaves out a time the caller took. @default `latencyMs` ago */
  readonly startedAt?: number;
  /** Whether it was admitted as the one who tries (`probing`). @default judged by when it began */
  readonly isProbe?: boolean;
  /** Its time was cut to what was left of the whole call's: that it ran out is not the target's fault. @default false */
  readonly cutShort?: boolean;
}

/** What health rests on. */
export interface HealthOptions {
  readonly clock: Pick<Clock, "now">;
  readonly state: State;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Keys at models that are remembered. @default 10_000 */
  readonly most?: number;
}

const FEWEST_ALONE = 20;

/** Keeps in mind how every target and key does, and decides by it who is called. */
export function createHealth({ clock, state, random, most = 10_000 }: HealthOptions): Health {
  const breakers = createSharedBreakers(state, random);
  const records = createHealthRecords(most, ({ breaker }) => breakers.forget(breaker));

  const admitModel = (record: KeyRecord, now: number, take: boolean, fewestAlone: number): Admission => {
    const { breaker, target } = record;
    const phase = breakers.phaseOf(breaker, now);
    if (phase === "closed") return READY;
    if (phase === "due") {
      if (take) breakers.probe(breaker, now);
      return PROBING;
    }
    if (phase === "ramping" && (!take || rampAdmits(breaker, now, random()))) return RAMPING;
    if (fewestAlone > 0 && outcomesAt(target.outcomes, now).failures < fewestAlone) return READY;
    if (take) breakers.refused(breaker, now);
    return refusalOf(breaker, now);
  };

  return {
    isCalm: () => breakers.isCalm(clock),

    admit(key, settings, take, alone = false) {
      if (breakers.isCalm(clock)) return READY;
      const now = clock.now();
      const account = records.account(key.account);
      let record = account?.keys.get(key.target);
      if (record === undefined) {
        const told = hearsay(breakers, key, account === undefined, now);
        if (told !== undefined && !take) return told;
        if (told !== undefined) record = records.open(key, now);
      }
      const ofKey = account?.breaker ?? record?.account.breaker;
      const phase = ofKey === undefined ? "closed" : breakers.phaseOf(ofKey, now);
      if (ofKey !== undefined && (phase === "open" || phase === "probing")) {
        if (take) breakers.refused(ofKey, now);
        return refusalOf(ofKey, now);
      }
      const fewestAlone = alone ? Math.max(FEWEST_ALONE, settings?.minimumCalls ?? 0) : 0;
      const ofModel = record === undefined ? READY : admitModel(record, now, take, fewestAlone);
      if (!ofModel.admitted || ofKey === undefined || phase !== "due") return ofModel;
      if (take) breakers.probe(ofKey, now);
      return PROBING;
    },

    giveBack(key) {
      const account = records.account(key.account);
      const record = account?.keys.get(key.target);
      if (account !== undefined) returnProbe(account.breaker);
      if (record !== undefined) returnProbe(record.breaker);
    },

    began(key, now = clock.now()) {
      const { target } = records.open(key, now);
      target.running += 1;
      target.usedAt = now;
    },

    ended(key, outcome, now = clock.now()) {
      const record = records.find(key);
      if (record === undefined) return;
      const { target } = record;
      const { error, ok, settings, isProbe, startedAt = now - outcome.latencyMs } = outcome;
      if (target.running > 0) target.running -= 1;
      const isBrokenOff = error?.fault === "caller" || (outcome.cutShort === true && error?.code === "total_timeout");
      const isBlameless = isBrokenOff || error?.fault === "request";
      const verdict = ok ? "well" : error === undefined ? "failed" : isBlameless ? "nothing" : verdictOn(error.code);
      if (ok) measureCall(target.performance, now, outcome);
      if (!isBrokenOff) countOutcome(target.outcomes, now, !ok && !isBlameless);
      if (!ok && !isBlameless) {
        target.lastError = error?.code ?? "provider_error";
        record.failedAt = now;
      }
      judge(record, { verdict, error, startedAt, now, isProbe, settings }, breakers);
    },

    probed(account, error, settings) {
      const record = records.account(account);
      if (record !== undefined) judgeProbe(record, { error, now: clock.now(), settings }, breakers);
    },

    renewed(account) {
      const record = records.account(account);
      if (record !== undefined) forgive(record, clock.now(), breakers);
    },

    performance(targetId) {
      const target = records.target(targetId);
      return target && performanceAt(target.performance, clock.now());
    },

    p95FirstContentMs(targetId, kind = "streamed") {
      const target = records.target(targetId);
      return target && p95Of(target.performance, kind);
    },

    leastRecentlyFailed(items) {
      const now = clock.now();
      let best: (typeof items)[number] | undefined;
      let bestRank = Number.POSITIVE_INFINITY;
      let bestFailedAt = 0;
      for (const item of items) {
        const record = records.find(item.key);
        const rank = record === undefined ? 0 : rankOf(record, now, breakers);
        const failedAt = record?.failedAt ?? -1;
        if (rank > bestRank || (rank === bestRank && failedAt >= bestFailedAt)) continue;
        best = item;
        bestRank = rank;
        bestFailedAt = failedAt;
      }
      return best;
    },

    snapshot() {
      const now = clock.now();
      return [...records.targets()].map((target) => lookAtTarget(target, now, breakers));
    },
  };
}
