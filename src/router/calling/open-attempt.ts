import type { AttemptEvent } from "../../attempt.ts";
import type { CallOptions, CallTimeouts } from "../../backend.ts";
import { CallError } from "../../call-error.ts";
import { isSpellingOf } from "../../cost/is-spelling-of.ts";
import { costOf } from "../../cost.ts";
import type { Clock } from "../../router.ts";
import type { Attempt, AttemptReason, Cost, Usage } from "../../usage.ts";
import { isoOfNow } from "../../util/iso-of-now.ts";
import type { Writable } from "../../util/writable.ts";
import type { UsedSize } from "../limits/limit-claims.ts";
import type { AdmittedCall } from "./admit.ts";
import { abortedError } from "./as-call-error.ts";
import { AttemptGuard, type Guarded } from "./attempt-guard.ts";
import { type AttemptSeen, nothingSeen } from "./attempt-seen.ts";
import { estimatedUsage } from "./estimated-usage.ts";
import type { EndedAttempt, RouterCall } from "./router-call.ts";

/** The share of a call's time that is as good as all of it. */
const FULL_TIME = 0.9;
const UNTOLD: Cost = { usd: null, reason: "the provider did not say what was used" };
const CUT_SHORT: Cost = { usd: null, reason: "the answer ended before it was told what was used" };

/** Failures before a model had begun to work: nobody is billed for them. */
const UNBILLED: ReadonlySet<string> = new Set(["unreachable", "connect_timeout", "redirected"]);

/** One try at one target under way; however it ends, all that was taken for it is given back exactly once. */
export class OpenAttempt implements Guarded {
  readonly call: RouterCall;
  readonly admitted: AdmittedCall;
  readonly reason: AttemptReason;
  /** From 1. */
  readonly number: number;
  readonly startedAt: number;
  readonly guard: AttemptGuard;
  readonly seen: AttemptSeen = nothingSeen();
  /** Milliseconds that were left of the whole call's; whole ones, so that all calls that begin at once have the same. */
  readonly totalMs: number;
  /** Once it has ended. */
  record: Attempt | undefined;
  /** What went wrong, where something did. */
  error: CallError | undefined;
  #isSent = false;
  /** Called when it is ended from outside. */
  onEnded: (() => void) | undefined;

  constructor(call: RouterCall, admitted: AdmittedCall, reason: AttemptReason) {
    this.call = call;
    this.admitted = admitted;
    this.reason = reason;
    call.begun += 1;
    this.number = call.begun;
    const { clock, health } = call.parts;
    this.startedAt = clock.now();
    const { account, healthKey } = admitted;
    account.connection.use();
    health.began(healthKey, this.startedAt);
    this.totalMs = Math.max(1, Math.ceil(call.deadline - this.startedAt));
    this.guard = new AttemptGuard(this);
  }

  get clock(): Clock {
    return this.call.parts.clock;
  }

  get signal(): AbortSignal | undefined {
    return this.call.options.signal;
  }

  get isRaced(): boolean {
    return this.call.isHedged;
  }

  abortedBy(reason: unknown): CallError {
    return abortedError(this.target, reason);
  }

  timedOut(): CallError {
    const message = "the time for the whole call was over";
    return new CallError("total_timeout", message, { fault: "target", retryable: true, target: this.target });
  }

  tripped(error: CallError): void {
    this.fail(error);
    this.onEnded?.();
  }

  /** `backend/model-id`. */
  get target(): string {
    return this.admitted.planned.target.id;
  }

  /** How its backend is called, which happens now. */
  send(): CallOptions {
    this.#isSent = true;
    const { limits } = this.call.parts;
    const { account, planned } = this.admitted;
    const { headers, onAnswer, raw } = this.call.options;
    const options: Writable<CallOptions> = {
      timeouts: withTotal(this.call.timeouts, this.totalMs),
      onAnswer: (head) => {
        limits.adopt(account.key, head, planned.target.model);
        onAnswer?.(head);
      },
    };
    const { signal } = this.guard;
    if (signal !== undefined) options.signal = signal;
    if (headers !== undefined) options.headers = headers;
    if (raw !== undefined) options.raw = raw;
    return options;
  }

  /** It is wanted no longer: another was quicker. */
  abandon(): void {
    const message = "another target answered first";
    this.guard.trip(new CallError("aborted", message, { fault: "caller", target: this.target }));
  }

  succeed(): void {
    this.#end(undefined);
  }

  fail(error: CallError): void {
    this.#end(error);
  }

  #end(error: CallError | undefined): void {
    if (this.record !== undefined) return;
    const { call, admitted, reason, seen } = this;
    const { clock, health, retryBudget, answers } = call.parts;
    const now = clock.now();
    const durationMs = Math.max(0, now - this.startedAt);
    const outcome = error === undefined ? "ok" : error.code === "aborted" ? "aborted" : "failed";
    const isBilled = this.#isSent && (error === undefined || mayBeBilled(error));
    const estimated = this.#estimate(error);
    const usage = estimated ?? seen.usage;
    const isCutWithText = error !== undefined && (seen.answer ?? seen.reasoning) !== undefined;
    const unpriced = estimated ?? (isCutWithText ? seen.usage : undefined);
    const cost = unpriced === undefined ? (seen.cost ?? this.#unknownCost(error, isBilled)) : this.#price(unpriced);
    const status = error === undefined ? seen.status : error.status;
    const { position } = admitted.account.key;
    const { firstContentMs } = seen;
    // Field by field: spreading costs more than all the rest.
    const attempt: Writable<Attempt> = {
      target: this.target,
      startedAt: isoOfNow(this.startedAt),
      durationMs,
      outcome,
      reason,
    };
    if (error !== undefined) attempt.code = error.code;
    if (status !== undefined) attempt.status = status;
    if (usage !== undefined) attempt.usage = usage;
    if (cost !== undefined) attempt.cost = cost;
    if (firstContentMs !== undefined) attempt.firstContentMs = firstContentMs;
    if (position !== undefined) attempt.key = position;
    if (admitted.overspent.length > 0) attempt.overspent = admitted.overspent;
    this.record = attempt;
    this.error = error;
    this.guard.release();
    admitted.account.connection.running -= 1;
    admitted.settle(this.#used(usage, isBilled), cost);
    const became = {
      ok: error === undefined,
      latencyMs: Math.max(0, durationMs - seen.idleMs),
      streamed: call.kind === "stream",
      settings: call.config.router.breaker,
      isProbe: admitted.isProbe,
      cutShort: this.#isCutShort,
      error,
      firstContentMs,
      outputTokens: seen.usage?.totalOutput,
    };
    health.ended(admitted.healthKey, became, now);
    if (error === undefined) {
      retryBudget.refund(admitted.planned.target.backend.name, admitted.retryCause);
      if (usage !== undefined && estimated === undefined)
        answers.observe(call.plan.route.name, this.target, {
          totalInput: usage.totalInput,
          totalOutput: usage.totalOutput,
          cacheRead: usage.cacheRead,
          answers: seen.answers ?? 1,
        });
    }
    call.keep(this as EndedAttempt); // its record has just been written
  }

  /** Whether much of the call's time was gone before it began: then it is not the target's fault that it ran out. */
  get #isCutShort(): boolean {
    const { startedAt, deadline } = this.call;
    return deadline - this.startedAt < FULL_TIME * (deadline - startedAt);
  }

  /** What was used, where text came and its provider did not say all of it: before its end a stream tells what went in at most. */
  #estimate(error: CallError | undefined): Usage | undefined {
    const { seen } = this;
    if (seen.usage !== undefined && (error === undefined || seen.finishReason !== undefined)) return undefined;
    const { target } = this.admitted.planned;
    return estimatedUsage(seen, seen.usage, target.model, () => this.call.plan.size.estimate(target.model));
  }

  #price(usage: Usage): Cost {
    const { target } = this.admitted.planned;
    const { modelServed } = this.seen;
    if (modelServed !== undefined && !isSpellingOf(modelServed, target.model) && modelServed !== target.calledAs)
      return {
        usd: null,
        reason: `${modelServed} answered in place of ${target.model}, and did not say what was used`,
      };
    return costOf(usage, target.facts.pricing, { at: new Date(this.startedAt) });
  }

  #unknownCost(error: CallError | undefined, isBilled: boolean): Cost | undefined {
    if (error === undefined) return UNTOLD;
    return isBilled ? CUT_SHORT : undefined;
  }

  /** What counts against limits; `undefined`: as much as was expected. */
  #used(usage: Usage | undefined, isBilled: boolean): UsedSize | undefined {
    if (usage !== undefined) return { tokens: usage.totalInput + usage.totalOutput, inputTokens: usage.totalInput };
    if (!this.#isSent) return { tokens: 0, requests: 0 };
    return isBilled ? undefined : { tokens: 0 };
  }

  /** What is told of it, once it has ended. */
  event(isFinal: boolean): AttemptEvent {
    const { call, number, seen, error } = this;
    const attempt = this.record as Attempt;
    const { id, kind, plan, options } = call;
    const { target } = this.admitted.planned;
    // Field by field here too: it stays in the ledger, and an object made by spreading is several times as large.
    const event: Writable<AttemptEvent> = {
      id: `${id}-${number}`,
      call: id,
      number,
      kind,
      reason: this.reason,
      isFinal,
      asked: plan.asked,
      route: plan.route.name,
      strategy: plan.strategy.name,
      target: attempt.target,
      backend: target.backend.name,
      provider: target.backend.provider.name,
      model: target.model,
      tags: options.tags ?? [],
      startedAt: attempt.startedAt,
      durationMs: attempt.durationMs,
      outcome: attempt.outcome,
    };
    if (attempt.code !== undefined) event.code = attempt.code;
    if (attempt.status !== undefined) event.status = attempt.status;
    if (attempt.usage !== undefined) event.usage = attempt.usage;
    if (attempt.cost !== undefined) event.cost = attempt.cost;
    if (attempt.firstContentMs !== undefined) event.firstContentMs = attempt.firstContentMs;
    if (attempt.key !== undefined) event.key = attempt.key;
    if (attempt.overspent !== undefined) event.overspent = attempt.overspent;
    if (seen.modelServed !== undefined) event.modelServed = seen.modelServed;
    if (seen.finishReason !== undefined) event.finishReason = seen.finishReason;
    if (options.caller !== undefined) event.caller = options.caller;
    if (error !== undefined) event.error = error;
    return event;
  }
}

// One that was refused cost nothing; one whose answer did not come may have.
function mayBeBilled({ code, fault, status }: CallError): boolean {
  return status === undefined && (fault === "target" || fault === "caller") && !UNBILLED.has(code);
}

/** The last result, for most calls along a route have the same. */
let lastTimed: { readonly given: CallTimeouts; readonly timeouts: CallTimeouts } | undefined;

function withTotal(given: CallTimeouts, totalMs: number): CallTimeouts {
  if (lastTimed?.given === given && lastTimed.timeouts.totalMs === totalMs) return lastTimed.timeouts;
  const { connectMs, firstContentMs, idleMs } = given;
  const timeouts: Writable<CallTimeouts> = { totalMs };
  if (connectMs !== undefined) timeouts.connectMs = connectMs;
  if (firstContentMs !== undefined) timeouts.firstContentMs = firstContentMs;
  if (idleMs !== undefined) timeouts.idleMs = idleMs;
  lastTimed = { given, timeouts: Object.freeze(timeouts) };
  return timeouts;
}
