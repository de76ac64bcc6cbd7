import { type Fault, ModelMallError, type ModelMallErrorOptions } from "./errors.ts";

/** What went wrong with a call; each code has its row in docs/errors.md. */
export type CallErrorCode =
  // the request: every target would refuse it
  | "invalid_request"
  | "unsupported_request"
  | "request_too_large"
  | "context_too_long"
  | "content_refused"
  // the credential: another key may do
  | "missing_key"
  | "invalid_key"
  | "forbidden"
  | "quota_spent"
  | "payment_required"
  // the target: another may do
  | "model_not_found"
  | "rate_limited"
  | "overloaded"
  | "server_error"
  | "unreachable"
  | "connect_timeout"
  | "first_content_timeout"
  | "idle_timeout"
  | "total_timeout"
  | "redirected"
  | "malformed_answer"
  | "answer_too_large"
  | "stream_truncated"
  | "conflict"
  | "provider_error"
  // the caller
  | "aborted";

/** What is told beside the message. */
export interface CallErrorOptions extends ModelMallErrorOptions {
  readonly fault: Fault;
  /** `backend/model-id`. */
  readonly target?: string;
  readonly status?: number;
  /** The provider's own code. */
  readonly providerCode?: string;
  /** The provider's own words, without keys. */
  readonly providerMessage?: string;
  /** The field of the request it is about. */
  readonly field?: string;
}

/** A call to a model failed; `fault` says who could do better, `retryable` whether the same target may later. */
export class CallError extends ModelMallError {
  declare readonly code: CallErrorCode;
  readonly target: string | undefined;
  readonly status: number | undefined;
  readonly providerCode: string | undefined;
  readonly providerMessage: string | undefined;
  readonly field: string | undefined;

  constructor(code: CallErrorCode, message: string, options: CallErrorOptions) {
    const { target } = options;
    super(code, target === undefined ? message : `${target}: ${message}`, options);
    this.target = target;
    this.status = options.status;
    this.providerCode = options.providerCode;
    this.providerMessage = options.providerMessage;
    this.field = options.field;
  }
}
