import type { Facts } from "../../model.ts";
import { isRecord } from "../../util/record.ts";
import type { OpenRouterRow } from "./row.ts";

type Benchmarks = NonNullable<Facts["benchmarks"]>;

/** The scores a row quotes, as `artificial-analysis/coding` and `design-arena/models/svg` (its score is the Elo rating). */
export function translateBenchmarks({ benchmarks }: OpenRouterRow): Benchmarks {
  const scores: Benchmarks = {};
  for (const [name, score] of Object.entries(benchmarks?.artificial_analysis ?? {})) {
    if (typeof score !== "number") continue;
    scores[`artificial-analysis/${name.replace(/_index$/, "")}`] = {
      score,
      source: "Artificial Analysis, by OpenRouter",
    };
  }
  for (const entry of benchmarks?.design_arena ?? []) {
    if (!isRecord(entry)) continue;
    const { arena, category, elo, win_rate: winRate, rank } = entry;
    if (typeof arena !== "string" || typeof category !== "string" || typeof elo !== "number") continue;
    scores[`design-arena/${arena}/${category}`] = {
      score: elo,
      source: "Design Arena, by OpenRouter",
      ...(typeof winRate === "number" && { winRate }),
      ...(typeof rank === "number" && { rank }),
    };
  }
  return scores;
}
