import type { AttemptReason } from "../../usage.ts";
import { type Awaitable, isPending } from "../../util/awaitable.ts";
import { type AdmitOptions, type AdmittedCall, admit, isAdmitted, type NotNow, type Spot } from "./admit.ts";
import { abortedError } from "./as-call-error.ts";
import type { Course } from "./course.ts";
import { pause } from "./pause.ts";
import type { RouterCall } from "./router-call.ts";

/** An attempt that may begin. */
export interface NextAttempt {
  readonly spot: Spot;
  readonly admitted: AdmittedCall;
  readonly reason: AttemptReason;
}

/** Says why a spot cannot do what is asked at all; `undefined` where it can. */
export type Unable = (spot: Spot) => string | undefined;

const ALONE: AdmitOptions = { alone: true };
const AMONG_OTHERS: AdmitOptions = { alone: false };

/**
 * Finds who is tried next, and waits where that is needed: whoever was not tried yet; where all are left alone, the one
 * that failed longest ago; then those that failed and may do better now; at last whoever had to be waited for.
 * `undefined`: nobody.
 * @throws {CallError} `aborted`
 */
export function nextAttempt(call: RouterCall, course: Course, unable: Unable): Awaitable<NextAttempt | undefined> {
  if (!course.mayGoOn) return undefined;
  const untried = nextUntried(call, course, unable);
  if (isPending(untried)) return untried.then((next) => next ?? nextOfOthers(call, course));
  return untried ?? nextOfOthers(call, course);
}

async function nextOfOthers(call: RouterCall, course: Course): Promise<NextAttempt | undefined> {
  if (call.begun === 0) {
    const panic = await nextInPanic(call, course);
    if (panic !== undefined) return panic;
  }
  return (await nextRetry(call, course)) ?? (await nextInQueue(call, course));
}

/** The next that was not tried yet and may be called now. */
export function nextUntried(call: RouterCall, course: Course, unable: Unable): Awaitable<NextAttempt | undefined> {
  for (let spot = course.nextUntried(); spot !== undefined; spot = course.nextUntried()) {
    const lack = unable(spot);
    if (lack !== undefined) {
      const dropped = { id: spot.planned.target.id, code: "lacks_capability", reason: lack } as const;
      call.lacking = [...call.lacking, dropped];
      course.cannot(spot);
      continue;
    }
    const tried = spot;
    const result = admit(call, tried, course.isAlone ? ALONE : AMONG_OTHERS);
    if (isPending(result)) {
      return result.then((answer) => letIn(call, course, tried, answer) ?? nextUntried(call, course, unable));
    }
    const next = letIn(call, course, tried, result);
    if (next !== undefined) return next;
  }
  return undefined;
}

function letIn(call: RouterCall, course: Course, spot: Spot, result: AdmittedCall | NotNow): NextAttempt | undefined {
  checkWanted(call, result);
  if (isAdmitted(result)) return { spot, admitted: result, reason: course.reasonFor(spot) };
  course.passOver(result);
  return undefined;
}

/** Where everyone is left alone, trying one is better than answering nobody; a key that was refused is not better for it. */
async function nextInPanic(call: RouterCall, course: Course): Promise<NextAttempt | undefined> {
  const { refused } = course;
  if (refused.length === 0 || refused.some(({ why }) => why !== "health")) return undefined;
  const keyed = refused.flatMap((one) => (one.why === "health" && one.health.state !== "no_key" ? [one.spot] : []));
  const spot = call.parts.health.leastRecentlyFailed(keyed);
  if (spot === undefined) return undefined;
  const result = await admitChecked(call, spot, { ignoreHealth: true });
  if (isAdmitted(result)) return { spot, admitted: result, reason: "panic" };
  course.passOver(result);
  return undefined;
}

async function nextRetry(call: RouterCall, course: Course): Promise<NextAttempt | undefined> {
  const { clock, retryBudget } = call.parts;
  for (let next = course.nextRetry(); next !== undefined; next = course.nextRetry()) {
    const { spot, cause, readyAt } = next;
    const waitMs = readyAt - clock.now();
    if (waitMs > 0) await pause(clock, waitMs, call.options.signal);
    checkAborted(call);
    const result = await admitChecked(call, spot, { alone: course.isAlone, retryCause: cause });
    if (!isAdmitted(result)) {
      course.postpone(next, againAt(result, clock.now()));
      continue;
    }
    if (retryBudget.take(spot.planned.target.backend.name, cause)) return { spot, admitted: result, reason: "retry" };
    result.giveBack();
    course.giveUp(next);
  }
  return undefined;
}

/** When a spot that was sent away may be asked again; `undefined`: not in this call. */
function againAt(refusal: NotNow, now: number): number | undefined {
  if (refusal.why === "budget") return undefined;
  if (refusal.why === "health") return refusal.health.state === "cooling" ? refusal.health.until : undefined;
  const { retryAfterMs } = refusal.refusal;
  return retryAfterMs === undefined ? undefined : now + retryAfterMs;
}

/** Limits of one's own are waited for where the config says so, at the first that had one. */
async function nextInQueue(call: RouterCall, course: Course): Promise<NextAttempt | undefined> {
  if (call.config.router.queue === undefined) return undefined;
  const refusal = course.refused.find(({ why }) => why === "limited");
  if (refusal === undefined) return undefined;
  course.refused = course.refused.filter((one) => one !== refusal);
  const { spot } = refusal;
  const result = await admitChecked(call, spot, { alone: course.isAlone, queued: true });
  if (isAdmitted(result)) {
    if (course.mayGoOn) return { spot, admitted: result, reason: course.reasonFor(spot) };
    result.giveBack();
  } else course.passOver(result);
  return undefined;
}

async function admitChecked(call: RouterCall, spot: Spot, options: AdmitOptions): Promise<AdmittedCall | NotNow> {
  const result = await admit(call, spot, options);
  checkWanted(call, result);
  return result;
}

/** @throws {CallError} `aborted` */
function checkWanted(call: RouterCall, result: AdmittedCall | NotNow): void {
  if (!call.options.signal?.aborted) return;
  if (isAdmitted(result)) result.giveBack();
  checkAborted(call);
}

/** @throws {CallError} `aborted` */
export function checkAborted({ options: { signal } }: RouterCall): void {
  if (signal?.aborted) throw abortedError(undefined, signal.reason);
}
