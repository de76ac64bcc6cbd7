import { isRecord, own } from "../../util/record.ts";
import { dayOf, given, isNumber, type ScoreReader, type ScoreRow, toKey } from "./score-row.ts";

/**
 * Scores as models.dev collects them, by the maker's model: `models.json`, whose models hold `benchmarks`, or a list of
 * scores for each id.
 * @see https://github.com/anomalyco/models.dev#adding-model-metadata
 */
export const readModelsDevScores: ScoreReader = ({ value }, skip) => {
  if (!isRecord(value)) return undefined;
  const lists = Object.entries(value).flatMap(([id, entry]) => {
    const list = Array.isArray(entry) ? entry : own(entry, "benchmarks");
    return id.includes("/") && Array.isArray(list) ? [{ id, list }] : [];
  });
  if (!lists.some(({ list }) => list.some((entry) => isRecord(entry) && "score" in entry))) return undefined;
  return lists.flatMap(({ id, list }) =>
    list.flatMap((entry: unknown): ScoreRow[] => {
      if (!isRecord(entry) || typeof entry.name !== "string" || toKey(entry.name) === "" || !isNumber(entry.score)) {
        skip(id, "expected a benchmark with name and score");
        return [];
      }
      const { name: title, score, metric, source, date, dataset, version, harness, variant } = entry;
      const what = [title, version].filter((part) => typeof part === "string").join(" ");
      const setting = [harness, variant].filter((part) => typeof part === "string" && part !== "").join(", ");
      const day = dayOf(date);
      return [
        {
          name: id,
          benchmark: [what, dataset].flatMap((part) => (typeof part === "string" ? [toKey(part)] : [])).join("/"),
          score,
          ...(setting !== "" && { setting }),
          ...(typeof source === "string" && { source }),
          ...(day && { date: day }),
          more: given({ metric, title }),
        },
      ];
    }),
  );
};
