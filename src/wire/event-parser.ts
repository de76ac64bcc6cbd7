import type { CallError } from "../call-error.ts";
import type { WireEvent } from "../dialect.ts";
import { wireFailure } from "./failure.ts";

/** Reads the events of one stream from its bytes, cut wherever they may be. */
export interface EventParser {
  /** Adds the events that are now whole. @throws {CallError} `answer_too_large`, after those that came before */
  push(bytes: Buffer, events: WireEvent[]): void;
  /** Adds what the end of the stream makes whole. @throws {CallError} `answer_too_large`, `stream_truncated` */
  end(events: WireEvent[]): void;
}

export interface EventParserOptions {
  /** Named in errors. */
  readonly target: string;
  /** The most bytes of one event. @default 1 MiB */
  readonly maxEventBytes?: number | undefined;
}

/** Where an event may hold so much and no more. */
export const DEFAULT_MAX_EVENT_BYTES = 1024 * 1024;

/** What is said of an event that is too large. */
export function eventTooLarge(target: string, maxBytes: number): CallError {
  return wireFailure("answer_too_large", target, `an event of the stream is larger than ${maxBytes} bytes`);
}
