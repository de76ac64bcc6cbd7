import { type Awaitable, isPending } from "../../util/awaitable.ts";

/** Tells a state what it need not answer; `then` is called whether that went well or not, at once where it is done at once. */
export function tellState(tell: () => Awaitable<void>, then: () => void = nothing): void {
  try {
    const telling = tell();
    if (isPending(telling)) {
      telling.then(then, then);
      return;
    }
  } catch {
    // A state that fails is guarded elsewhere; whoever tells it has nothing to do with that.
  }
  then();
}

function nothing(): void {}
