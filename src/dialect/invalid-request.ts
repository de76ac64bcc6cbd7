import { CallError } from "../call-error.ts";

/** An error for a request that is wrong in itself, found before it was sent. */
export function invalidRequest(field: string, message: string): CallError {
  return new CallError("invalid_request", `${field}: ${message}`, { fault: "request", field });
}
