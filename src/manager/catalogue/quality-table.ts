import { isSpellingOf } from "../../cost/is-spelling-of.ts";
import { type BenchmarkScore, splitId } from "../../model.ts";
import { OWN_BENCHMARK, type Quality, type QualityPart } from "../../quality.ts";
import { createFamilies, isMoreBetter, parseBenchmarkKey } from "./benchmark-key.ts";
import { percentilesOf } from "./percentiles.ts";

/** A model, and what was measured of it. */
export interface MeasuredModel {
  readonly id: string;
  readonly benchmarks: Readonly<Record<string, BenchmarkScore>>;
}

/** How good every measured model is beside the others. */
export interface QualityTable {
  /** By id, or by another spelling of a name: at another host, with or without a date. */
  of(id: string): Quality | undefined;
}

/** Among fewer models a place says nothing. */
const FEWEST_MODELS = 5;

/** One thing that was measured, however many providers list it. */
interface Subject {
  readonly id: string;
  readonly scores: Map<string, BenchmarkScore>;
}

/**
 * Places every measured model within each benchmark, and averages its places: within a house that measures first, so
 * that one with twenty boards counts no more than one with a single board, then over the houses.
 */
export function buildQualityTable(models: Iterable<MeasuredModel>): QualityTable {
  const subjects = subjectsOf(models);
  const scored = new Map<string, { subject: Subject; score: BenchmarkScore }[]>();
  for (const subject of subjects.values()) {
    for (const [benchmark, score] of subject.scores) {
      const known = scored.get(benchmark);
      if (known === undefined) scored.set(benchmark, [{ subject, score }]);
      else known.push({ subject, score });
    }
  }
  const counted = [...scored].filter(([, all]) => all.length >= FEWEST_MODELS);
  const familyOf = createFamilies(counted.map(([benchmark]) => benchmark));
  const parts = new Map<Subject, QualityPart[]>();
  for (const [benchmark, all] of counted) {
    const percentiles = percentilesOf(all.map(({ score }) => score.score));
    all.forEach(({ subject, score: { score, source, date } }, place) => {
      const part: QualityPart = {
        benchmark,
        score,
        ...(source !== undefined && { source }),
        ...(date !== undefined && { date }),
        percentile: percentiles[place] ?? 0, // There is one for each.
        models: all.length,
      };
      const known = parts.get(subject);
      if (known === undefined) parts.set(subject, [part]);
      else known.push(part);
    });
  }
  const qualities = new Map<string, Quality>();
  const ids = new Map<string, string>();
  for (const [name, subject] of subjects) {
    const own = parts.get(subject);
    if (own === undefined) continue;
    ids.set(name, subject.id);
    qualities.set(
      name,
      Object.freeze({
        percentile: meanOf(own, familyOf),
        coverage: { known: own.length, of: counted.length },
        parts: own,
      }),
    );
  }
  return {
    of(id) {
      const name = nameOf(id);
      const known = qualities.get(name);
      if (known !== undefined) return known;
      const other = otherSpelling(id, ids);
      return other === undefined ? undefined : qualities.get(other);
    },
  };
}

/** Each model once, with one score for each benchmark: that of its usual way of being run, else the middle one of the others. */
function subjectsOf(models: Iterable<MeasuredModel>): ReadonlyMap<string, Subject> {
  const subjects = new Map<string, Subject>();
  for (const { id, benchmarks } of models) {
    const scores = usualScores(benchmarks);
    if (scores.size === 0) continue;
    const name = nameOf(id);
    const known = subjects.get(name);
    if (known === undefined) subjects.set(name, { id, scores });
    else for (const [benchmark, score] of scores) if (!known.scores.has(benchmark)) known.scores.set(benchmark, score);
  }
  return subjects;
}

function usualScores(benchmarks: MeasuredModel["benchmarks"]): Map<string, BenchmarkScore> {
  const usual = new Map<string, BenchmarkScore>();
  const variants = new Map<string, BenchmarkScore[]>();
  for (const [key, score] of Object.entries(benchmarks)) {
    const { benchmark, setting } = parseBenchmarkKey(key);
    if (benchmark === OWN_BENCHMARK || !isMoreBetter(benchmark)) continue;
    if (setting === undefined) usual.set(benchmark, score);
    else variants.set(benchmark, [...(variants.get(benchmark) ?? []), score]);
  }
  for (const [benchmark, scores] of variants) {
    const middle = scores.sort((a, b) => a.score - b.score)[(scores.length - 1) >> 1];
    if (middle !== undefined && !usual.has(benchmark)) usual.set(benchmark, middle);
  }
  return usual;
}

/** What a model is called wherever it is listed, and however it is sold (`:batch`, `:free`). */
function nameOf(id: string): string {
  return id
    .slice(id.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/:[a-z][a-z-]*$/, "");
}

function meanOf(parts: readonly QualityPart[], familyOf: (benchmark: string) => string): number {
  const families = new Map<string, { sum: number; count: number }>();
  for (const { benchmark, percentile } of parts) {
    const family = familyOf(benchmark);
    const known = families.get(family);
    if (known === undefined) families.set(family, { sum: percentile, count: 1 });
    else {
      known.sum += percentile;
      known.count += 1;
    }
  }
  let total = 0;
  for (const { sum, count } of families.values()) total += sum / count;
  return total / families.size;
}

/** The name of the same model in another spelling; of several dates the newest. */
function otherSpelling(id: string, ids: ReadonlyMap<string, string>): string | undefined {
  const { name } = splitId(id);
  let newest: string | undefined;
  for (const [known, knownId] of ids) {
    if (!isSpellingOf(knownId, name) && !isSpellingOf(knownId, id)) continue;
    if (newest === undefined || known > newest) newest = known;
  }
  return newest;
}
