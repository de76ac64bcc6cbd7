import type { Clock } from "../../router.ts";
import { onAbort } from "../../util/on-abort.ts";

/** Waits by a clock; ends at once, whatever is left, when the signal is aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      stopListening?.();
      resolve();
    };
    const cancel = clock.after(ms, end, { keepAlive: true });
    const stopListening = signal === undefined ? undefined : onAbort(signal, end);
  });
}
