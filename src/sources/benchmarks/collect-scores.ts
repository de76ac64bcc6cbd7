import type { BenchmarkScore, ModelInput } from "../../model.ts";
import { findSubject } from "./find-subject.ts";
import { type ScoreRow, type SkipRow, toKey } from "./score-row.ts";

/** The scores of all documents as one row for each model, by the name it is to be found under. */
export function collectScores(
  rows: readonly ScoreRow[],
  aliases: ReadonlyMap<string, string>,
  skip: SkipRow,
): ModelInput[] {
  const unknown = new Set<string>();
  const models = new Map<string, Map<string, { row: ScoreRow; score: BenchmarkScore }>>();
  for (const row of rows) {
    const subject = findSubject(row.name, row.vendor, aliases);
    if (subject === undefined) {
      unknown.add(row.name);
      continue;
    }
    const { id, setting = row.setting } = subject;
    const key = setting === undefined ? row.benchmark : `${row.benchmark}:${toKey(setting)}`;
    const scores = models.get(id) ?? new Map();
    models.set(id, scores);
    const before = scores.get(key);
    const isNewer = before === undefined || (row.date ?? "") > (before.row.date ?? "");
    const older = isNewer ? before?.row : row;
    if (older !== undefined) {
      const dated = older.date === undefined ? "" : ` of ${older.date}`;
      skip(older.name, `another score${dated} on ${key}, of which the latest counts, else the first`);
    }
    if (isNewer) scores.set(key, { row, score: toScore(row, setting) });
  }
  for (const name of unknown) skip(name, "no model of this name; declare an alias");
  return [...models].map(([id, scores]) => ({
    id,
    // By these names the report speaks of it, should there be no such model.
    name: [...new Set([...scores.values()].map(({ row }) => row.name))].join(", "),
    benchmarks: Object.fromEntries([...scores].map(([key, { score }]) => [key, score])),
  }));
}

function toScore({ score, source, date, more }: ScoreRow, setting: string | undefined): BenchmarkScore {
  return {
    score,
    ...(source !== undefined && { source }),
    ...(date !== undefined && { date }),
    ...(setting !== undefined && { setting }),
    ...more,
  };
}
