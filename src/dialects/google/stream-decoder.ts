import { classify } from "../../call-error/classify.ts";
import type { ChatChunk } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import type { CallContext, StreamDecoder, WireEvent } from "../../dialect.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { CandidateStream } from "./candidate-stream.ts";
import { blockedChoice, indexOf, textOf } from "./decode-reply.ts";
import { decodeUsage } from "./usage.ts";

/** Reads the events of `streamGenerateContent?alt=sse`, each a GenerateContentResponse with what is new. */
export function createStreamDecoder(context: CallContext): StreamDecoder {
  return new GoogleStream(context);
}

/**
 * Google sends no end marker: a stream is whole when every answer it began has said why it ended, or when the prompt
 * was refused.
 */
class GoogleStream implements StreamDecoder {
  readonly #context: CallContext;
  readonly #candidates = new Map<number, CandidateStream>();
  #id: string | undefined;
  #modelServed: string | undefined;
  #isNamed = false;
  #usage: UnknownRecord | undefined;
  #blocked: string | undefined;
  #waiting: ChatChunk[] = [];

  constructor(context: CallContext) {
    this.#context = context;
  }

  push({ data }: WireEvent): ChatChunk | undefined {
    const body = parse(data);
    if (!isRecord(body) || body.error !== undefined) throw this.#failure(body);
    this.#id ??= textOf(body.responseId);
    this.#modelServed ??= textOf(body.modelVersion);
    const { candidates, usageMetadata } = body;
    if (isRecord(usageMetadata) && holdsCounts(usageMetadata)) this.#usage = usageMetadata;
    let first: ChatChunk | undefined;
    if (Array.isArray(candidates) && candidates.length > 0) {
      for (let position = 0; position < candidates.length; position++) {
        const chunk = this.#candidate(candidates, position);
        if (chunk === undefined) continue;
        if (first === undefined) first = chunk;
        else this.#waiting.push(chunk);
      }
    } else if (body.promptFeedback !== undefined) first = this.#refused(body);
    return first === undefined ? undefined : this.#named(first);
  }

  more(): ChatChunk | undefined {
    return this.#waiting.shift();
  }

  get ended(): boolean {
    if (this.#blocked !== undefined) return true;
    for (const candidate of this.#candidates.values()) if (!candidate.hasEnded) return false;
    return this.#candidates.size > 0;
  }

  get awaitsMore(): boolean {
    return this.#blocked === undefined && this.#candidates.size < (this.#context.answers ?? 1);
  }

  finish(): ChatChunk {
    let webSearches = 0;
    for (const candidate of this.#candidates.values()) webSearches += candidate.webSearches;
    const usage = decodeUsage(this.#usage, webSearches);
    const end: ChatChunk | undefined =
      this.#blocked === undefined
        ? this.#candidates.get(0)?.end()
        : { finishReason: "content_filter", finishReasonRaw: this.#blocked };
    return {
      ...end,
      ...(this.#id === undefined ? undefined : { id: this.#id }),
      ...(this.#modelServed === undefined ? undefined : { modelServed: this.#modelServed }),
      ...(usage === undefined ? undefined : { usage }),
    };
  }

  #candidate(candidates: readonly unknown[], position: number): ChatChunk | undefined {
    const candidate = candidates[position];
    if (!isRecord(candidate)) throw malformed(`candidates[${position}] is no object`);
    const index = indexOf(candidates, position);
    let stream = this.#candidates.get(index);
    if (stream === undefined) {
      stream = new CandidateStream(index, this.#context.model);
      this.#candidates.set(index, stream);
    }
    return stream.push(candidate, this.#id);
  }

  #refused(body: UnknownRecord): ChatChunk | undefined {
    const choice = blockedChoice(body);
    if (choice === undefined || this.#candidates.size > 0) return undefined;
    this.#blocked = choice.finishReasonRaw;
    const { refusal } = choice.message;
    return typeof refusal === "string" ? { refusal } : undefined;
  }

  /** The first chunk tells id and model. */
  #named(chunk: ChatChunk): ChatChunk {
    if (this.#isNamed) return chunk;
    this.#isNamed = true;
    return {
      ...chunk,
      ...(this.#id === undefined ? undefined : { id: this.#id }),
      ...(this.#modelServed === undefined ? undefined : { modelServed: this.#modelServed }),
    };
  }

  #failure(body: unknown): Error {
    if (!isRecord(body)) return malformed("an event of the stream is no JSON object");
    return classify(readWireError(body), { provider: this.#context.provider.name, body });
  }
}

function parse(data: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch (cause) {
    throw malformed("an event of the stream is no JSON", cause);
  }
  // An error may come as a list of one.
  return Array.isArray(body) ? body[0] : body;
}

function holdsCounts({ promptTokenCount, candidatesTokenCount, totalTokenCount }: UnknownRecord): boolean {
  return (
    typeof promptTokenCount === "number" ||
    typeof candidatesTokenCount === "number" ||
    typeof totalTokenCount === "number"
  );
}
