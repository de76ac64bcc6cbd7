const SECONDS = 60;

/** How many calls of the last minute there were, and how many of them failed. */
export interface OutcomeCounts {
  readonly calls: number;
  readonly failures: number;
}

/** The calls of the last minute by the second; its sums are kept, so that nothing is added up when it is looked at. */
export interface OutcomeWindow extends OutcomeCounts {
  calls: number;
  failures: number;
  /** The newest second that was counted, since 1970. */
  second: number;
  readonly callsIn: Uint32Array;
  readonly failuresIn: Uint32Array;
}

/** A minute in which nothing happened. */
export function createOutcomeWindow(): OutcomeWindow {
  return {
    calls: 0,
    failures: 0,
    second: 0,
    callsIn: new Uint32Array(SECONDS),
    failuresIn: new Uint32Array(SECONDS),
  };
}

/** Counts a call that ended at `now` (milliseconds). */
export function countOutcome(window: OutcomeWindow, now: number, failed: boolean): void {
  advance(window, now);
  const slot = window.second % SECONDS;
  window.calls += 1;
  window.callsIn[slot] = (window.callsIn[slot] ?? 0) + 1;
  if (!failed) return;
  window.failures += 1;
  window.failuresIn[slot] = (window.failuresIn[slot] ?? 0) + 1;
}

/** What was counted in the second of `now` and the 59 before it. */
export function outcomesAt(window: OutcomeWindow, now: number): OutcomeCounts {
  advance(window, now);
  return window;
}

/** Forgets all that was counted. */
export function clearOutcomes(window: OutcomeWindow): void {
  window.calls = 0;
  window.failures = 0;
  window.callsIn.fill(0);
  window.failuresIn.fill(0);
}

// A clock that was put back stands still here until it has caught up.
function advance(window: OutcomeWindow, now: number): void {
  const second = Math.floor(now / 1_000);
  const passed = second - window.second;
  if (passed <= 0) return;
  if (passed >= SECONDS) clearOutcomes(window);
  else {
    for (let past = window.second + 1; past <= second; past += 1) {
      const slot = past % SECONDS;
      window.calls -= window.callsIn[slot] ?? 0;
      window.failures -= window.failuresIn[slot] ?? 0;
      window.callsIn[slot] = 0;
      window.failuresIn[slot] = 0;
    }
  }
  window.second = second;
}
