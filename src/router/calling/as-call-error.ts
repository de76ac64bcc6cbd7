import { CallError } from "../../call-error.ts";
import { ModelMallError } from "../../errors.ts";
import { redactText } from "../../util/redact-text.ts";

/** Any error of a backend as a `CallError`: what a backend of one's own throws is its target's failure, and not tried again there. */
export function asCallError(error: unknown, target: string): CallError {
  if (isCallError(error)) return error;
  const said = redactText(error instanceof Error ? error.message : String(error));
  return new CallError("provider_error", `the backend failed: ${said}`, { fault: "target", target, cause: error });
}

// Another copy of the package has a class of its own.
function isCallError(error: unknown): error is CallError {
  return error instanceof CallError || (ModelMallError.is(error) && error.name === "CallError");
}

/** The caller gave up. */
export function abortedError(target: string | undefined, reason: unknown): CallError {
  return new CallError("aborted", "the caller gave up", {
    fault: "caller",
    cause: reason,
    ...(target !== undefined && { target }),
  });
}
