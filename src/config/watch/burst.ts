/** A burst of changes is over when nothing came for so long, in milliseconds: an editor writes in several steps. */
const QUIET_MS = 100;
/** It is not waited for any longer than this, in milliseconds. */
const LONGEST_MS = 1_000;

/** Makes one call of many that come in a burst. */
export interface Burst {
  /** Something came. */
  touch(): void;
  /** Calls nothing any more. */
  cancel(): void;
}

/** Calls a function once when a burst is over, without keeping the process alive. */
export function createBurst(onQuiet: () => void): Burst {
  let timer: NodeJS.Timeout | undefined;
  let began = 0;
  return {
    touch() {
      const now = performance.now();
      if (timer === undefined) began = now;
      clearTimeout(timer);
      const left = began + LONGEST_MS - now;
      timer = setTimeout(
        () => {
          timer = undefined;
          onQuiet();
        },
        Math.max(0, Math.min(QUIET_MS, left)),
      ).unref();
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
