import type { SourceError } from "../errors.ts";
import type { ImportResult } from "../registry/import-result.ts";
import type { OriginKind } from "../source.ts";

/**
 * How asking a source ended: its answer was taken in (`ok`), it said that nothing has changed (`unchanged`), its last
 * answer is young enough (`fresh`), its answer is implausibly short (`refused`), or there was no usable answer (`failed`).
 */
export type SourceStatus = "ok" | "unchanged" | "fresh" | "refused" | "failed";

/** What asking one source gave: what taking its answer in did, or why there was none; for `unchanged` and `fresh`, `found` is from the last time. */
export interface SourceReport extends ImportResult {
  source: string;
  kind: OriginKind;
  status: SourceStatus;
  /** Where it was asked, without user, password and query. */
  address?: string;
  /** Why it failed. */
  error?: SourceError;
  durationMs: number;
  /** When it was asked (ISO 8601); for `fresh`, when it was asked last. */
  askedAt: string;
}

/** What a discovery did, source by source, in the order in which the answers were taken in. */
export interface DiscoveryReport {
  sources: readonly SourceReport[];
  /** The sources that were not named, and not asked because something they need is not set. */
  notAsked: readonly NotAsked[];
  durationMs: number;
}

/** A source that was not asked, and what would have to be set. */
export interface NotAsked {
  source: string;
  reason: string;
}
