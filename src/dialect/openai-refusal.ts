import type { ServedError } from "../served-dialect.ts";
import type { UnknownRecord } from "../util/record.ts";

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

/** What OpenAI's clients are told of a failure (https://platform.openai.com/docs/guides/error-codes); they choose the class by the status. */
export function openaiRefusal({ status, code, message, field, attempts }: ServedError): UnknownRecord {
  const type = TYPES.get(status) ?? (status >= 500 ? "server_error" : "invalid_request_error");
  const told = { message, type, param: field ?? null, code: CODES.get(code) ?? code };
  return attempts === undefined ? told : { ...told, attempts };
}
