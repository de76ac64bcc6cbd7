import { AmbiguousModelError, ModelMallError } from "../errors.ts";
import { type BenchmarkScore, type ModelInput, parseFacts, parseId } from "../model.ts";
import type { StoredModel } from "../store.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { isRecord, own } from "../util/record.ts";
import { changedFields } from "./field-changes.ts";
import type { ImportPlan, Known } from "./import-plan.ts";
import type { ImportOptions, ModelChange, SkippedRow } from "./import-result.ts";
import { journalEntries } from "./journal-entries.ts";
import { refusalOf, withLayer } from "./layer-changes.ts";
import { rowLabel } from "./row-label.ts";

type Scores = Record<string, BenchmarkScore>;

/**
 * Works out what an answer of scores changes: only benchmarks of models that are known already. A name that is no
 * model's id, alias or own name is left out and reported; nothing is added, missing or returned by a benchmark.
 */
export function planScores(
  origin: string,
  rows: Iterable<ModelInput>,
  known: Known,
  options: ImportOptions = {},
): ImportPlan {
  const answer = readScores(rows, known);
  const scored = [...known.models].filter(([, { layers }]) => hasScores(layers[origin]?.facts.benchmarks));
  const changed: ModelChange[] = [];
  const report = {
    found: answer.scores.size,
    added: [],
    changed,
    missing: [],
    returned: [],
    renamed: [],
    skipped: answer.skipped,
    matched: answer.matched,
  };
  const refused = options.acceptFewer ? undefined : refusalOf(answer.scores.size, scored.length);
  if (refused !== undefined) return { result: { ...report, refused }, changes: new Map(), journal: [] };

  const changes = new Map<string, StoredModel>();
  for (const id of new Set([...answer.scores.keys(), ...scored.map(([id]) => id)])) {
    const stored = known.models.get(id);
    const before = stored?.layers[origin]?.facts ?? {};
    const scores = answer.scores.get(id);
    const facts = scores === undefined ? {} : { benchmarks: scores };
    if (jsonEqual(before, facts)) continue;
    changed.push({ id, fields: changedFields(before, facts) });
    changes.set(id, withLayer(stored, origin, { at: known.now, facts }, known.now));
  }
  const journal = journalEntries(report, {
    origin,
    at: known.now,
    first: !known.asked,
    before: (id) => known.models.get(id)?.layers[origin]?.facts,
    after: (id) => changes.get(id)?.layers[origin]?.facts,
  });
  return { result: report, changes, journal };
}

function hasScores(scores: unknown): boolean {
  return isRecord(scores) && Object.keys(scores).length > 0;
}

interface Answer {
  scores: Map<string, Scores>;
  skipped: SkippedRow[];
  matched: Map<string, string>;
}

function readScores(rows: Iterable<ModelInput>, known: Known): Answer {
  const answer: Answer = { scores: new Map(), skipped: [], matched: new Map() };
  // What is named exactly speaks before what an alias stands for, which may be of several versions.
  const named = [...rows].sort((a, b) => Number(isKnown(b, known)) - Number(isKnown(a, known)));
  for (const row of named) {
    const given = own(row, "id");
    const label = labelOf(given, own(row, "name"));
    try {
      const name = parseId(given);
      const { benchmarks = {} } = parseFacts({ benchmarks: row.benchmarks }, `scores of ${name}`);
      const id = modelNamed(name, known);
      if (id === undefined) {
        answer.skipped.push({ row: label, reason: "no model of this name; declare an alias" });
        continue;
      }
      if (id !== name) answer.matched.set(name, id);
      const scores = answer.scores.get(id) ?? {};
      answer.scores.set(id, scores);
      for (const [benchmark, score] of Object.entries(benchmarks)) {
        if (!Object.hasOwn(scores, benchmark)) scores[benchmark] = score;
        else answer.skipped.push({ row: label, reason: `${id} has two scores on ${benchmark}; the first counts` });
      }
    } catch (error) {
      if (!ModelMallError.is(error)) throw error;
      const hint = error instanceof AmbiguousModelError ? ", or declare an alias" : "";
      answer.skipped.push({ row: label, reason: `${error.message}${hint}` });
    }
  }
  return answer;
}

/** The id that was looked for, after the names the benchmark itself uses. */
function labelOf(id: unknown, names: unknown): string {
  return typeof names === "string" && names !== id ? `${rowLabel(names)} (${rowLabel(id)})` : rowLabel(id);
}

function isKnown(row: ModelInput, { models }: Known): boolean {
  return typeof row.id === "string" && models.has(row.id);
}

/**
 * The model with this id or alias, or, for a name without a provider, with this name of its own.
 * @throws {AmbiguousModelError}
 */
function modelNamed(name: string, { models, names }: Known): string | undefined {
  if (models.has(name)) return name;
  const ids = names.withAlias(name);
  return ids.length === 1 ? ids[0] : ids.length > 1 || !name.includes("/") ? names.lookUp(name) : undefined;
}
