import { CallError } from "../../call-error.ts";
import { ModelMallError } from "../../errors.ts";
import { redactSecrets } from "../../util/redact-secrets.ts";

/** What an error must say beside what went wrong. */
export interface Aim {
  /** `backend/model-id`. */
  readonly target: string;
  readonly secrets: readonly string[];
  /** Which of several keys was used; told with failures another key may not have. */
  readonly keyPosition?: string | undefined;
  /** What was under way, for an error nobody foresaw. */
  readonly phase: "request" | "answer";
}

/** Any error of a call as a `CallError` that names its target and shows no key; errors of modelmall's other kinds stay as they are. */
export function aimError(error: unknown, aim: Aim): Error {
  if (error instanceof CallError) {
    const position = mayBeTheKeys(error) ? aim.keyPosition : undefined;
    return error.target !== undefined && position === undefined ? error : retold(error, aim, position);
  }
  if (ModelMallError.is(error)) return error;
  const detail = redactSecrets(error instanceof Error ? error.message : String(error), aim.secrets);
  const { target } = aim;
  return aim.phase === "request"
    ? new CallError("invalid_request", `the request cannot be read: ${detail}`, { fault: "request", target })
    : new CallError("malformed_answer", `the answer cannot be read: ${detail}`, {
        fault: "target",
        retryable: true,
        target,
      });
}

function mayBeTheKeys({ fault, code }: CallError): boolean {
  return fault === "credential" || code === "rate_limited";
}

function retold(error: CallError, { target, secrets }: Aim, position: string | undefined): CallError {
  const prefix = error.target === undefined ? "" : `${error.target}: `;
  const message = error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
  const { fault, retryable, retryAfterMs, status, providerCode, providerMessage, field, cause } = error;
  const hidden = redactSecrets(position === undefined ? message : `${message} (${position})`, secrets);
  return new CallError(error.code, hidden, {
    target,
    fault,
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(status !== undefined && { status }),
    ...(providerCode !== undefined && { providerCode: redactSecrets(providerCode, secrets) }),
    ...(providerMessage !== undefined && { providerMessage: redactSecrets(providerMessage, secrets) }),
    ...(field !== undefined && { field }),
    ...(cause !== undefined && { cause }),
  });
}
