/** One score as a benchmark publishes it. */
export interface ScoreRow {
  /** The model, by the benchmark's name for it. */
  name: string;
  /** Who makes the model, where the benchmark says so. */
  vendor?: string;
  /** What was measured: `aider/polyglot`, `lmarena/text`. */
  benchmark: string;
  score: number;
  /** How the model was run, where that is not its usual way (`high`, `Claude Code, medium`). */
  setting?: string;
  /** Where it is published. */
  source?: string;
  /** When it was measured, or published (YYYY-MM-DD). */
  date?: string;
  /** What else is worth keeping: rank, votes, cost of the run. */
  more?: Readonly<Record<string, number | string>>;
}

/** A document that was read, and the name of its file without folder and ending. */
export interface ScoreDocument {
  value: unknown;
  file: string;
}

export type SkipRow = (row: string, reason: string) => void;

/** Reads the scores of one kind of document; `undefined` where the document is of another kind. */
export type ScoreReader = (document: ScoreDocument, skip: SkipRow) => ScoreRow[] | undefined;

/** A name as a part of a key: lower-case letters, digits and dots, with dashes between. */
export function toKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** The day of a date or time, where it is one. */
export function dayOf(value: unknown): string | undefined {
  const day = typeof value === "string" ? value.slice(0, 10) : "";
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Only the numbers and words among some fields. */
export function given(fields: Readonly<Record<string, unknown>>): Record<string, number | string> {
  const entries = Object.entries(fields).filter(([, value]) => isNumber(value) || (typeof value === "string" && value));
  return Object.fromEntries(entries) as Record<string, number | string>;
}
