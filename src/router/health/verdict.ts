import type { CallErrorCode } from "../../call-error.ts";

/** What an outcome says of the target or its key; `nothing`: somebody else is to blame. */
export type Verdict =
  | "well"
  /** One of the failures that, when they are many, open the breaker. */
  | "failed"
  /** Too much for this key at this model. */
  | "throttled"
  /** This key may not use this model. */
  | "no_access"
  /** This key is not accepted. */
  | "refused_key"
  /** This key has nothing left to spend. */
  | "spent_key"
  | "nothing";

/** What every code of an error says of the one who was called; a model that is not there, or a request nobody would take, says nothing. */
const VERDICTS: Readonly<Record<CallErrorCode, Verdict>> = {
  invalid_request: "nothing",
  unsupported_request: "nothing",
  request_too_large: "nothing",
  context_too_long: "nothing",
  content_refused: "nothing",
  missing_key: "refused_key",
  invalid_key: "refused_key",
  // Rights are mostly given by the model (AWS Bedrock, OpenAI's projects), so the key stays in use for others.
  forbidden: "no_access",
  quota_spent: "spent_key",
  payment_required: "spent_key",
  model_not_found: "nothing",
  rate_limited: "throttled",
  overloaded: "failed",
  server_error: "failed",
  unreachable: "failed",
  connect_timeout: "failed",
  first_content_timeout: "failed",
  idle_timeout: "failed",
  total_timeout: "failed",
  redirected: "failed",
  malformed_answer: "failed",
  answer_too_large: "nothing",
  stream_truncated: "failed",
  conflict: "nothing",
  provider_error: "nothing",
  aborted: "nothing",
};

/** What the code of an error says of the one who was called. */
export function verdictOn(code: CallErrorCode): Verdict {
  return VERDICTS[code];
}
