import type { OriginKind } from "../source.ts";
import type { JsonValue } from "../util/json.ts";

/** How an origin's answer is taken into a registry. */
export interface ImportOptions {
  /** @default "directory" */
  kind?: OriginKind;
  /** Where it was asked, for the record; without user, password or query. */
  address?: string;
  etag?: string;
  /** Takes an answer that lists no models, or less than half of what the origin listed before. @default false */
  acceptFewer?: boolean;
}

/** A field of a model that an origin now states differently; `undefined` is unknown. */
export interface FieldChange {
  /** Dotted path: `pricing.input`. */
  path: string;
  from: JsonValue | undefined;
  to: JsonValue | undefined;
}

/** A model that an import changed, and what about it. */
export interface ModelChange {
  id: string;
  fields: readonly FieldChange[];
}

/** A name that means another model now, or a model that is listed under another id; `id` is the model it means. */
export interface Renaming {
  id: string;
  /** Absent where it is not known. */
  from?: string;
  to: string;
}

/** A row of an answer that was left out, and why. */
export interface SkippedRow {
  /** The row's id, or what could be read of it. */
  row: string;
  reason: string;
}

/** What an import did; ids are canonical. */
export interface ImportResult {
  /** How many usable models the origin listed. */
  found: number;
  added: readonly string[];
  changed: readonly ModelChange[];
  /** Listed before by this origin, and not now. */
  missing: readonly string[];
  /** Missing before, and listed again. */
  returned: readonly string[];
  /** What is called otherwise now; a model with a new id stands in `added` and, by its old one, in `missing` too. */
  renamed: readonly Renaming[];
  skipped: readonly SkippedRow[];
  /** Rows that were taken as a model with another id, by declared alias: listed id → id in the registry. */
  matched: ReadonlyMap<string, string>;
  /** Why nothing was changed, when the answer was refused. */
  refused?: string;
}
