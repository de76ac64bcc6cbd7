import type { AttemptEvent } from "../attempt.ts";
import { usdText } from "../cost/decimal.ts";
import { InvalidInputError } from "../errors.ts";
import type { Ledger, LedgerGroup, LedgerQuery, LedgerTotal } from "../ledger.ts";
import type { Writable } from "../util/writable.ts";
import { AttemptRing } from "./memory/attempt-ring.ts";

export interface MemoryLedgerOptions {
  /** How many attempts are kept, one that is told twice among them twice; the oldest make room for new ones. @default 10_000 */
  readonly size?: number;
}

/**
 * Keeps the newest attempts in this process; totals are those of what is kept.
 * @throws {InvalidInputError} for a size that is no whole number from 1
 */
export function memoryLedger({ size = 10_000 }: MemoryLedgerOptions = {}): Ledger {
  if (!Number.isInteger(size) || size < 1)
    throw new InvalidInputError("memoryLedger", [
      { path: "size", message: `expected a whole number from 1, got ${size}` },
    ]);
  const kept = new AttemptRing(size);

  /** Those that fit, of each id the first; which that are is looked for here, for every call records and few read. */
  function* newestFirst(query: LedgerQuery): Generator<AttemptEvent> {
    const fits = matcher(query);
    const ids: (string | undefined)[] = [];
    const firsts = new Map<string | undefined, number>();
    for (let after = 0; after < kept.length; after += 1) {
      const id = kept.idOfNewest(after);
      ids.push(id);
      firsts.set(id, after);
    }
    for (let after = 0; after < ids.length; after += 1) {
      if (firsts.get(ids[after]) !== after) continue;
      const attempt = kept.newest(after);
      if (attempt !== undefined && fits(attempt)) yield attempt;
    }
  }

  return {
    record: (attempt) => kept.add(attempt),
    async attempts(query = {}) {
      const { limit = 100 } = query;
      const found: AttemptEvent[] = [];
      if (limit <= 0) return found;
      for (const attempt of newestFirst(query)) if (found.push(attempt) >= limit) break;
      return found;
    },
    async totals(by, query = {}) {
      const totals = new Map<string, Sum>();
      for (const attempt of newestFirst(query)) {
        for (const group of GROUPS[by](attempt)) {
          const sum = totals.get(group) ?? emptySum();
          totals.set(group, sum);
          add(sum, attempt);
        }
      }
      return [...totals]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([group, { picoUsd, ...counts }]): LedgerTotal => ({ group, ...counts, cost: usdText(picoUsd) }));
    },
    flush: async () => undefined,
    close: async () => undefined,
  };
}

/** The groups an attempt counts in; the one without a name is that of what has none. */
const GROUPS: Readonly<Record<LedgerGroup, (attempt: AttemptEvent) => readonly string[]>> = {
  route: ({ route }) => [route],
  target: ({ target }) => [target],
  backend: ({ backend }) => [backend],
  caller: ({ caller = "" }) => [caller],
  tag: ({ tags }) => (tags.length === 0 ? [""] : [...new Set(tags)]),
  day: ({ startedAt }) => [startedAt.slice(0, 10)],
};

function matcher(query: LedgerQuery): (attempt: AttemptEvent) => boolean {
  const { since, until, route, target, caller, tag, outcome } = query;
  const from = since?.getTime() ?? Number.NEGATIVE_INFINITY;
  const to = until?.getTime() ?? Number.POSITIVE_INFINITY;
  const isTimed = since !== undefined || until !== undefined;
  return (attempt) => {
    if (route !== undefined && attempt.route !== route) return false;
    if (target !== undefined && attempt.target !== target) return false;
    if (caller !== undefined && attempt.caller !== caller) return false;
    if (tag !== undefined && !attempt.tags.includes(tag)) return false;
    if (outcome !== undefined && attempt.outcome !== outcome) return false;
    if (!isTimed) return true;
    const at = Date.parse(attempt.startedAt);
    return at >= from && at < to;
  };
}

interface Sum extends Writable<Omit<LedgerTotal, "group" | "cost">> {
  picoUsd: bigint;
}

function emptySum(): Sum {
  return { attempts: 0, failed: 0, input: 0, output: 0, unpriced: 0, estimated: 0, picoUsd: 0n };
}

function add(sum: Sum, { outcome, usage, cost }: AttemptEvent): void {
  sum.attempts += 1;
  if (outcome === "failed") sum.failed += 1;
  if (usage !== undefined) {
    sum.input += usage.totalInput;
    sum.output += usage.totalOutput;
  }
  if (cost === undefined ? usage !== undefined : cost.usd === null) sum.unpriced += 1;
  else if (cost !== undefined && cost.usd !== null) {
    sum.picoUsd += cost.picoUsd;
    if (cost.basis === "estimated") sum.estimated += 1;
  }
}
