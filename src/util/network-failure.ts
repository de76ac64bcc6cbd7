import { certificateProblem } from "./certificate-problem.ts";

/** Why a connection did not come about or broke, in words, with the code of the system or the client library. */
export interface NetworkFailure {
  code: string;
  reason: string;
}

const REASONS = new Map([
  ["ECONNREFUSED", "connection refused"],
  ["ECONNRESET", "connection reset"],
  ["EPIPE", "connection closed early"],
  ["UND_ERR_SOCKET", "connection closed early"],
  ["ENOTFOUND", "no such host"],
  ["EAI_AGAIN", "host name could not be looked up"],
  ["ETIMEDOUT", "no connection in time"],
  ["UND_ERR_CONNECT_TIMEOUT", "no connection in time"],
  ["UND_ERR_HEADERS_TIMEOUT", "no answer in time"],
  ["UND_ERR_BODY_TIMEOUT", "the answer stalled"],
  ["EHOSTUNREACH", "no route to the host"],
  ["ENETUNREACH", "no network"],
  ["EACCES", "not permitted"],
  ["EPERM", "not permitted"],
]);

/** The network failure behind an error of `fetch`; `undefined` when it was something else. */
export function networkFailure(error: unknown): NetworkFailure | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === "object" && current !== null; depth++) {
    const { code, cause, errors, message } = current as Partial<
      Record<"code" | "cause" | "errors" | "message", unknown>
    >;
    // Ports of other protocols, refused without asking (https://fetch.spec.whatwg.org/#port-blocking).
    if (message === "bad port") return { code: "bad port", reason: "a port that the Fetch standard blocks" };
    const failure = typeof code === "string" ? byCode(code) : undefined;
    if (failure !== undefined) return failure;
    // Several addresses of one host are tried; the last error is as good as any.
    current = Array.isArray(errors) ? errors.at(-1) : cause;
  }
  return undefined;
}

function byCode(code: string): NetworkFailure | undefined {
  const known = REASONS.get(code);
  if (known !== undefined) return { code, reason: known };
  const problem = certificateProblem(code);
  if (problem !== undefined) return { code, reason: `${problem.what}, ${code}` };
  if (/^(ERR_SSL|EPROTO)/.test(code)) return { code, reason: `no secure connection, ${code}` };
  if (/^HPE_/.test(code)) return { code, reason: "the answer is not HTTP" };
  return /^(E[A-Z]+|UND_ERR_\w+)$/.test(code) ? { code, reason: code } : undefined;
}
