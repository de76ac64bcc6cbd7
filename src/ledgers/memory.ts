import type { AttemptEvent } from "../attempt.ts";
import { usdText } from "../cost/decimal.ts";
import { InvalidInputError } from "../errors.ts";
import type { Ledger, LedgerGroup, LedgerQuery, LedgerTotal } from "../ledger.ts";
import type { Writable } from "../util/writable.ts";

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
  // A ring: once it is full, `next` is both the oldest and where the newest goes.
  const ring: AttemptEvent[] = [];
  let next = 0;

  /** Where each attempt stands. Looked for when somebody reads, for every call records and few read. */
  const placesById = (): ReadonlyMap<string, number> => {
    const places = new Map<string, number>();
    for (let place = 0; place < ring.length; place += 1) {
      const at = ring.length < size ? place : (next + place) % size;
      const id = ring[at]?.id;
      if (id !== undefined && !places.has(id)) places.set(id, at);
    }
    return places;
  };

  function* newestFirst(query: LedgerQuery): Generator<AttemptEvent> {
    const fits = matcher(query);
    const places = placesById();
    for (let back = 1; back <= ring.length; back++) {
      const at = (next - back + ring.length) % ring.length;
      const attempt = ring[at];
      if (attempt !== undefined && places.get(attempt.id) === at && fits(attempt)) yield attempt;
    }
  }

  return {
    record(attempt) {
      ring[next] = attempt;
      next = (next + 1) % size;
    },
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
