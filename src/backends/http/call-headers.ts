import { CallError } from "../../call-error.ts";

/** What a caller may send beside a backend's own headers: tracing, attribution, features in trial. */
const ALLOWED: ReadonlySet<string> = new Set([
  "anthropic-beta",
  "baggage",
  "http-referer",
  "idempotency-key",
  "openai-beta",
  "traceparent",
  "tracestate",
  "x-client-request-id",
  "x-correlation-id",
  "x-grok-conv-id",
  "x-request-id",
  "x-session-id",
  "x-title",
]);

/**
 * The headers of one call, in lower case.
 * @throws {CallError} `unsupported_request` for one that is not on the list: keys and cookies are the backend's affair
 */
export function callHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!ALLOWED.has(lower)) {
      const known = [...ALLOWED].join(", ");
      const message = `a call cannot send the header "${lower}"; it may send ${known}; others are given to the backend`;
      throw new CallError("unsupported_request", message, { fault: "request", field: `headers.${lower}` });
    }
    allowed[lower] = value;
  }
  return allowed;
}
