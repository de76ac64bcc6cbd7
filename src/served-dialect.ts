import type { ChatChunk, ChatReply, ChatRequest } from "./chat.ts";

/** A wire format as a server speaks it: what a client asked in it is read by the dialect, what it is told is written by this. */
export interface ServedDialect {
  readonly name: "openai" | "openai-completions" | "openai-responses" | "anthropic" | "ollama";
  readonly framing: "sse" | "ndjson";
  /** Whether a stream tells at its beginning how many tokens were asked with. @default false */
  readonly tellsInputFirst?: boolean;
  /** @throws {CallError} `invalid_request`, naming the field */
  decodeRequest(body: unknown): ServedRequest;
  /** The body of an answer that comes whole. */
  encodeReply(reply: ChatReply, asked: ServedCall): unknown;
  /** The same in JSON, where the answer may be passed on as its provider wrote it; `undefined` where it is encoded. */
  passReply?(reply: ChatReply, asked: ServedCall): string | undefined;
  /** Writes one stream; it has state, so each has its own. */
  createStreamEncoder(asked: ServedCall): StreamEncoder;
  /** The body of a refusal, in the shape whose error class the dialect's own client raises. */
  encodeError(error: ServedError): unknown;
}

/** What a client asked for. */
export interface ServedRequest {
  readonly request: ChatRequest;
  /** The name it asked for. */
  readonly model: string;
  readonly stream: boolean;
  /** Whether it wants usage at the end of a stream, where that has to be asked for. */
  readonly includeUsage: boolean;
}

/** What an answer has to say beside the answer. */
export interface ServedCall extends ServedRequest {
  /** Unique; the dialect puts its own letters before it (`chatcmpl-`, `msg_`). */
  readonly id: string;
  readonly createdAt: Date;
  /** About how many tokens the request has, for a stream whose dialect tells it before the answer; unknown counts as 0. */
  readonly inputTokens?: number;
}

/** Writes the pieces of a stream in their framing, ready to be sent; what has nothing to say is empty. Everything foreign in it is encoded anew. */
export interface StreamEncoder {
  /** What a chunk brings; the last one (`end`) brings the dialect's own ending with its end marker. */
  push(chunk: ChatChunk): string;
  /** One typed error event, and no end marker after it. */
  fail(error: ServedError): string;
}

/** A refusal, as far as a client is told. */
export interface ServedError {
  /** HTTP's status. */
  readonly status: number;
  /** Our own stable code: `rate_limited`. */
  readonly code: string;
  readonly message: string;
  /** The field of the request it is about. */
  readonly field?: string;
  readonly retryAfterMs?: number;
  /** The tries that failed before it, where there were any. */
  readonly attempts?: readonly ServedAttempt[];
}

/** One try, as far as a client is told: nothing in it is a provider's text. */
export interface ServedAttempt {
  /** The account's name. */
  readonly backend: string;
  /** The model's id at the backend. */
  readonly model?: string;
  /** How it ended: an error's stable code, or `ok`, `aborted`. */
  readonly code: string;
  /** HTTP's status of the answer, where there was one. */
  readonly status?: number;
  /** How long it took. */
  readonly ms: number;
}
