import { StateError } from "../../errors.ts";
import type { Clock } from "../../router.ts";
import type { Awaitable } from "../../util/awaitable.ts";

/** What something answers within so many milliseconds; what comes later is handed to `onLate`. @throws {StateError} when it takes longer */
export function withinTime<Value>(
  ask: () => Awaitable<Value>,
  clock: Clock,
  ms: number,
  onLate: (late: Value) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const cancel = clock.after(
      ms,
      () => {
        isLate = true;
        reject(new StateError("state_failed", `it took longer than ${ms} ms`));
      },
      { keepAlive: true },
    );
    asked(ask).then(
      (value) => {
        cancel();
        if (isLate) onLate(value);
        else resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

// As a promise whatever happens, one that throws at once included.
async function asked<Value>(ask: () => Awaitable<Value>): Promise<Value> {
  return await ask();
}
