import type { CallTimeouts } from "./backend.ts";
import type { WireEvent } from "./dialect.ts";
import type { Awaitable } from "./util/awaitable.ts";

/** A request as it goes out. */
export interface WireRequest {
  readonly method: "GET" | "POST";
  /** Without user, password or key. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | FormData;
}

/** What holds for one exchange. */
export interface WireOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeouts?: CallTimeouts | undefined;
  /** The most bytes of an answer, or of one event, after decompression. @default 64 MiB of an answer, 1 MiB of an event */
  readonly maxBytes?: number;
  readonly maxEventBytes?: number | undefined;
  /** Named in errors: `backend/model-id`. */
  readonly target: string;
  /** Never shown in an error: the keys that were sent. */
  readonly secrets: readonly string[];
}

/** What came back: status and headers at once, the body when it is read. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The whole body; `max` (bytes) replaces `maxBytes` of the exchange. Asked again, the same bytes. @throws {CallError} */
  bytes(options?: { max?: number }): Promise<Buffer>;
  /**
   * The first so many bytes of the body, which is what a refusal has to say: what is longer, cut short, stalled or
   * wrongly encoded gives what has come so far. @default 64 KiB
   * @throws {CallError} only `aborted`
   */
  excerpt(maxBytes?: number): Promise<Buffer>;
  /** The whole body as parsed JSON, at once where it has come. @throws {CallError} by what it gives alone */
  json(): Awaitable<unknown>;
  /** What `json` has read. */
  readonly text?: string | undefined;
  /** The events of a stream, each as soon as it is whole; leaving the loop ends the connection. @throws {CallError} */
  events(framing: "sse" | "ndjson"): AsyncIterable<WireEvent>;
  /**
   * The body as its bytes come, for framings that are a library's (AWS' event streams): the same deadlines and abort
   * hold; leaving the loop ends the connection.
   * @throws {CallError}
   */
  pieces(): AsyncIterable<Uint8Array>;
  /** Says that content has come, which ends the time for the first; pings and roles are none. */
  contentSeen(): void;
  /** Ends the exchange without reading on. */
  discard(): void;
}

/** Carries requests to their servers: one pool of kept connections for each origin, no redirect followed. */
export interface Wire {
  /** @throws {CallError} `unreachable`, `connect_timeout`, `first_content_timeout`, `total_timeout`, `redirected`, `aborted` */
  send(request: WireRequest, options: WireOptions): Promise<WireAnswer>;
  close(): Promise<void>;
}
