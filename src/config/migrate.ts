import { ConfigError } from "./config-error.ts";
import type { MigrateOptions, MigrationResult } from "./migrate/migration.ts";
import { MIGRATION_FORMATS } from "./migrate/recognise.ts";
import type { ConfigProblem } from "./problem.ts";

export type { MigrationRemark } from "./migrate/ledger.ts";
export type { MigrateOptions, MigrationResult } from "./migrate/migration.ts";
export type { MigrationFormat } from "./migrate/recognise.ts";

/**
 * Turns a file of LiteLLM, Portkey or `llm`, a list of models or an old form of our own into a config in the new form.
 * Nothing is dropped in silence: what is not carried over is listed by path.
 * @throws {ConfigError} for what cannot be read, and for files of any other kind
 */
export async function migrate(text: string, options: MigrateOptions = {}): Promise<MigrationResult> {
  const { from, file = "config" } = options;
  if (from !== undefined && !MIGRATION_FORMATS.includes(from)) {
    const message = `expected one of ${MIGRATION_FORMATS.join(", ")} as the format to migrate from, got "${String(from).slice(0, 40)}"`;
    const problem: ConfigProblem = { severity: "error", code: "unknown_format", path: "", message };
    throw new ConfigError([problem]);
  }
  const { migrateText } = await import("./migrate/migrate-text.ts");
  return migrateText(text, { ...options, file });
}
