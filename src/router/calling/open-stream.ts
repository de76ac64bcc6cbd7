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

  /** The next chunk; the one with `end` comes once its attempt has ended. One promise a chunk. @throws {CallError} */
  next(): Promise<IteratorResult<ChatChunk, undefined>> {
    const { guard, seen } = this.attempt;
    if (guard.error !== undefined && !this.#isFailureTold) {
      this.#isFailureTold = true;
      return Promise.reject(guard.error);
    }
    const early = guard.error === undefined ? this.#early.shift() : undefined;
    if (early !== undefined) {
      this.#handedAt = this.#now;
      return Promise.resolve({ done: false, value: early });
    }
    if (this.#isOver) return Promise.resolve(ENDED);
    if (this.#handedAt !== undefined) seen.idleMs += this.#now - this.#handedAt;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(this.#failure(error));
      const take = (result: IteratorResult<ChatChunk>) => {
        // What comes after its attempt was ended is nobody's.
        if (guard.error !== undefined) return;
        try {
          const chunk = this.#take(result);
          this.#handedAt = this.#now;
          resolve(chunk);
        } catch (error) {
          fail(error);
        }
      };
      try {
        guard.watch(this.#chunks.next(), take, fail);
      } catch (error) {
        fail(error);
      }
    });
  }

  #failure(error: unknown): CallError {
    const failure = asCallError(error, this.attempt.target);
    this.#isOver = true;
    this.#isFailureTold = true;
    this.attempt.fail(failure);
    return failure;
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
