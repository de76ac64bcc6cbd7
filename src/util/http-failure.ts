import { SourceError } from "../errors.ts";
import type { Complaint } from "./complaint.ts";
import { networkFailure } from "./network-failure.ts";
import { redactUrl } from "./redact-text.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Who asked where, for the text of a failure. */
export interface Asked {
  source: string;
  url: URL;
  /** The environment variable that holds the key. */
  keyVariable?: string | undefined;
  hadKey: boolean;
}

/** What a status other than success means, and what to do about it. */
export function statusFailure(
  asked: Asked,
  { status, headers }: { status: number; headers: { get(name: string): string | null } },
  now: Date,
  { message: said, isAboutKey, isAboutQuota }: Complaint,
): SourceError {
  const where = `HTTP ${status} ${at(asked)}`;
  const wait = retryAfterMs(headers, now);
  const options = { status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  const fail = (message: string, more: { retryable?: boolean; fault?: "credential" } = {}) =>
    new SourceError("source_status", asked.source, message, { ...options, ...more });
  const again = wait === undefined ? "try again later" : `try again in ${Math.ceil(wait / 1_000)} s`;
  const theKey = asked.keyVariable === undefined ? "its key" : `the key in ${asked.keyVariable}`;
  // Some say 400 where others say 401 (xAI, Google).
  const isRefusedKey = status === 401 || (status === 400 && isAboutKey);
  const because = said === undefined ? "" : `: ${said}`;
  if (isRefusedKey && !asked.hadKey) {
    const set = asked.keyVariable === undefined ? "give it a key" : `set ${asked.keyVariable} to one`;
    return fail(`a key is needed (${where}); ${set}`, { fault: "credential" });
  }
  if (isRefusedKey) return fail(`the key was refused (${where}); check ${theKey}`, { fault: "credential" });
  if (status === 402 || (status === 429 && isAboutQuota)) {
    return fail(`nothing is left to spend (${where}${because}); check plan and billing`, { fault: "credential" });
  }
  if (status === 403)
    return fail(`not allowed (${where}${because}); check what ${theKey} may read`, { fault: "credential" });
  if (status === 404) return fail(`nothing is there (${where}); check the address`);
  if (status === 429) return fail(`asked too often (${where}); ${again}`, { retryable: true });
  if (status === 408 || status === 425 || status >= 500) {
    return fail(`the service failed (${where}); ${again}`, { retryable: true });
  }
  return fail(`unexpected answer (${where}${because}); check the address`);
}

/** What an error thrown by `fetch` or while reading the body means. */
export function fetchFailure(asked: Asked, error: unknown, signal: AbortSignal): SourceError {
  if (error instanceof SourceError) return error;
  if (signal.aborted) return abortFailure(asked.source, signal);
  const network = networkFailure(error);
  if (network === undefined) {
    // The cause is left out: it may quote a header, and with it the key.
    return new SourceError(
      "source_failed",
      asked.source,
      `the request could not be made or its answer not read, ${at(asked)}`,
    );
  }
  return new SourceError(
    "source_unreachable",
    asked.source,
    `not reachable ${at(asked)} (${network.reason}); check the address and the network`,
    { cause: error, retryable: true },
  );
}

/** The failure of a discovery whose signal was aborted: the deadline's own error, or that the caller gave up. */
export function abortFailure(source: string, signal: AbortSignal): SourceError {
  if (signal.reason instanceof SourceError) return signal.reason;
  return new SourceError("source_aborted", source, "stopped before it had answered", { fault: "caller" });
}

/** Where an answer came from, as it may be shown. */
export function at(asked: Asked): string {
  return `at ${redactUrl(asked.url)}`;
}
