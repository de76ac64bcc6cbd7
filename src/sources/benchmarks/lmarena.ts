import { isRecord, own } from "../../util/record.ts";
import { dayOf, given, isNumber, type ScoreReader, type ScoreRow, toKey } from "./score-row.ts";

/**
 * A board of LMArena: a rating by people's votes, in the shape of the daily snapshots.
 * @see https://github.com/oolong-tea-2026/arena-ai-leaderboards
 */
export const readLmarena: ScoreReader = ({ value }, skip) => {
  const meta = own(value, "meta");
  const rows = own(value, "models");
  const board = own(meta, "leaderboard");
  if (typeof board !== "string" || !Array.isArray(rows)) return undefined;
  const benchmark = `lmarena/${toKey(board)}`;
  const url = own(meta, "source_url");
  const date = dayOf(own(meta, "last_updated")) ?? dayOf(own(meta, "fetched_at"));
  return rows.flatMap((row: unknown, index): ScoreRow[] => {
    if (!isRecord(row) || typeof row.model !== "string" || row.model === "" || !isNumber(row.score)) {
      skip(`${benchmark}, row ${index + 1}`, "expected an object with model and score");
      return [];
    }
    const { model: name, vendor, score, rank, ci, votes } = row;
    return [
      {
        name,
        ...(typeof vendor === "string" && { vendor }),
        benchmark,
        score,
        ...(typeof url === "string" && { source: url }),
        ...(date && { date }),
        more: given({ rank, margin: ci, votes }),
      },
    ];
  });
};
