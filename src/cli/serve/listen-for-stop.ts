import type { Terminal } from "../terminal.ts";

/** Waits for somebody to end the program. */
export interface Stop {
  readonly asked: Promise<void>;
  /** Listens no longer. */
  end(): void;
}

const TERMINATED = 143;

/** By Ctrl-C, which the program as a whole listens to, or by SIGTERM, of which the second ends it at once. */
export function listenForStop({ signal }: Terminal): Stop {
  let onTerminate = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    let isStopping = false;
    onTerminate = () => {
      if (isStopping) process.exit(TERMINATED);
      isStopping = true;
      resolve();
    };
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
  process.on("SIGTERM", onTerminate);
  return { asked, end: () => void process.off("SIGTERM", onTerminate) };
}
