import { CallError } from "../../call-error.ts";
import type { ChatChunk, ChatRequest } from "../../chat.ts";
import { hasContent } from "../../dialect/has-content.ts";
import { TextMeter } from "../../tokens/estimate.ts";
import { backendAt } from "../accounts/spot-backend.ts";
import { asCallError } from "./as-call-error.ts";
import type { AttemptSeen } from "./attempt-seen.ts";
import type { OpenAttempt } from "./open-attempt.ts";
import { chatRequestFor } from "./target-request.ts";

/** What may come before the first content; a backend that says more without saying anything is taken as it is. */
const MOST_CHUNKS = 64;
const MOST_BYTES = 256 * 1_024;

const ENDED = { done: true, value: undefined } as const;

/** Makes of what comes what whoever asked for it is given. */
export interface ChunkConsumer<Given> {
  give(result: IteratorResult<ChatChunk, undefined>): Given;
  /** May throw, which then is what is told. */
  fail(error: unknown): Given;
}

interface Waiting {
  readonly consumer: ChunkConsumer<unknown>;
  readonly resolve: (given: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The stream of one attempt; what it tells of itself is noted, and however it ends, its attempt ends with it. */
export class AttemptStream {
  readonly attempt: OpenAttempt;
  readonly #chunks: AsyncIterator<ChatChunk>;
  readonly #early: ChatChunk[] = [];
  #isOver = false;
  #isFailureTold = false;
  /** Called once its attempt has ended from outside. */
  onAborted: (() => void) | undefined;
  /** When the consumer got a chunk last. */
  #handedAt: number | undefined;
  /** Who waits for the next one. */
  #waiting: Waiting | undefined;

  private constructor(attempt: OpenAttempt, chunks: AsyncIterator<ChatChunk>) {
    this.attempt = attempt;
    this.#chunks = chunks;
    attempt.onEnded = () => {
      this.#letGo();
      this.onAborted?.();
    };
  }

  /** Asks a target, and waits for the first content: until then nothing has been given to anybody. @throws {CallError} */
  static async open(attempt: OpenAttempt, request: ChatRequest): Promise<AttemptStream> {
    try {
      const { planned, account } = attempt.admitted;
      const sent = chatRequestFor(planned.target, request);
      const backend = backendAt(account, attempt.target);
      const chunks = backend.stream(planned.target.calledAs, sent, attempt.send())[Symbol.asyncIterator]();
      const stream = new AttemptStream(attempt, chunks);
      await stream.#untilContent();
      return stream;
    } catch (error) {
      const failure = asCallError(error, attempt.target);
      attempt.fail(failure);
      throw failure;
    }
  }

  /** The next chunk, asked for when all before it have come; the one with `end` comes once its attempt has ended. One promise a chunk. */
  next<Given>(consumer: ChunkConsumer<Given>): Promise<Given> {
    return new Promise((resolve, reject) => {
      this.#waiting = { consumer, resolve: resolve as Waiting["resolve"], reject };
      const { guard, seen } = this.attempt;
      if (guard.error !== undefined && !this.#isFailureTold) {
        this.#fail(guard.error);
        return;
      }
      const early = guard.error === undefined ? this.#early.shift() : undefined;
      if (early !== undefined) this.#hand({ done: false, value: early });
      else if (this.#isOver) this.#tell((asker) => asker.give(ENDED));
      else {
        if (this.#handedAt !== undefined) seen.idleMs += this.#now - this.#handedAt;
        try {
          guard.watch(this.#chunks.next(), this.#taken, this.#fail);
        } catch (error) {
          this.#fail(error);
        }
      }
    });
  }

  readonly #taken = (result: IteratorResult<ChatChunk>): void => {
    // What comes after its attempt was ended is nobody's.
    if (this.attempt.guard.error !== undefined) return;
    let chunk: IteratorYieldResult<ChatChunk>;
    try {
      chunk = this.#take(result);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#hand(chunk);
  };

  /** Of those it is told of, nobody may wait: then the next to ask is told. */
  readonly #fail = (error: unknown): void => {
    if (this.#waiting === undefined) return;
    const failure = asCallError(error, this.attempt.target);
    this.#isOver = true;
    this.#isFailureTold = true;
    this.attempt.fail(failure);
    this.#tell((consumer) => consumer.fail(failure));
  };

  #hand(chunk: IteratorYieldResult<ChatChunk>): void {
    this.#handedAt = this.#now;
    this.#tell((consumer) => consumer.give(chunk));
  }

  #tell(give: (consumer: ChunkConsumer<unknown>) => unknown): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    try {
      waiting?.resolve(give(waiting.consumer));
    } catch (error) {
      waiting?.reject(error);
    }
  }

  get #now(): number {
    return this.attempt.call.parts.clock.now();
  }

  async #untilContent(): Promise<void> {
    let bytes = 0;
    let said = 0;
    while (said < MOST_CHUNKS && bytes < MOST_BYTES) {
      const { value } = this.#take(await this.attempt.guard.wait(this.#chunks.next()));
      this.#early.push(value);
      if (value.end !== undefined || hasContent(value)) return;
      bytes += JSON.stringify(value).length;
      // What nothing is read from is there only where it is asked for, and waits no longer than elsewhere.
      if (value.raw === undefined || Object.keys(value).length > 1) said += 1;
    }
  }

  #take(result: IteratorResult<ChatChunk>): IteratorYieldResult<ChatChunk> {
    if (result.done) throw endedEarly(this.attempt.target);
    this.#note(result.value);
    return result;
  }

  #note(chunk: ChatChunk): void {
    const { seen, startedAt } = this.attempt;
    if (seen.firstContentMs === undefined && hasContent(chunk)) seen.firstContentMs = this.#now - startedAt;
    const { content, reasoning, toolCalls } = chunk;
    if (content !== undefined) answerOf(seen).add(content);
    if (reasoning !== undefined) {
      seen.reasoning ??= new TextMeter();
      seen.reasoning.add(reasoning);
    }
    if (toolCalls !== undefined) for (const call of toolCalls) answerOf(seen).add(call.arguments ?? "");
    if (chunk.modelServed !== undefined) seen.modelServed = chunk.modelServed;
    if (chunk.finishReason !== undefined) seen.finishReason = chunk.finishReason;
    if (chunk.usage !== undefined) seen.usage = chunk.usage;
    const { end } = chunk;
    if (end === undefined) return;
    seen.cost = end.cost;
    seen.status = end.attempts.at(-1)?.status;
    this.#isOver = true;
    this.attempt.succeed();
    this.#letGo();
  }

  #letGo(): void {
    this.#isOver = true;
    // A backend that hangs is not waited for; what it throws now interests nobody.
    this.#chunks.return?.()?.then(undefined, () => undefined);
  }
}

function answerOf(seen: AttemptSeen): TextMeter {
  seen.answer ??= new TextMeter();
  return seen.answer;
}

function endedEarly(target: string): CallError {
  const message = "the stream ended without saying that it had; what had come is not a whole answer";
  return new CallError("stream_truncated", message, { fault: "target", retryable: true, target });
}
