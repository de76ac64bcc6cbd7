import type { Clock } from "../../../src/router.ts";

/** A clock that stands still until a test moves it; what is due runs on the way, in order. */
export interface HandClock extends Clock {
  /** How much is waiting to be run. */
  readonly waiting: number;
  advance(ms: number): void;
}

/** A clock for tests. */
export function handClock(start = 1_800_000_000_000): HandClock {
  let now = start;
  const timers = new Set<{ at: number; run: () => void }>();
  const nextBy = (end: number) => [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    get waiting() {
      return timers.size;
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = nextBy(end); timer !== undefined; timer = nextBy(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.run();
      }
      now = end;
    },
  };
}
