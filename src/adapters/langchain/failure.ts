import { ModelMallError } from "../../errors.ts";
import { own } from "../../util/record.ts";

/** Where LangChain's own retries look whether an error is worth one (`getRetryable` of `@langchain/core/errors`). */
const RETRYABLE = Symbol.for("langchain.errors.retryable");

/**
 * What LangChain is told of a failure: an abort is the signal's own reason, as everywhere in it; every other error is
 * itself, marked so that retries put around the model do not repeat what the router has seen to be hopeless.
 */
export function failureFor(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (ModelMallError.is(error)) Object.defineProperty(error, RETRYABLE, { value: error.retryable, configurable: true });
  return error;
}

/** Whether a name has targets, and none that can do what the request needs. */
export function lacksCapability(error: unknown): boolean {
  if (!ModelMallError.is(error)) return false;
  if (error.code === "capability_disabled") return true;
  const dropped: unknown = own({ ...error }, "dropped");
  return (
    error.code === "no_target" &&
    Array.isArray(dropped) &&
    dropped.some((target: unknown) => own(target, "code") === "lacks_capability")
  );
}
