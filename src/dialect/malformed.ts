import { CallError } from "../call-error.ts";

/** An answer is not what its dialect says it is; another try may bring a good one. */
export function malformed(message: string, cause?: unknown): CallError {
  return new CallError("malformed_answer", message, {
    fault: "target",
    retryable: true,
    ...(cause === undefined ? {} : { cause }),
  });
}
