import { ModelMallError } from "../errors.ts";
import { type Facts, type ModelInput, parseFacts, parseId } from "../model.ts";
import type { OriginRecord, StoredLayer, StoredModel } from "../store.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { own } from "../util/record.ts";
import { changedFields } from "./field-changes.ts";
import type { ImportPlan, Known } from "./import-plan.ts";
import type { ImportOptions, ModelChange, Renaming, SkippedRow } from "./import-result.ts";
import { planScores } from "./import-scores.ts";
import { journalEntries } from "./journal-entries.ts";
import { listedBy, refusalOf, withLayer } from "./layer-changes.ts";
import { USER } from "./origin-order.ts";
import { rowLabel } from "./row-label.ts";

/** Works out what one origin's whole answer changes; nothing is changed here. */
export function planImport(
  origin: string,
  rows: Iterable<ModelInput>,
  known: Known,
  options: ImportOptions = {},
): ImportPlan {
  if (options.kind === "scores") return planScores(origin, rows, known, options);
  const answer = readRows(rows, known);
  const listed = listedBy(origin, known.models);
  const report = {
    found: answer.facts.size,
    added: [] as string[],
    changed: [] as ModelChange[],
    missing: [] as string[],
    returned: [] as string[],
    renamed: [] as Renaming[],
    skipped: answer.skipped,
    matched: answer.matched,
  };
  const refused = options.acceptFewer ? undefined : refusalOf(answer.facts.size, listed.length);
  if (refused !== undefined) return { result: { ...report, refused }, changes: new Map(), journal: [] };

  const changes = new Map<string, StoredModel>();
  for (const [id, facts] of answer.facts) {
    const stored = known.models.get(id);
    const before = stored?.layers[origin];
    if (before === undefined) report.added.push(id);
    else if (before.missingSince !== undefined) report.returned.push(id);
    if (before !== undefined && jsonEqual(before.facts, facts)) {
      if (before.missingSince !== undefined)
        changes.set(id, withLayer(stored, origin, returnedLayer(before), known.now));
      continue;
    }
    if (before !== undefined) report.changed.push({ id, fields: changedFields(before.facts, facts) });
    changes.set(id, withLayer(stored, origin, { at: known.now, facts }, known.now));
  }
  for (const id of listed) {
    if (answer.facts.has(id)) continue;
    const stored = known.models.get(id);
    const layer = stored?.layers[origin];
    if (layer === undefined) continue;
    report.missing.push(id);
    changes.set(id, withLayer(stored, origin, { ...layer, missingSince: known.now }, known.now));
  }
  const journal = journalEntries(report, {
    origin,
    at: known.now,
    first: !known.asked,
    before: (id) => known.models.get(id)?.layers[origin]?.facts,
    after: (id) => answer.facts.get(id),
  });
  for (const entry of journal) {
    if (entry.kind !== "renamed") continue;
    const { id, from, to } = entry;
    report.renamed.push({ id, ...(from === undefined ? {} : { from }), to });
  }
  return { result: report, changes, journal };
}

/** What is kept of an origin that just answered. */
export function originRecord(
  count: number,
  at: string,
  { kind = "directory", address, etag }: ImportOptions,
): OriginRecord {
  return {
    kind,
    at,
    count,
    ...(address === undefined ? {} : { address }),
    ...(etag === undefined ? {} : { etag }),
  };
}

interface Answer {
  facts: Map<string, Facts>;
  skipped: SkippedRow[];
  matched: Map<string, string>;
}

function readRows(rows: Iterable<ModelInput>, known: Known): Answer {
  const listed = new Map<string, Facts>();
  const skipped: SkippedRow[] = [];
  for (const row of rows) {
    const label = rowLabel(own(row, "id"));
    try {
      const id = parseId(own(row, "id"));
      const { id: _id, createdAt: _created, updatedAt: _updated, missingSince: _missing, ...said } = row;
      const facts = parseFacts(said, `model ${id}`);
      if (listed.has(id)) skipped.push({ row: label, reason: "listed twice; the first counts" });
      else listed.set(id, facts);
    } catch (error) {
      if (!ModelMallError.is(error)) throw error;
      skipped.push({ row: label, reason: error.message });
    }
  }
  const { facts, matched, twins } = matchNames(listed, known);
  for (const [row, id] of twins)
    skipped.push({ row, reason: `listed twice (as ${id}, by your alias); the first counts` });
  return { facts, matched, skipped };
}

interface Matches {
  facts: Map<string, Facts>;
  matched: Map<string, string>;
  /** Listed names of one model, by the user's word; each with the model. */
  twins: [string, string][];
}

/** Gives each listed model the id it has in the registry: its own, else that of the one model that declares it as an alias. */
function matchNames(listed: ReadonlyMap<string, Facts>, known: Known): Matches {
  const result: Matches = { facts: new Map(), matched: new Map(), twins: [] };
  for (const [listedId, said] of listed) {
    const [id = listedId, ...others] = known.models.has(listedId) ? [listedId] : known.names.withAlias(listedId);
    const byUser = known.models.get(id)?.layers[USER]?.facts.aliases?.includes(listedId) ?? false;
    const isListedToo = id !== listedId && (listed.has(id) || result.facts.has(id));
    if (isListedToo && byUser) {
      result.twins.push([listedId, id]);
      continue;
    }
    // Who lists both names says that they are two models, and knows better than who declared one an alias.
    const meant = others.length > 0 || isListedToo ? listedId : id;
    if (meant !== listedId) result.matched.set(listedId, meant);
    result.facts.set(meant, said);
  }
  return result;
}

function returnedLayer({ missingSince: _gone, ...layer }: StoredLayer): StoredLayer {
  return layer;
}
