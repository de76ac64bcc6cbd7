import type { CallTimeouts } from "../../backend.ts";
import type { Writable } from "../../util/writable.ts";
import { DEFAULT_TIMEOUTS } from "../../wire/deadlines.ts";

/**
 * The deadlines of an answer that comes whole: it begins when it is finished, so only the time for all of it limits how
 * long that may take.
 */
export function wholeTimeouts(timeouts: CallTimeouts = {}): CallTimeouts {
  const { connectMs, idleMs, totalMs } = timeouts;
  const { firstContentMs = totalMs ?? DEFAULT_TIMEOUTS.totalMs } = timeouts;
  // Field by field: spreading costs more than all the rest.
  const whole: Writable<CallTimeouts> = { firstContentMs };
  if (connectMs !== undefined) whole.connectMs = connectMs;
  if (idleMs !== undefined) whole.idleMs = idleMs;
  if (totalMs !== undefined) whole.totalMs = totalMs;
  return whole;
}
