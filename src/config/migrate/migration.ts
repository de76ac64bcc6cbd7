import type { MigrationRemark } from "./ledger.ts";
import type { MigrationFormat } from "./recognise.ts";

/** How a file is migrated. */
export interface MigrateOptions {
  /** The name under which places in it are told. @default "config" */
  readonly file?: string;
  /** What the file is. @default what its content says */
  readonly from?: MigrationFormat;
  /** Where the models of a list are called, which says nothing of that itself. */
  readonly baseUrl?: string;
}

/** What became of a file of another tool, or of an old form of our own. */
export interface MigrationResult {
  readonly from: MigrationFormat;
  /** The config in the new form; empty when nothing could be carried over. */
  readonly yaml: string;
  /** Exposed models that were carried over. */
  readonly carried: number;
  /** Every place of the old file that is not carried over, and why, in the order of the file. */
  readonly unsupported: readonly MigrationRemark[];
  /** What was read as something that is not quite the same. */
  readonly notes: readonly MigrationRemark[];
}
