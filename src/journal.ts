import { InvalidInputError } from "./errors.ts";
import { isRecord } from "./util/record.ts";

/**
 * What one discovery found changed at one source, told of one model. Absent numbers are unknown, `null` does not apply.
 * - `first`: the source answered for the first time, with `count` models; they are not listed one by one
 * - `renamed`: what was called `from` is called `to` now; `id` is the model in the registry that it means
 * - `price`: of the class `field` (`input`, `batch.output`), in USD per million tokens, or each
 * - `context`: the context window, in tokens
 * - `deprecated`: it is, or the day on which it ends has changed
 */
export type JournalEntry = {
  /** When it was found (ISO 8601). */
  at: string;
  source: string;
} & (
  | { kind: "first"; count: number }
  | { kind: "added" | "gone" | "returned"; id: string }
  | { kind: "renamed"; id: string; from?: string; to: string }
  | { kind: "price"; id: string; field: string; from?: number | null; to?: number | null }
  | { kind: "context"; id: string; from?: number | null; to?: number | null }
  | { kind: "deprecated"; id: string; status?: string; retiresAt?: string }
);

/** What reading a journal gave, oldest entries first. */
export interface JournalContent {
  entries: readonly JournalEntry[];
  /** Sentences a person must see: a line could not be read. */
  notices: readonly string[];
}

const isText = (value: unknown) => typeof value === "string";
const isTextOrAbsent = (value: unknown) => value === undefined || isText(value);
const isAmountOrAbsent = (value: unknown) => value === undefined || value === null || Number.isFinite(value);

const PARTS: ReadonlyMap<unknown, Readonly<Record<string, (value: unknown) => boolean>>> = new Map([
  ["first", { count: Number.isFinite }],
  ["added", { id: isText }],
  ["gone", { id: isText }],
  ["returned", { id: isText }],
  ["renamed", { id: isText, from: isTextOrAbsent, to: isText }],
  ["price", { id: isText, field: isText, from: isAmountOrAbsent, to: isAmountOrAbsent }],
  ["context", { id: isText, from: isAmountOrAbsent, to: isAmountOrAbsent }],
  ["deprecated", { id: isText, status: isTextOrAbsent, retiresAt: isTextOrAbsent }],
]);

/** Whether data from outside is an entry of a journal. */
export function isJournalEntry(value: unknown): value is JournalEntry {
  if (!isRecord(value) || !isText(value.source) || Number.isNaN(Date.parse(String(value.at)))) return false;
  const parts = PARTS.get(value.kind);
  return parts !== undefined && Object.entries(parts).every(([name, holds]) => holds(value[name]));
}

/**
 * A moment as ISO 8601, of a date or its text; a day begins at midnight UTC.
 * @throws {InvalidInputError}
 */
export function parseSince(since: Date | string): string {
  const date = new Date(since);
  const isDate = typeof since !== "string" || /^\d{4}-\d\d-\d\d/.test(since.trim());
  if (isDate && !Number.isNaN(date.getTime())) return date.toISOString();
  const message = `expected a date like 2026-08-01 or 2026-08-01T12:00:00Z, got ${JSON.stringify(String(since).slice(0, 40))}`;
  throw new InvalidInputError("since", [{ path: "", message }]);
}
