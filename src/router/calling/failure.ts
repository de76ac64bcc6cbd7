import type { CallError } from "../../call-error.ts";
import { RouteError } from "../../config/route-error.ts";
import { RouterError, type RouterErrorCode, type RouterErrorDetails } from "../../router-error.ts";
import type { NotNow } from "./admit.ts";
import { type Course, LEAST_TIME_MS } from "./course.ts";
import { passedOver } from "./passed-over.ts";
import type { RouterCall } from "./router-call.ts";

/** What the caller is told when nobody is left to be tried. */
export function failureOf(
  call: RouterCall,
  course: Course,
  { isPanic = false }: { readonly isPanic?: boolean } = {},
): Error {
  const { errors, plan } = call;
  const [first] = errors;
  if (first === undefined) return untriedFailure(call, course);
  // What no target can carry is the request's fault, in the words of the first.
  if (errors.every(({ fault }) => fault === "request")) return first;
  const told = triesTold(call, course);
  const asked = JSON.stringify(plan.asked);
  const isKeys = errors.every(({ fault }) => fault === "credential") && course.refused.every(isKeyRefused);
  if (isKeys) return failed(call, "credentials_exhausted", `${asked}: every key was refused: ${told}; set a valid key`);
  if (isPanic) {
    const message = `${asked}: every target is left alone after failures, and the one tried all the same failed: ${attemptsTold(call)}`;
    return failed(call, "unavailable", message, { retryable: true, ...earliest(call, course.refused, errors) });
  }
  if (call.leftMs < LEAST_TIME_MS) {
    const spent = Math.round(call.deadline - call.startedAt);
    return failed(call, "deadline", `${asked}: no target answered within ${spent} ms: ${told}`, { retryable: true });
  }
  const message = `${asked}: no target answered: ${told}`;
  const retryable = errors.some((error) => error.retryable) || course.refused.some(mayComeBack);
  return failed(call, "targets_failed", message, { retryable, ...earliest(call, course.refused, errors) });
}

function untriedFailure(call: RouterCall, course: Course): Error {
  const { plan, lacking } = call;
  const { refused } = course;
  const asked = JSON.stringify(plan.asked);
  const told = refusalsTold(refused);
  const when = earliest(call, refused, []);
  const limits = refused.flatMap((one) => (one.why === "limited" ? [one.refusal] : []));
  if (limits.length > 0) {
    const isFull = limits.some(({ code }) => code === "queue_full");
    const message = isFull ? `${asked}: too many calls wait already: ${told}` : `${asked}: a limit is reached: ${told}`;
    return failed(call, isFull ? "queue_full" : "limited", message, { retryable: true, ...when });
  }
  const budgets = refused.flatMap((one) => (one.why === "budget" ? [one.error] : []));
  const [budget] = budgets;
  if (budget !== undefined) {
    const { code } = budgets.find(({ code }) => code === "budget_spent") ?? budget;
    const retryable = budgets.some(({ retryable }) => retryable);
    return failed(call, code, `${asked}: no money for any target: ${told}`, { retryable, ...when });
  }
  if (refused.length > 0) {
    return refused.every(isKeyRefused)
      ? failed(call, "credentials_exhausted", `${asked}: every key was refused lately: ${told}; set a valid key`, when)
      : failed(call, "unavailable", `${asked}: every target is left alone for a while: ${told}`, {
          retryable: true,
          ...when,
        });
  }
  if (lacking.length > 0) {
    const reasons = lacking.map(({ id, reason }) => `${id}: ${reason}`).join("; ");
    const message = `${asked} has no target that can do this: ${reasons}`;
    return new RouteError("no_target", plan.asked, message, { dropped: call.decision.dropped });
  }
  const message = `${asked}: no time was left to ask anyone; give the call at least ${LEAST_TIME_MS} ms`;
  return failed(call, "deadline", message, { retryable: true });
}

function failed(
  call: RouterCall,
  code: RouterErrorCode,
  message: string,
  details: Pick<RouterErrorDetails, "retryable" | "retryAfterMs"> = {},
): RouterError {
  const { attempts, errors, plan } = call;
  const [cause] = errors;
  return new RouterError(code, plan.asked, message, {
    attempts,
    errors,
    decision: call.decision,
    ...(cause !== undefined && { cause }),
    ...details,
  });
}

/** What became of the attempts, and why others were not made. */
function triesTold(call: RouterCall, { refused }: Course): string {
  const tried = attemptsTold(call);
  return refused.length === 0 ? tried : `${tried}; not asked: ${refusalsTold(refused)}`;
}

// Codes and times alone: providers repeat prompts and keys in what they say.
function attemptsTold({ attempts }: RouterCall): string {
  return attempts
    .map(({ target, key, code, status, durationMs }) => {
      const where = key === undefined ? target : `${target} (${key})`;
      return `${where} ${code ?? "ok"}${status === undefined ? "" : ` ${status}`} after ${Math.round(durationMs)} ms`;
    })
    .join("; ");
}

function refusalsTold(refused: readonly NotNow[]): string {
  return refused
    .map((one) => {
      const { target, key, reason } = passedOver(one);
      return `${key === undefined ? target : `${target} (${key})`}: ${reason}`;
    })
    .join("; ");
}

function isKeyRefused(one: NotNow): boolean {
  return one.why === "health" && one.health.state === "no_key";
}

/** Whether a spot that was not asked may be later, without anybody doing anything. */
function mayComeBack(one: NotNow): boolean {
  if (one.why === "budget") return one.error.retryable;
  return one.why === "limited" || one.health.state !== "no_key";
}

/** The earliest time at which trying again makes sense. */
function earliest(
  { parts: { clock } }: RouterCall,
  refused: readonly NotNow[],
  errors: readonly CallError[],
): { retryAfterMs?: number } {
  const now = clock.now();
  const times: number[] = [];
  for (const one of refused) {
    if (one.why === "health") times.push(Math.max(0, one.health.until - now));
    if (one.why === "limited" && one.refusal.retryAfterMs !== undefined) times.push(one.refusal.retryAfterMs);
    if (one.why === "budget" && one.error.retryAfterMs !== undefined) times.push(one.error.retryAfterMs);
  }
  for (const { retryAfterMs } of errors) if (retryAfterMs !== undefined) times.push(retryAfterMs);
  const least = Math.min(...times);
  return Number.isFinite(least) ? { retryAfterMs: Math.ceil(least) } : {};
}
