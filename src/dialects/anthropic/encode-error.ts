import type { ServedError } from "../../served-dialect.ts";

// https://platform.claude.com/docs/en/api/errors
const TYPES: ReadonlyMap<number, string> = new Map([
  [401, "authentication_error"],
  [402, "billing_error"],
  [403, "permission_error"],
  [404, "not_found_error"],
  [408, "timeout_error"],
  [409, "conflict_error"],
  [413, "request_too_large"],
  [429, "rate_limit_error"],
  [503, "overloaded_error"],
  [504, "timeout_error"],
  [529, "overloaded_error"],
]);

/** The body of a refusal; the official client raises its class by the status and shows our code as `errorCode`. */
export function encodeError({ status, code, message, attempts }: ServedError) {
  const type = TYPES.get(status) ?? (status >= 500 ? "api_error" : "invalid_request_error");
  const told = { type, message, details: { error_code: code }, ...(attempts !== undefined && { attempts }) };
  return { type: "error", error: told, request_id: null };
}
