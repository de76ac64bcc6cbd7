import type { ServedError } from "../../served-dialect.ts";
import type { Item } from "./words.ts";

/** OpenAI's own words for what our codes say, where it has one that its clients look for. */
const CODES: ReadonlyMap<string, string> = new Map([
  ["context_too_long", "context_length_exceeded"],
  ["content_refused", "content_policy_violation"],
  ["invalid_key", "invalid_api_key"],
  ["missing_key", "invalid_api_key"],
  ["quota_spent", "insufficient_quota"],
  ["rate_limited", "rate_limit_exceeded"],
]);

const TYPES: ReadonlyMap<number, string> = new Map([
  [401, "authentication_error"],
  [403, "permission_error"],
  [404, "not_found_error"],
  [408, "timeout_error"],
  [429, "rate_limit_error"],
  [503, "overloaded_error"],
  [529, "overloaded_error"],
]);

/** The body of a refusal (https://platform.openai.com/docs/guides/error-codes); its clients choose the class by the status. */
export function encodeError(error: ServedError): Item {
  return { error: errorOf(error) };
}

/**
 * The event of a failure in a stream (https://platform.openai.com/docs/api-reference/responses-streaming/error). The
 * fields stand in it as documented, and in `error`, by which the official client knows that it has to throw.
 */
export function encodeErrorEvent(error: ServedError, place: number): Item {
  const told = errorOf(error);
  const { code, message, param } = told;
  return { type: "error", code, message, param, error: told, sequence_number: place };
}

function errorOf({ status, code, message, field }: ServedError): Item {
  const type = TYPES.get(status) ?? (status >= 500 ? "server_error" : "invalid_request_error");
  return { message, type, param: field ?? null, code: CODES.get(code) ?? code };
}
