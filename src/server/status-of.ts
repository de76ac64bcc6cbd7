import type { CallErrorCode } from "../call-error.ts";
import type { RouteErrorCode } from "../config/route-error.ts";
import { ModelMallError, type StateErrorCode } from "../errors.ts";
import type { PassedOver } from "../router.ts";
import { RouterError, type RouterErrorCode } from "../router-error.ts";
import type { ServedError } from "../served-dialect.ts";
import { own } from "../util/record.ts";
import { Refusal } from "./refusal.ts";
import { toldAttempts } from "./told-attempts.ts";

/** What a client is told of a failure. */
export interface Told {
  readonly error: ServedError;
  /** Whether the same request may succeed later: clients that try again by themselves are told not to where it cannot. */
  readonly retryable: boolean;
  /** How many tries at targets there were, where that is known. */
  readonly attempts?: number;
  /** Who was not asked when it was their turn. */
  readonly passedOver?: readonly PassedOver[];
  /** Whether nobody foresaw it: then the client is told nothing of it, and the log all. */
  readonly isUnexpected: boolean;
}

type KnownCode =
  | CallErrorCode
  | RouteErrorCode
  | RouterErrorCode
  | StateErrorCode
  | "invalid_input"
  | "ambiguous_model";

/**
 * HTTP's status of every failure a call can end with. What is wrong between the gateway and a provider, its keys too, is
 * never told as the client's own fault.
 */
export const STATUSES: Readonly<Record<KnownCode, number>> = {
  // the request
  invalid_request: 400,
  unsupported_request: 400,
  request_too_large: 413,
  context_too_long: 400,
  content_refused: 400,
  invalid_input: 400,
  ambiguous_model: 400,
  too_expensive: 400,
  // where it leads
  model_not_found: 404,
  route_not_found: 404,
  route_disabled: 404,
  no_target: 400,
  capability_disabled: 400,
  // the gateway's accounts
  missing_key: 502,
  invalid_key: 502,
  forbidden: 502,
  quota_spent: 502,
  payment_required: 502,
  credentials_exhausted: 502,
  // the target
  rate_limited: 429,
  overloaded: 503,
  server_error: 502,
  unreachable: 502,
  connect_timeout: 504,
  first_content_timeout: 504,
  idle_timeout: 504,
  total_timeout: 504,
  redirected: 502,
  malformed_answer: 502,
  answer_too_large: 502,
  stream_truncated: 502,
  conflict: 409,
  provider_error: 502,
  targets_failed: 502,
  unavailable: 503,
  deadline: 504,
  // the gateway's own limits
  limited: 429,
  queue_full: 429,
  budget_spent: 429,
  closed: 503,
  state_failed: 503,
  state_closed: 503,
  // the client
  aborted: 499,
};

/** A failure of every target is told as what it was where it was the same everywhere, and waiting or another name would help. */
const TOLD_AS_IT_WAS: ReadonlySet<number> = new Set([404, 409, 429, 503, 504]);

const NOT_ROUTED = { attempts: undefined, decision: undefined };

const UNEXPECTED: Told = {
  error: { status: 500, code: "internal_error", message: "the gateway failed; its log says more" },
  retryable: true,
  isUnexpected: true,
};

/** What a client is told of whatever was thrown. */
export function toldOf(error: unknown): Told {
  if (!ModelMallError.is(error)) return UNEXPECTED;
  if (error instanceof Refusal) return told(error, error.status, error.code);
  const status = own(STATUSES, error.code);
  if (typeof status !== "number") return UNEXPECTED;
  if (error.code === "targets_failed") return failureOfAll(error, status);
  // A provider that understood a request and still cannot take it says so by 422.
  const is422 = error.code === "invalid_request" && "status" in error && error.status === 422;
  return told(error, is422 ? 422 : status, error.code === "route_not_found" ? "model_not_found" : error.code);
}

function failureOfAll(error: ModelMallError, otherwise: number): Told {
  const errors = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  const codes = new Set<unknown>(errors.map((one) => (ModelMallError.is(one) ? one.code : undefined)));
  const [code] = codes;
  const status = codes.size === 1 && typeof code === "string" ? own(STATUSES, code) : undefined;
  const isSame = typeof status === "number" && typeof code === "string" && TOLD_AS_IT_WAS.has(status);
  return isSame ? told(error, status, code) : told(error, otherwise, error.code);
}

function told(error: ModelMallError, status: number, code: string): Told {
  const field = "field" in error && typeof error.field === "string" ? error.field : undefined;
  const { message, retryable, retryAfterMs } = error;
  const { attempts, decision } = error instanceof RouterError ? error : NOT_ROUTED;
  return {
    error: {
      status,
      code,
      message,
      ...(field !== undefined && { field }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(attempts !== undefined && attempts.length > 0 && { attempts: toldAttempts(attempts) }),
    },
    retryable,
    isUnexpected: false,
    ...(attempts !== undefined && { attempts: attempts.length }),
    ...(decision?.passedOver !== undefined && { passedOver: decision.passedOver }),
  };
}
