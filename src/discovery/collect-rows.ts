import { SourceError } from "../errors.ts";
import { untilAborted } from "../util/until-aborted.ts";

const ROWS_WITHOUT_PAUSE = 500;

/**
 * The rows of a source's answer, whatever kind of list it is, within a number of rows and until the signal is aborted.
 * @throws {SourceError} when the answer is no list or has more rows; whatever the source throws otherwise
 */
export async function collectRows(
  answer: unknown,
  { source, signal, maxRows }: { source: string; signal: AbortSignal; maxRows: number },
): Promise<unknown[]> {
  const list = await untilAborted(Promise.resolve(answer), signal);
  const rows: unknown[] = [];
  for await (const row of items(list, source, signal)) {
    if (rows.length >= maxRows) {
      const most = maxRows.toLocaleString("en-US");
      throw new SourceError("source_too_large", source, `it lists more than ${most} models, and was not read further`);
    }
    rows.push(row);
  }
  return rows;
}

async function* items(list: unknown, source: string, signal: AbortSignal): AsyncGenerator<unknown> {
  if (isAsyncIterable(list)) {
    const iterator = list[Symbol.asyncIterator]();
    let running = true;
    try {
      for (;;) {
        const { done, value } = await untilAborted(Promise.resolve(iterator.next()), signal);
        if (done) {
          running = false;
          return;
        }
        yield value;
      }
    } finally {
      // Not awaited: a generator that is stuck answers `return` never.
      if (running) Promise.resolve(iterator.return?.()).catch(() => undefined);
    }
  } else if (isIterable(list)) {
    let count = 0;
    for (const item of list) {
      // Lets the deadline and the caller in between, which a long synchronous list would keep out.
      if (++count % ROWS_WITHOUT_PAUSE === 0) await new Promise(setImmediate);
      signal.throwIfAborted();
      yield item;
    }
  } else {
    const got = list == null ? String(list) : typeof list === "object" ? "an object" : `a ${typeof list}`;
    throw new SourceError("source_malformed", source, `expected a list of models from discover(), got ${got}`);
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
