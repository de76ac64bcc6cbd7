import { translateOpenRouterScores } from "../../util/openrouter-scores.ts";
import { isRecord, own } from "../../util/record.ts";
import { dayOf, type ScoreReader, type ScoreRow } from "./score-row.ts";

/** The indices inside OpenRouter's list of models: its answer, or the rows of it. */
export const readOpenRouterScores: ScoreReader = ({ value, file }, skip) => {
  const rows = Array.isArray(value) ? value : own(value, "data");
  if (!Array.isArray(rows) || !rows.some((row) => isRecord(row) && isRecord(row.benchmarks))) return undefined;
  const date = dayOf(/\d{4}-\d{2}-\d{2}/.exec(file)?.[0]);
  return rows.flatMap((row: unknown, index): ScoreRow[] => {
    const name = own(row, "id");
    if (typeof name !== "string" || name === "") {
      skip(`row ${index + 1}`, "expected an object with id and benchmarks");
      return [];
    }
    return Object.entries(translateOpenRouterScores(own(row, "benchmarks"))).map(
      ([benchmark, { score, source, ...more }]) => ({
        name,
        benchmark,
        score,
        ...(source !== undefined && { source }),
        ...(date && { date }),
        more: more as Record<string, number>,
      }),
    );
  });
};
