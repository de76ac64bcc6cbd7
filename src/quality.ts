import type { Facts } from "./model.ts";
import { own } from "./util/record.ts";

/** How good a model is, by the benchmarks it was measured with. */
export interface Quality {
  /** Its place among all models that were measured alike, 0 (the worst) to 1 (the best). */
  readonly percentile: number;
  /** How many of the known benchmarks say something of it. */
  readonly coverage: { readonly known: number; readonly of: number };
  /** What it rests on, one benchmark each. */
  readonly parts: readonly QualityPart[];
}

/** What one benchmark says of a model. */
export interface QualityPart {
  readonly benchmark: string;
  readonly score: number;
  /** Who measured it; `user` for the user's own word. */
  readonly source?: string;
  readonly date?: string;
  /** Its place among the models measured by it, 0 to 1. */
  readonly percentile: number;
  /** How many models were measured by it. */
  readonly models: number;
}

/** The benchmark whose score is the user's own word: 0 to 100, before every measurement. */
export const OWN_BENCHMARK = "own";

/** The user's own score of a model; absent where there is none. */
export function ownScore({ benchmarks }: Facts): number | undefined {
  const score = own(own(benchmarks, OWN_BENCHMARK), "score");
  return typeof score === "number" && !Number.isNaN(score) ? score : undefined;
}

/** How good a model is by the word of the user; absent where there is none. */
export function ownQuality(facts: Facts): Quality | undefined {
  const score = ownScore(facts);
  if (score === undefined) return undefined;
  const percentile = Math.min(1, Math.max(0, score / 100));
  const part: QualityPart = { benchmark: OWN_BENCHMARK, score, source: "user", percentile, models: 1 };
  return { percentile, coverage: { known: 1, of: 1 }, parts: [part] };
}
