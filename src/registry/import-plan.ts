import type { JournalEntry } from "../journal.ts";
import type { StoredModel } from "../store.ts";
import type { ImportResult } from "./import-result.ts";
import type { NameIndex } from "./name-index.ts";

/** What the registry must tell so that an answer can be compared with it. */
export interface Known {
  models: ReadonlyMap<string, StoredModel>;
  names: Pick<NameIndex, "withAlias" | "lookUp">;
  now: string;
  /** Whether the origin has answered before. */
  asked: boolean;
}

/** An answer compared with what is known: the report, the stored models that change by it, and what to note of it. */
export interface ImportPlan {
  result: ImportResult;
  changes: ReadonlyMap<string, StoredModel>;
  journal: readonly JournalEntry[];
}
