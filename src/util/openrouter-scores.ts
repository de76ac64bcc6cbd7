import type { BenchmarkScore } from "../model.ts";
import { isRecord, own } from "./record.ts";

/**
 * The scores that OpenRouter quotes in the field `benchmarks` of a model, as `artificial-analysis/coding` and
 * `design-arena/models/svg` (its score is the Elo rating).
 */
export function translateOpenRouterScores(benchmarks: unknown): Record<string, BenchmarkScore> {
  const scores: Record<string, BenchmarkScore> = {};
  const indices = own(benchmarks, "artificial_analysis");
  for (const [name, score] of Object.entries(isRecord(indices) ? indices : {})) {
    if (typeof score !== "number") continue;
    scores[`artificial-analysis/${name.replace(/_index$/, "")}`] = {
      score,
      source: "Artificial Analysis, by OpenRouter",
    };
  }
  const ratings = own(benchmarks, "design_arena");
  for (const entry of Array.isArray(ratings) ? ratings : []) {
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
