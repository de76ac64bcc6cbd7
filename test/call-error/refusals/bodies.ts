import type { CallErrorCode } from "../../../src/call-error.ts";

/** A refused request, as services answer it, and what it must be taken for. */
export type Refusal = [provider: string, status: number | undefined, body: unknown, code: CallErrorCode, extra?: Extra];

export interface Extra {
  hasKey?: boolean;
  headers?: Record<string, string>;
  fault?: string;
  retryable?: boolean;
}

export const openai = (code: string | null, message: string, type = "invalid_request_error") => ({
  error: { message, type, param: null, code },
});
export const anthropic = (type: string, message: string) => ({
  type: "error",
  error: { type, message },
  request_id: "req_1",
});
export const google = (code: number, status: string, message: string, details?: unknown[]) => ({
  error: { code, message, status, ...(details && { details }) },
});
export const aws = (type: string, message = "x") => ({ __type: `com.amazon.coral.service#${type}`, message });
export const once = { retryable: false };
export const later = { retryable: true };
