import type { Clock } from "../../router.ts";
import type { Course } from "./course.ts";
import type { Begin, Begun, Outcome } from "./mechanism.ts";
import { nextUntried, type Unable } from "./next-attempt.ts";
import type { RouterCall } from "./router-call.ts";

/** A call whose first attempt is under way. */
export interface Hedged<Opened> {
  readonly call: RouterCall;
  readonly course: Course;
  readonly first: Begun<Opened>;
  readonly unable: Unable;
  readonly begin: Begin<Opened>;
}

/** Of all calls, where the config does not say. */
const SHARE = 0.05;

/**
 * Waits for an attempt; where it is slow, the next target is asked as well, and the first to answer wins: the other is
 * aborted. Where neither answers, both outcomes come back.
 * @see https://research.google/pubs/the-tail-at-scale/
 */
export async function raceHedged<Opened>(hedged: Hedged<Opened>): Promise<readonly Outcome<Opened>[]> {
  const { call, course, first, unable, begin } = hedged;
  const { clock, health, hedgeShare } = call.parts;
  const { afterMs, share = SHARE } = call.config.router.hedge ?? {};
  hedgeShare.count();
  const kind = call.kind === "stream" ? "streamed" : "whole";
  const waitMs = afterMs ?? health.p95FirstContentMs(first.attempt.target, kind);
  if (waitMs === undefined) return [await first.outcome];
  let hasEnded = false;
  void first.outcome.then(() => {
    hasEnded = true;
  });
  const isSlow = await isSlower(first.outcome, waitMs, clock);
  if (!isSlow || !course.mayGoOn) return [await first.outcome];
  const goBack = course.toNextTarget();
  const next = await nextUntried(call, course, unable);
  // It may have ended while the other was let in.
  const isStillWanted = !hasEnded && next !== undefined && hedgeShare.take(share);
  if (isStillWanted) return firstGood(first, begin({ ...next, reason: "hedge" }));
  next?.admitted.giveBack();
  goBack();
  return [await first.outcome];
}

function isSlower(outcome: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const stop = clock.after(ms, () => resolve(true), { keepAlive: true });
    void outcome.then(() => {
      stop();
      resolve(false);
    });
  });
}

/** The outcome of whichever answers first, the other abandoned; where neither does, both. */
async function firstGood<Opened>(a: Begun<Opened>, b: Begun<Opened>): Promise<readonly Outcome<Opened>[]> {
  const early = await Promise.race([a.outcome, b.outcome]);
  const other = early.attempt === a.attempt ? b : a;
  if (early.error === undefined || early.error.fault === "caller") {
    other.attempt.abandon();
    return [early];
  }
  return [early, await other.outcome];
}
