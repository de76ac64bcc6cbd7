import { SourceError } from "../errors.ts";
import { type ModelInput, parseFacts, parseId } from "../model.ts";
import type { SkippedRow } from "../registry/import-result.ts";
import { toJson } from "../util/json.ts";
import { isRecord, own, type UnknownRecord } from "../util/record.ts";
import { redactText } from "../util/redact-text.ts";

/**
 * Copies of the rows that are plain data; the others are reported through `skip`.
 * @throws {SourceError} when there are rows and not one of them is a model: such an answer must not count as an empty one
 */
export function usableRows(
  source: string,
  rows: readonly unknown[],
  skipped: readonly SkippedRow[],
  skip: (row: string, reason: string) => void,
): ModelInput[] {
  const usable: ModelInput[] = [];
  let models = 0;
  let firstReason: string | undefined;
  for (const [index, row] of rows.entries()) {
    try {
      const copy = toJson(row, `row ${index + 1}`);
      if (!isRecord(copy)) throw new Error(`expected an object, got ${copy === null ? "null" : describe(copy)}`);
      // Checked for real by the importer, which also reports what is wrong; here one good row is enough.
      if (models === 0) models = countModel(copy, (reason) => (firstReason ??= reason));
      usable.push(copy as ModelInput);
    } catch (error) {
      const reason = redactText(error instanceof Error ? error.message : String(error));
      firstReason ??= reason;
      skip(label(row, index), reason);
    }
  }
  const seen = rows.length + skipped.length;
  if (models === 0 && seen > 0) {
    const reason = firstReason ?? skipped[0]?.reason ?? "no reason was given";
    throw new SourceError(
      "source_malformed",
      source,
      `none of the ${seen} rows of its answer is a model; the first: ${reason}`,
    );
  }
  return usable;
}

function countModel(row: UnknownRecord, onReason: (reason: string) => void): number {
  try {
    const id = parseId(own(row, "id"));
    parseFacts(row, `model ${id}`);
    return 1;
  } catch (error) {
    onReason(redactText(error instanceof Error ? error.message : String(error)));
    return 0;
  }
}

function label(row: unknown, index: number): string {
  try {
    const id = own(row, "id");
    if (typeof id === "string" && id !== "") return redactText(id);
  } catch {
    // A getter may throw; the row's number is enough.
  }
  return `row ${index + 1}`;
}

function describe(value: unknown): string {
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
