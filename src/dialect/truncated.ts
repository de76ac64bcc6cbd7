import { CallError } from "../call-error.ts";

/** A stream ended in the middle of its answer; another try may bring all of it. */
export function truncated(message: string): CallError {
  return new CallError("stream_truncated", message, { fault: "target", retryable: true });
}
