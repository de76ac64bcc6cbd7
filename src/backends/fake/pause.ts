import { setTimeout as sleep } from "node:timers/promises";
import type { CallOptions } from "../../backend.ts";
import { CallError } from "../../call-error.ts";

/** Waits, as long as nobody gives up. */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** Waits by the system's clock. */
export const realSleep: Sleep = async (ms, signal) => {
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
};

/** What a pause is part of. */
export interface PauseContext {
  readonly target: string;
  readonly options: CallOptions;
  readonly sleep: Sleep;
  /** Whether content has come already. */
  readonly isUnderWay: boolean;
}

/** @throws {CallError} `aborted` */
export function checkAborted({ target, options: { signal } }: Pick<PauseContext, "target" | "options">): void {
  if (!signal?.aborted) return;
  throw new CallError("aborted", "the caller gave up", { fault: "caller", target, cause: signal.reason });
}

/**
 * Waits before the next piece; for ever without a time. The deadlines of a call hold here as they do on a real wire.
 * @throws {CallError} `aborted`, `first_content_timeout`, `idle_timeout`
 */
export async function pause(ms: number | undefined, context: PauseContext): Promise<void> {
  const { target, options, sleep, isUnderWay } = context;
  const { signal, timeouts = {} } = options;
  const { firstContentMs = 30_000, idleMs = 60_000, totalMs = 600_000 } = timeouts;
  checkAborted(context);
  const limit = Math.min(isUnderWay ? idleMs : firstContentMs, totalMs);
  if (ms === 0) return;
  try {
    await sleep(ms === undefined ? limit : Math.min(ms, limit), signal);
  } catch (error) {
    checkAborted(context);
    throw error;
  }
  checkAborted(context);
  if (ms !== undefined && ms <= limit) return;
  const code = isUnderWay ? "idle_timeout" : "first_content_timeout";
  const message = isUnderWay ? `nothing came for ${limit} ms` : `no content came within ${limit} ms`;
  throw new CallError(code, message, { fault: "target", retryable: true, target });
}
