import type { Clock } from "../../router.ts";

/** Why a retry is made: the target failed for a moment, or is asked too much. */
export type RetryCause = "transient" | "throttled";

/** How much may still be retried at each backend, so that a backend in trouble is not asked twice for everything. */
export interface RetryBudget {
  /** Pays for a retry; `false`: there is nothing left, and none is made. */
  take(backend: string, cause: RetryCause): boolean;
  /** A call went well: gives back what its retry took, or one token where it was none. */
  refund(backend: string, cause?: RetryCause): void;
}

// The figures of the AWS SDKs: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, `Retry` in @smithy/core
const TOKENS = 500;
const COSTS: Readonly<Record<RetryCause, number>> = { transient: 14, throttled: 5 };
// Beyond theirs: whoever makes few calls earns little back, so an empty bucket is full again after ten minutes.
const TOKENS_PER_MS = TOKENS / 600_000;
/** More than configs have; names that callers bring along must not pile up. */
const MOST_BACKENDS = 1_000;

/** A bucket of 500 tokens for each backend; a retry takes 14, one after a rate limit 5, and success gives back. */
export function createRetryBudget(clock: Clock): RetryBudget {
  const buckets = new Map<string, { tokens: number; filledAt: number }>();

  const bucketOf = (backend: string) => {
    const now = clock.now();
    const known = buckets.get(backend);
    if (known === undefined) {
      if (buckets.size >= MOST_BACKENDS) forgetFull(now);
      const fresh = { tokens: TOKENS, filledAt: now };
      buckets.set(backend, fresh);
      return fresh;
    }
    known.tokens = Math.min(TOKENS, known.tokens + Math.max(0, now - known.filledAt) * TOKENS_PER_MS);
    known.filledAt = now;
    return known;
  };

  // A full bucket says nothing; where none is full, the oldest goes.
  const forgetFull = (now: number) => {
    for (const [backend, { tokens, filledAt }] of buckets) {
      if (tokens + (now - filledAt) * TOKENS_PER_MS >= TOKENS) buckets.delete(backend);
    }
    const [oldest] = buckets.keys();
    if (buckets.size >= MOST_BACKENDS && oldest !== undefined) buckets.delete(oldest);
  };

  return {
    take(backend, cause) {
      const bucket = bucketOf(backend);
      if (bucket.tokens < COSTS[cause]) return false;
      bucket.tokens -= COSTS[cause];
      return true;
    },
    refund(backend, cause) {
      // What was never taken from is full.
      if (!buckets.has(backend)) return;
      const bucket = bucketOf(backend);
      bucket.tokens = Math.min(TOKENS, bucket.tokens + (cause === undefined ? 1 : COSTS[cause]));
    },
  };
}
