import type { Clock } from "../router.ts";

/** Node's timers fire at once when they are to wait longer (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
const LONGEST_MS = 2 ** 31 - 1;

/** By how much the two clocks of a machine may differ before the one that only goes forward is set anew: it stops during sleep. */
const DRIFT_MS = 1_000;

/** Looking at both clocks each time would double the price of the time. */
const READINGS_BETWEEN_CHECKS = 32;

let offset = performance.timeOrigin;
let unchecked = 0;

/** The system's time, in parts of a millisecond: it goes forward evenly, and follows when the system's clock is set. */
export const systemClock: Clock = {
  now() {
    const now = offset + performance.now();
    if (unchecked < READINGS_BETWEEN_CHECKS) {
      unchecked += 1;
      return now;
    }
    unchecked = 0;
    const told = Date.now();
    if (Math.abs(now - told) < DRIFT_MS) return now;
    offset += told - now;
    return told;
  },
  after(ms, run, { keepAlive = false } = {}) {
    const timer = setTimeout(run, Math.min(ms, LONGEST_MS));
    if (!keepAlive) timer.unref();
    return () => clearTimeout(timer);
  },
};
