import { CallError } from "../call-error.ts";

/** An error for what a dialect cannot carry: every target that speaks it would refuse, or answer something else. */
export function unsupported(field: string, message: string): CallError {
  return new CallError("unsupported_request", `${field}: ${message}`, { fault: "request", field });
}
