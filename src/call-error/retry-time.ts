import type { CallErrorCode } from "../call-error.ts";
import { isRecord } from "../util/record.ts";
import { durationMs, resetMs } from "../util/reset-time.ts";
import { retryAfterMs } from "../util/retry-after.ts";

/** What an answer may say of when to try again. */
export interface RetryHints {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly message?: string | undefined;
  readonly now: Date;
}

const LONGEST_MS = 24 * 60 * 60 * 1_000;

/** A provider's word on trying again wins over ours, but not where only money helps. */
export function shouldRetry(headers: RetryHints["headers"], code: CallErrorCode): boolean | undefined {
  const word = headerOf(headers, "x-should-retry")?.toLowerCase();
  if (word === "false") return false;
  return word === "true" && code !== "quota_spent" && code !== "payment_required" ? true : undefined;
}

/**
 * How long a provider asks to wait, in milliseconds, at most a day: by its `retry-after` headers, else by the body
 * (Google's `RetryInfo`, Hugging Face's `estimated_time`), else by the words of the message ("try again in 6m0s"), else
 * by the `…ratelimit…-reset` header of what is used up. Whatever makes no sense counts as not said.
 */
export function retryTimeOf({ headers, body, message, now }: RetryHints): number | undefined {
  return (
    fromRetryAfter(headers, now) ??
    fromBody(body, 0) ??
    (message === undefined ? undefined : fromMessage(message)) ??
    fromResets(headers, now)
  );
}

// Of several headers, or both kinds, the longest: Azure sends `retry-after: 1` beside `retry-after-ms: 0`.
function fromRetryAfter(headers: RetryHints["headers"], now: Date): number | undefined {
  const waits = ["retry-after-ms", "retry-after"].flatMap((name) =>
    valuesOf(headers, name).flatMap((value) => {
      const wait = retryAfterMs({ get: (asked) => (asked === name ? value : null) }, now);
      return wait ?? [];
    }),
  );
  return longest(waits);
}

function fromBody(body: unknown, depth: number): number | undefined {
  if (Array.isArray(body))
    return depth < 6 ? longest(body.flatMap((item) => fromBody(item, depth + 1) ?? [])) : undefined;
  if (!isRecord(body)) return undefined;
  const { retryDelay, estimated_time: estimatedSeconds, retry_after: seconds, error, details, metadata } = body;
  if (typeof retryDelay === "string") return durationMs(retryDelay);
  const told = [estimatedSeconds, seconds].find((value) => typeof value === "number" && value >= 0);
  if (typeof told === "number") return limited(told * 1_000);
  if (depth >= 6) return undefined;
  return fromBody(error, depth + 1) ?? fromBody(details, depth + 1) ?? fromBody(metadata, depth + 1);
}

function fromMessage(message: string): number | undefined {
  const told =
    /\b(?:try again|retry) (?:in|after) ((?:\d{1,9}(?:\.\d{1,9})? ?(?:ms|s|m|h|d|seconds?|minutes?|hours?) ?){1,4})/i.exec(
      message.slice(0, 2_000),
    )?.[1];
  return told === undefined ? undefined : durationMs(told);
}

/** `x-ratelimit-reset-tokens: 6m0s`, `anthropic-ratelimit-requests-reset: 2026-05-18T11:42:16Z`, `x-ratelimit-reset: 1741305600000`. */
function fromResets(headers: RetryHints["headers"], now: Date): number | undefined {
  const all: number[] = [];
  const spent: number[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!name.includes("ratelimit") || !name.includes("reset") || value === undefined) continue;
    const wait = resetMs(typeof value === "string" ? value : (value[0] ?? ""), now.getTime());
    if (wait === undefined) continue;
    all.push(wait);
    if (headerOf(headers, name.replace("reset", "remaining")) === "0") spent.push(wait);
  }
  return longest(spent) ?? longest(all);
}

function limited(milliseconds: number): number {
  return Math.ceil(Math.min(Math.max(milliseconds, 0), LONGEST_MS));
}

function longest(waits: readonly number[]): number | undefined {
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function headerOf(headers: RetryHints["headers"], name: string): string | undefined {
  return valuesOf(headers, name)[0]?.trim();
}

function valuesOf(headers: RetryHints["headers"], name: string): readonly string[] {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  const values = value === undefined ? [] : typeof value === "string" ? [value] : value;
  // Two headers that were joined: `1, 30`; a date holds a comma too.
  return values.flatMap((text) => (/^[\d.,\s]+$/.test(text) ? text.split(",") : text));
}
