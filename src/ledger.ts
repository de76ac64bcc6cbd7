import type { AttemptEvent } from "./attempt.ts";
import type { Cost } from "./usage.ts";

/** Where attempts and their cost are kept. */
export interface Ledger {
  /** Takes an attempt in; the same one twice is one. It does not wait for a disk, and never throws. */
  record(attempt: AttemptEvent): void;
  /** The attempts that fit, newest first. */
  attempts(query?: LedgerQuery): Promise<readonly AttemptEvent[]>;
  /** What was used and spent, by groups in the order of their names. */
  totals(by: LedgerGroup, query?: LedgerQuery): Promise<readonly LedgerTotal[]>;
  /** Waits until everything recorded is kept. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Which attempts; all that is given must hold. */
export interface LedgerQuery {
  readonly since?: Date;
  /** The first moment that is not in it. */
  readonly until?: Date;
  readonly route?: string;
  readonly target?: string;
  readonly caller?: string;
  readonly tag?: string;
  readonly outcome?: AttemptEvent["outcome"];
  /** @default 100 for attempts; totals count all */
  readonly limit?: number;
}

/** What totals are added up by. */
export type LedgerGroup = "route" | "target" | "backend" | "caller" | "tag" | "day";

/** What was used and spent in one group. */
export interface LedgerTotal {
  /** Its name, of a day `2026-01-31` (UTC); empty for attempts without a caller, or without any tag. */
  readonly group: string;
  readonly attempts: number;
  readonly failed: number;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  /** Exact; what is unknown is not in it. */
  readonly cost: Extract<Cost, { picoUsd: bigint }>["usd"];
  /** How many attempts used something at a price nobody knows. */
  readonly unpriced: number;
  /** How many of those in the cost were estimated, because their provider did not say what was used. */
  readonly estimated: number;
}
