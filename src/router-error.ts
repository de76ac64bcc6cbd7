import type { CallError } from "./call-error.ts";
import { ModelMallError, type ModelMallErrorOptions } from "./errors.ts";
import type { Decision } from "./router.ts";
import type { Attempt } from "./usage.ts";

/** Why the router gives no answer. */
export type RouterErrorCode =
  /** Every target that could be tried failed. */
  | "targets_failed"
  /** Every key that could be tried was refused. */
  | "credentials_exhausted"
  /** Every target is left alone for a while, and the one that was tried all the same failed. */
  | "unavailable"
  /** Limits of one's own are reached. */
  | "limited"
  | "queue_full"
  | "budget_spent"
  /** No target may be expected to cost as little as the call allows. */
  | "too_expensive"
  /** The time for all of it was over before any target answered. */
  | "deadline"
  /** The router is closed. */
  | "closed";

/** What a `RouterError` tells besides its message. */
export interface RouterErrorDetails extends ModelMallErrorOptions {
  readonly attempts?: readonly Attempt[];
  /** What each attempt ended with, in their order. */
  readonly errors?: readonly CallError[];
  readonly decision?: Decision;
}

/** A request got no answer from any target; it tells every attempt. */
export class RouterError extends ModelMallError {
  declare readonly code: RouterErrorCode;
  /** The name that was asked for. */
  readonly asked: string;
  readonly attempts: readonly Attempt[];
  readonly errors: readonly CallError[];
  readonly decision: Decision | undefined;

  constructor(code: RouterErrorCode, asked: string, message: string, details: RouterErrorDetails = {}) {
    super(code, message, { fault: "target", ...details });
    this.asked = asked;
    this.attempts = details.attempts ?? [];
    this.errors = details.errors ?? [];
    this.decision = details.decision;
  }
}
