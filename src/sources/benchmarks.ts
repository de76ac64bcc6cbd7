import { SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import type { DiscoverContext, ModelSource } from "../source.ts";
import { redactText, redactUrl } from "../util/redact-text.ts";
import { readAider } from "./benchmarks/aider.ts";
import { readArtificialAnalysis } from "./benchmarks/artificial-analysis.ts";
import { collectScores } from "./benchmarks/collect-scores.ts";
import { readLiveBench, readLiveBenchCategories } from "./benchmarks/livebench.ts";
import { readLmarena } from "./benchmarks/lmarena.ts";
import { readModelsDevScores } from "./benchmarks/models-dev.ts";
import { readOpenRouterScores } from "./benchmarks/openrouter.ts";
import { readDocument } from "./benchmarks/read-documents.ts";
import type { ScoreDocument, ScoreReader } from "./benchmarks/score-row.ts";

export interface BenchmarksOptions {
  /**
   * Files and addresses with scores: Aider's leaderboards (YAML), LMArena's boards, Artificial Analysis' index,
   * models.dev's or OpenRouter's lists (JSON), LiveBench's tables (CSV) with the categories that belong to them (JSON).
   */
  from?: readonly string[];
  /** What models the benchmarks' names mean, beside the aliases in the registry: `{ "Kimi K2": "moonshotai/kimi-k2" }`. */
  aliases?: Readonly<Record<string, string>>;
}

const NAME = "benchmarks";

/** Quality scores from files and addresses; they are facts of models that other sources list. */
export function benchmarks({ from = [], aliases = {} }: BenchmarksOptions = {}): ModelSource {
  return { name: NAME, kind: "scores", discover: (context) => readScores(from, aliases, context) };
}

async function readScores(
  from: readonly string[],
  aliases: Readonly<Record<string, string>>,
  context: DiscoverContext,
): Promise<ModelInput[]> {
  if (from.length === 0) {
    const message =
      "there is nothing to read; set MODELMALL_BENCHMARKS to files or addresses with scores, separated by commas";
    throw new SourceError("source_failed", NAME, message, { fault: "caller" });
  }
  // One that cannot be read fails them all: an answer without it would take its scores away.
  const documents = await Promise.all(
    from.map(async (location) => ({ location, ...(await readDocument(location, NAME, context)) })),
  );
  const categories = documents.map(({ value }) => readLiveBenchCategories(value)).find((found) => found !== undefined);
  const readers = [
    readLiveBench(categories),
    readAider,
    readLmarena,
    readArtificialAnalysis,
    readOpenRouterScores,
    readModelsDevScores,
  ];
  const rows = documents.flatMap(({ location, ...document }) => {
    if (readLiveBenchCategories(document.value) !== undefined) return [];
    return readWith(readers, document, context) ?? refuse(location);
  });
  return collectScores(rows, new Map(Object.entries(aliases)), context.skip);
}

function readWith(readers: readonly ScoreReader[], document: ScoreDocument, { skip }: DiscoverContext) {
  for (const read of readers) {
    const rows = read(document, skip);
    if (rows !== undefined) return rows;
  }
  return undefined;
}

function refuse(location: string): never {
  const shown = /^https?:/i.test(location) ? redactUrl(location) : redactText(location);
  const message = `${shown} has no scores in a known shape; expected Aider's YAML, LiveBench's CSV, or JSON of LMArena, Artificial Analysis, models.dev or OpenRouter`;
  throw new SourceError("source_malformed", NAME, message);
}
