import { setImmediate } from "node:timers/promises";
import { createLimits, type LimitGrant, type LimitRefusal, type LimitWait } from "../../../src/router/limits/limits.ts";
import type { State } from "../../../src/state.ts";
import { memoryState } from "../../../src/states/memory.ts";
import type { anAccount } from "./an-account.ts";
import { handClock } from "./hand-clock.ts";

/** What a call that asked for leave was told. */
export type Answer = LimitGrant | LimitRefusal;

/** How calls of most tests wait. */
export const QUEUE = { size: 3, waitMs: 10_000 };
/** A call. */
export const SMALL = { model: "gpt-4o", tokens: 1 };
export const MINUTE = 60_000;

/** Limits with a clock of their own. */
export function someLimits({ state }: { state?: State } = {}) {
  const clock = handClock();
  const limits = createLimits({ state: state ?? memoryState({ clock }), clock });
  const wait = (more: Partial<LimitWait> = {}): LimitWait => ({ deadlineMs: clock.now() + 600_000, ...more });
  /** What each waiting call was told, by its name. */
  const told = new Map<string, Answer>();
  const queued = (name: string, account: ReturnType<typeof anAccount>, more: Partial<LimitWait> = {}, tokens = 1) => {
    const answer = limits.enter(account, { model: "gpt-4o", tokens }, wait({ queue: QUEUE, ...more }));
    void Promise.resolve(answer).then((settled) => told.set(name, settled));
    return setImmediate();
  };
  return { clock, limits, wait, told, queued };
}

/** Ends a call that was given leave. */
export function leave(answer: Answer, used?: Parameters<LimitGrant["leave"]>[0]): void {
  if (!answer.granted) throw new Error(`refused: ${answer.reason}`);
  answer.leave(used);
}
