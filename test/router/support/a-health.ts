import { CODE_MEANINGS } from "../../../src/call-error/codes.ts";
import { CallError, type CallErrorCode } from "../../../src/call-error.ts";
import type { HealthKey } from "../../../src/router/accounts/account-key.ts";
import { createHealth, type HealthOptions, type Outcome } from "../../../src/router/health/health.ts";
import { memoryState } from "../../../src/states/memory.ts";
import { handClock } from "./hand-clock.ts";

/** Where most tests call. */
export const GPT: HealthKey = { target: "openai/gpt-4o", account: "openai#1" };
/** Another model by the same key. */
export const MINI: HealthKey = { target: "openai/mini", account: "openai#1" };
/** The same model by another key. */
export const SECOND_KEY: HealthKey = { target: GPT.target, account: "openai#2" };

/** A failed call's error, as the table of codes has it. */
export function anError(code: CallErrorCode, retryAfterMs?: number): CallError {
  const { fault, retryable } = CODE_MEANINGS[code];
  return new CallError(code, "no", { fault, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

/** A health with a clock of its own, and calls in one step. */
export function aHealth(options: Partial<HealthOptions> = {}) {
  const clock = handClock();
  let draw = 0;
  const state = options.state ?? memoryState({ clock });
  const health = createHealth({ clock, state, random: () => draw, ...options });
  const settings = (more: Partial<Outcome> & { ok: boolean }): Outcome => ({
    latencyMs: 0,
    streamed: false,
    settings: undefined,
    ...more,
  });
  /** A call that was made whatever `admit` said: well, or with an error. */
  const call = (
    code?: CallErrorCode,
    { key = GPT, retryAfterMs, ...more }: Partial<Outcome> & { key?: HealthKey; retryAfterMs?: number } = {},
  ) => {
    health.began(key);
    const error = code === undefined ? undefined : anError(code, retryAfterMs);
    health.ended(key, settings({ ok: code === undefined, ...(error && { error }), ...more }));
  };
  return {
    health,
    clock,
    call,
    /** What chance says from now on. */
    setDraw(value: number) {
      draw = value;
    },
    take: (key: HealthKey = GPT) => health.admit(key, undefined, true),
    peek: (key: HealthKey = GPT) => health.admit(key, undefined, false),
    /** Fails until the breaker opens. */
    open(key: HealthKey = GPT) {
      for (let count = 0; count < 5; count += 1) call("server_error", { key });
    },
  };
}
