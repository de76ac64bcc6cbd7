import { CODE_MEANINGS } from "../call-error/codes.ts";
import { CallError, type CallErrorCode, type CallErrorOptions } from "../call-error.ts";
import { certificateProblem } from "../util/certificate-problem.ts";
import { networkFailure } from "../util/network-failure.ts";
import { redactText } from "../util/redact-text.ts";

/** A failed exchange, in our words only: nothing of what was sent or received stands in it. */
export function wireFailure(
  code: CallErrorCode,
  target: string,
  message: string,
  more: Partial<CallErrorOptions> = {},
): CallError {
  const { fault, retryable, advice } = CODE_MEANINGS[code];
  return new CallError(code, `${message}; ${advice}`, { fault, retryable, target, ...more });
}

/** What an error of the connection means; `hasHead` says whether status and headers had come. */
export function connectionFailure(error: unknown, target: string, origin: string, hasHead: boolean): CallError {
  const code = codeOf(error);
  const cause = new BareError(error, code);
  if (code === "UND_ERR_INVALID_ARG") return wireFailure("invalid_request", target, "not a valid request", { cause });
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return wireFailure("answer_too_large", target, `${origin} sent more headers than are taken`, { cause });
  }
  if (code === "PROXY_REFUSED") {
    // Its message is ours.
    const message = `cannot reach ${origin}: ${(error as Error).message}`;
    return wireFailure("unreachable", target, message, { cause, retryable: false });
  }
  if (isNotHttp(error)) return wireFailure("malformed_answer", target, `what ${origin} sent is not HTTP`, { cause });
  if (hasHead) {
    return wireFailure("stream_truncated", target, `the answer of ${origin} broke off${reasonOf(error)}`, { cause });
  }
  const certificate = certificateProblem(code);
  if (certificate !== undefined) {
    const { what, advice } = certificate;
    const message = `cannot reach ${origin}: ${what} (${code}); ${advice}`;
    return new CallError("unreachable", message, { fault: "target", retryable: false, target, cause });
  }
  // A server that wants a certificate of ours, or takes none of them, will not change its mind.
  const retryable = !/^ERR_SSL_.*CERT/.test(code);
  return wireFailure("unreachable", target, `cannot reach ${origin}${reasonOf(error)}`, { cause, retryable });
}

/** A caller that gave up, whatever was going on. */
export function abortFailure(target: string, signal: AbortSignal | undefined): CallError {
  return wireFailure("aborted", target, "given up before the answer was whole", { cause: signal?.reason });
}

/** A text of foreign origin without keys: the given ones, and whatever looks like one. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let hidden = text;
  for (const secret of secrets) {
    if (secret === "") continue;
    hidden = hidden.replaceAll(secret, "…").replaceAll(encodeURIComponent(secret), "…");
  }
  return redactText(hidden);
}

function reasonOf(error: unknown): string {
  const failure = networkFailure(error);
  return failure === undefined ? "" : ` (${failure.reason})`;
}

function codeOf(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === "object" && current !== null; depth++) {
    const { code, cause } = current as { code?: unknown; cause?: unknown };
    if (typeof code === "string") return code;
    current = cause;
  }
  return "";
}

function isNotHttp(error: unknown): boolean {
  // The parser's own error, which not always has a code; a body that ends early is a cut, and no other protocol.
  return error instanceof Error && error.name === "HTTPParserError" && !/EOF/.test(error.message);
}

/** Stands for an error of a library, which may hold bytes of the answer, by its name and code alone. */
class BareError extends Error {
  readonly code: string;

  constructor(error: unknown, code: string) {
    super(networkFailure(error)?.reason ?? "the exchange failed");
    this.name = "WireFailure";
    this.code = code;
  }
}
