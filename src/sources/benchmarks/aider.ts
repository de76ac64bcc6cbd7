import { isRecord, own } from "../../util/record.ts";
import { dayOf, given, isNumber, type ScoreReader, type ScoreRow, toKey } from "./score-row.ts";

const SOURCE = "https://aider.chat/docs/leaderboards/";

/**
 * A leaderboard of Aider (`polyglot_leaderboard.yml`): the share of tasks passed within two tries.
 * @see https://github.com/Aider-AI/aider/tree/main/aider/website/_data
 */
export const readAider: ScoreReader = ({ value, file }, skip) => {
  if (!Array.isArray(value) || !value.some((row) => isRecord(row) && "model" in row && "pass_rate_1" in row)) {
    return undefined;
  }
  const benchmark = `aider/${toKey(file.replace(/_?leaderboard$/, "")) || "leaderboard"}`;
  return value.flatMap((row: unknown, index): ScoreRow[] => {
    const [name, editor] = [own(row, "model"), own(row, "editor_model")];
    if (!isRecord(row) || typeof name !== "string" || name === "") {
      skip(`${file}, row ${index + 1}`, "expected an object with model and pass_rate_2");
      return [];
    }
    const score = row.pass_rate_2 ?? row.pass_rate_1;
    if (!isNumber(score)) {
      skip(name, `expected a number as pass_rate_2 on ${benchmark}`);
      return [];
    }
    if (/\S \+ \S/.test(name) || (editor !== undefined && editor !== name)) {
      skip(name, `scored together with another model on ${benchmark}`);
      return [];
    }
    const date = dayOf(row.date);
    const more = given({
      firstTry: row.pass_rate_1,
      editFormat: row.edit_format,
      wellFormed: row.percent_cases_well_formed,
      runCostUsd: row.total_cost === 0 ? undefined : row.total_cost,
    });
    return [{ name, benchmark, score, source: SOURCE, ...(date && { date }), more }];
  });
};
