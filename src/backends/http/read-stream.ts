import { CallError } from "../../call-error.ts";
import type { ChatChunk, RawEvent } from "../../chat.ts";
import type { WireEvent } from "../../dialect.ts";
import { InTurn } from "../../util/in-turn.ts";
import type { Writable } from "../../util/writable.ts";
import type { CallRun } from "./call-run.ts";
import { OpenedAnswer, type StreamedCall } from "./opened-answer.ts";

/** Characters; a shorter one would be found in the names of fields. */
const SHORTEST_SECRET = 8;

const DONE = { done: true, value: undefined } as const;

/**
 * The chunks of an answer as they come in. What ends without the dialect's end marker was cut, and is an error.
 * @throws {CallError}
 */
export function readStream(call: StreamedCall): AsyncIterableIterator<ChatChunk, undefined> {
  return new ChunkReader(call);
}

type Result = IteratorResult<ChatChunk, undefined>;

/** Written out as an iterator, for a generator would cost each chunk more than reading it. */
class ChunkReader implements AsyncIterableIterator<ChatChunk, undefined> {
  readonly #call: StreamedCall;
  readonly #turns = new InTurn();
  #opened: OpenedAnswer | undefined;
  /** What the present event is passed on as, while more may be read from it. */
  #raw: RawEvent | undefined;
  #isInEvent = false;
  #isOver = false;

  constructor(call: StreamedCall) {
    this.#call = call;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    return this.#turns.ask(this.#ask);
  }

  return(): Promise<Result> {
    this.#end();
    return Promise.resolve(DONE);
  }

  readonly #ask = (): Promise<Result> => {
    if (this.#isOver) return Promise.resolve(this.#give(DONE));
    const opened = this.#opened;
    if (opened === undefined) return this.#open();
    try {
      const more = this.#isInEvent ? opened.decoder.more?.() : undefined;
      return more === undefined ? this.#wait(opened) : Promise.resolve(this.#told(more, opened));
    } catch (error) {
      return Promise.reject(this.#failed(error, opened.run, "answer"));
    }
  };

  async #open(): Promise<Result> {
    const { caller, dialect, model, baseUrl, request, options } = this.#call;
    let run: CallRun | undefined;
    try {
      run = caller.begin(model, options, true);
      const encoded = dialect.encodeRequest(request, run.context);
      const answer = await caller.post(run, baseUrl, encoded);
      this.#opened = new OpenedAnswer(this.#call, run, answer, encoded.adaptations);
    } catch (error) {
      throw run === undefined ? this.#gone(error) : this.#failed(error, run, "request");
    }
    if (!this.#isOver) return this.#wait(this.#opened);
    this.#opened.answer.discard();
    return this.#give(DONE);
  }

  #wait(opened: OpenedAnswer): Promise<Result> {
    this.#isInEvent = false;
    return opened.nextEvent().then(this.#take, this.#broken);
  }

  readonly #take = (next: IteratorResult<WireEvent>): Result | Promise<Result> => {
    const opened = this.#opened as OpenedAnswer; // whoever waits for an event has one
    if (this.#isOver) return this.#give(DONE);
    try {
      if (next.done) return this.#last(opened);
      // What had come before the caller gave up is no longer wanted.
      const { signal } = this.#call.options ?? {};
      if (signal?.aborted) throw aborted(signal);
      const read = opened.read(next.value);
      this.#raw = opened.passes ? rawOf(next.value, read, this.#call) : undefined;
      const chunk = this.#raw === undefined ? read : (read ?? {});
      if (chunk === undefined) return this.#wait(opened);
      this.#isInEvent = true;
      return this.#told(chunk, opened);
    } catch (error) {
      throw this.#failed(error, opened.run, "answer");
    }
  };

  readonly #broken = (error: unknown): Result => {
    if (this.#isOver) return this.#give(DONE);
    throw this.#failed(error, (this.#opened as OpenedAnswer).run, "answer");
  };

  #told(chunk: ChatChunk, opened: OpenedAnswer): Result {
    opened.note(chunk);
    if (this.#raw !== undefined) (chunk as Writable<ChatChunk>).raw = this.#raw; // made for us alone
    return this.#give({ done: false, value: chunk });
  }

  #last(opened: OpenedAnswer): Result {
    const value = opened.lastChunk();
    this.#isOver = true;
    return this.#give({ done: false, value });
  }

  #give(result: Result): Result {
    this.#turns.answered();
    return result;
  }

  #failed(error: unknown, run: CallRun, phase: "request" | "answer"): unknown {
    return this.#gone(this.#call.caller.aim(error, run, phase));
  }

  #gone(error: unknown): unknown {
    this.#turns.answered();
    this.#end();
    return error;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#opened?.answer.discard();
  }
}

/** An event as it came; what is not read from it anyway must not show a secret. */
function rawOf({ event, data }: WireEvent, read: ChatChunk | undefined, { dialect, hidden }: StreamedCall): RawEvent {
  let shown = data;
  for (const secret of hidden) {
    if (secret.length >= SHORTEST_SECRET && data.includes(secret) && !JSON.stringify(read ?? {}).includes(secret))
      shown = shown.replaceAll(secret, "…");
  }
  return event === undefined ? { dialect: dialect.name, data: shown } : { dialect: dialect.name, event, data: shown };
}

function aborted(signal: AbortSignal): CallError {
  return new CallError("aborted", "the caller gave up", { fault: "caller", cause: signal.reason });
}
