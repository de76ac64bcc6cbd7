import type { WireEvent } from "../dialect.ts";
import type { EventParser } from "./event-parser.ts";
import type { ByteSource } from "./exchange.ts";

/**
 * The events of a body, each as soon as it is whole. Written out as an iterator: a generator would cost a stream of
 * small events more than reading its bytes.
 */
export function readEvents(
  source: ByteSource,
  parser: EventParser,
  onLeave: () => void,
): AsyncIterableIterator<WireEvent> {
  let batch: WireEvent[] = [];
  let next = 0;
  let isOver = false;
  let failure: unknown;

  const advance = async (): Promise<IteratorResult<WireEvent>> => {
    for (;;) {
      if (next < batch.length) return { done: false, value: batch[next++] as WireEvent };
      if (failure !== undefined) throw leave();
      if (isOver) return { done: true, value: undefined };
      batch = [];
      next = 0;
      // What was whole before something went wrong is handed out first.
      try {
        const piece = source.take();
        if (piece !== undefined) parser.push(piece, batch);
        else if (!(await source.wait())) {
          isOver = true;
          parser.end(batch);
        }
      } catch (error) {
        failure = error;
      }
    }
  };
  const leave = () => {
    const thrown = failure;
    failure = undefined;
    isOver = true;
    onLeave();
    return thrown;
  };

  return {
    next: () => (next < batch.length ? Promise.resolve({ done: false, value: batch[next++] as WireEvent }) : advance()),
    return: () => {
      batch = [];
      next = 0;
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
