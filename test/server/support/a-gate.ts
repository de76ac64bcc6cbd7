import type { FakeAnswer } from "../../../src/backends/fake.ts";

/** A script that answers when it is told to. */
export function aGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  const script = async (): Promise<FakeAnswer> => {
    waiting += 1;
    await opened;
    return { text: "at last" };
  };
  return { script, open, waiting: () => waiting };
}
