import type { Retry } from "../../config.ts";

const BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 8_000;
const LONGEST_HINT_MS = 60_000;

/**
 * Milliseconds to wait before the n-th retry (from 1): "full jitter", anything between 0 and `backoffMs` × 2ⁿ, at most `maxBackoffMs`
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). A provider's own hint comes first and the jitter on top,
 * so that nobody comes before it and not all in the moment after; one longer than a minute is not waited for: `undefined`, try elsewhere.
 * By default the first retries of many callers spread over a second.
 */
export function waitBefore(
  retryNumber: number,
  { backoffMs = BACKOFF_MS, maxBackoffMs = MAX_BACKOFF_MS }: Retry,
  hintMs: number | undefined,
  random: number,
): number | undefined {
  const ceiling = Math.min(backoffMs * 2 ** Math.max(1, retryNumber), maxBackoffMs);
  const jitter = random * Math.max(0, ceiling);
  if (hintMs === undefined || Number.isNaN(hintMs) || hintMs <= 0) return jitter;
  return hintMs > LONGEST_HINT_MS ? undefined : hintMs + jitter;
}
