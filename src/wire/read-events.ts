import type { WireEvent } from "../dialect.ts";
import type { EventParser } from "./event-parser.ts";
import type { ByteSource } from "./exchange.ts";

type Result = IteratorResult<WireEvent, undefined>;

const DONE = { done: true, value: undefined } as const;

/**
 * The events of a body, each as soon as it is whole. Written out as an iterator, without a step that waits for what is
 * there: a generator would cost a stream of small events more than reading its bytes.
 */
export function readEvents(
  source: ByteSource,
  parser: EventParser,
  onLeave: () => void,
): AsyncIterableIterator<WireEvent, undefined> {
  return new EventReader(source, parser, onLeave);
}

class EventReader implements AsyncIterableIterator<WireEvent, undefined> {
  readonly #source: ByteSource;
  readonly #parser: EventParser;
  readonly #onLeave: () => void;
  #batch: WireEvent[] = [];
  #next = 0;
  #isOver = false;
  #failure: unknown;

  constructor(source: ByteSource, parser: EventParser, onLeave: () => void) {
    this.#source = source;
    this.#parser = parser;
    this.#onLeave = onLeave;
  }

  next(): Promise<Result> {
    try {
      const there = this.#take();
      return there === undefined ? this.#wait() : Promise.resolve(there);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  return(): Promise<Result> {
    this.#clear();
    this.#leave();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event, as far as it has come. */
  #take(): Result | undefined {
    for (;;) {
      if (this.#next < this.#batch.length) return { done: false, value: this.#event() };
      if (this.#failure !== undefined) throw this.#leave();
      if (this.#isOver) return DONE;
      if (this.#next > 0) this.#clear();
      // What was whole before something went wrong is handed out first.
      try {
        const piece = this.#source.take();
        if (piece === undefined) return undefined;
        this.#parser.push(piece, this.#batch);
      } catch (error) {
        this.#failure = error;
      }
    }
  }

  #event(): WireEvent {
    // Mostly they come one by one: a list that one is taken from keeps its place for the next, a new one would need another.
    if (this.#batch.length === 1) return this.#batch.pop() as WireEvent;
    this.#next += 1;
    return this.#batch[this.#next - 1] as WireEvent;
  }

  #wait(): Promise<Result> {
    return this.#source.wait().then(this.#woken, this.#broken);
  }

  readonly #woken = (hasMore: boolean): Result | Promise<Result> => {
    if (!hasMore && !this.#isOver) {
      this.#isOver = true;
      try {
        this.#parser.end(this.#batch);
      } catch (error) {
        this.#failure = error;
      }
    }
    return this.#take() ?? this.#wait();
  };

  readonly #broken = (error: unknown): Result | Promise<Result> => {
    this.#failure = error;
    return this.#take() ?? this.#wait();
  };

  #clear(): void {
    this.#batch = [];
    this.#next = 0;
  }

  /** What went wrong, where something did; the body is let go of. */
  #leave(): unknown {
    const thrown = this.#failure;
    this.#failure = undefined;
    this.#isOver = true;
    this.#onLeave();
    return thrown;
  }
}
