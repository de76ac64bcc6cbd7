import { isRecord } from "../../util/record.ts";
import { type ScoreReader, type ScoreRow, toKey } from "./score-row.ts";

const SOURCE = "https://livebench.ai";

/** Which tasks make up which category: `categories_2026_01_08.json`. */
export type LiveBenchCategories = ReadonlyMap<string, readonly string[]>;

/** The categories in a document, where it is a list of them. */
export function readLiveBenchCategories(value: unknown): LiveBenchCategories | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  const isTasks = (tasks: unknown): tasks is string[] =>
    Array.isArray(tasks) && tasks.length > 0 && tasks.every((task) => typeof task === "string");
  return entries.length > 0 && entries.every(([, tasks]) => isTasks(tasks))
    ? new Map(entries as [string, string[]][])
    : undefined;
}

/**
 * A table of LiveBench (`table_2026_01_08.csv`). With its categories: the mean of each, and of all of them, as LiveBench
 * computes them; a mean that lacks a task is left out. Without: each task's own score.
 * @see https://github.com/LiveBench/livebench.github.io/tree/main/public
 */
export function readLiveBench(categories: LiveBenchCategories | undefined): ScoreReader {
  return ({ value, file }, skip) => {
    if (!Array.isArray(value) || !(value[0] instanceof Map) || !value[0].has("model")) return undefined;
    const [, year, month, day] = /(\d{4})_(\d{2})_(\d{2})/.exec(file) ?? [];
    const about = { source: SOURCE, ...(day !== undefined && { date: `${year}-${month}-${day}` }) };
    return (value as Map<string, string>[]).flatMap((row, index): ScoreRow[] => {
      const name = row.get("model")?.trim() ?? "";
      if (name === "") {
        skip(`${file}, row ${index + 2}`, "expected a name in the column model");
        return [];
      }
      const tasks = new Map(
        [...row].flatMap(([task, text]) => (task === "model" || text.trim() === "" ? [] : [[task, Number(text)]])),
      );
      const scores = categories === undefined ? eachTask(tasks) : means(tasks, categories);
      const sound = [...scores].filter(([, score]) => Number.isFinite(score));
      if (sound.length === 0) skip(name, `no score of ${file} is a number`);
      return sound.map(([what, score]) => ({ name, benchmark: `livebench/${what}`, score, ...about }));
    });
  };
}

function eachTask(tasks: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...tasks].map(([task, score]) => [`task/${toKey(task)}`, score]));
}

function means(tasks: ReadonlyMap<string, number>, categories: LiveBenchCategories): Map<string, number> {
  const found = new Map<string, number>();
  for (const [category, names] of categories) {
    found.set(toKey(category), mean(names.map((name) => tasks.get(name) ?? Number.NaN)));
  }
  return found.set("overall", mean([...found.values()]));
}

// To three decimals, as the scores themselves are given: beyond that there is only the noise of binary fractions.
function mean(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return Math.round((sum / values.length) * 1_000) / 1_000;
}
