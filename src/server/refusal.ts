import { ModelMallError } from "../errors.ts";

/** Why the gateway itself turns a request away. */
export type RefusalCode =
  | "invalid_request"
  | "missing_key"
  | "invalid_key"
  | "host_refused"
  | "origin_refused"
  | "not_found"
  | "method_not_allowed"
  | "request_too_large"
  | "unsupported_media_type"
  | "idempotency_key_in_use"
  | "idempotency_key_reused"
  | "overloaded"
  | "closing"
  | "client_gone";

/** What is told beside the message. */
export interface RefusalOptions {
  /** The field of the request it is about. */
  readonly field?: string;
  readonly retryAfterMs?: number;
  /** Sent with it, name and value by turns: `["allow", "POST"]`. */
  readonly headers?: readonly string[];
}

/** HTTP's status of each. */
const STATUSES: Readonly<Record<RefusalCode, number>> = {
  invalid_request: 400,
  missing_key: 401,
  invalid_key: 401,
  host_refused: 403,
  origin_refused: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_in_use: 409,
  idempotency_key_reused: 422,
  overloaded: 503,
  closing: 503,
  client_gone: 499,
};

/** A request the gateway turns away before any router is asked. */
export class Refusal extends ModelMallError {
  declare readonly code: RefusalCode;
  readonly status: number;
  readonly field: string | undefined;
  readonly headers: readonly string[];

  constructor(code: RefusalCode, message: string, { field, retryAfterMs, headers = [] }: RefusalOptions = {}) {
    super(code, message, {
      retryable: retryAfterMs !== undefined,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
    this.status = STATUSES[code];
    this.field = field;
    this.headers = headers;
  }
}
