import type { JournalEntry } from "../journal.ts";
import type { Facts } from "../model.ts";
import { own } from "../util/record.ts";
import { changedFields } from "./field-changes.ts";
import type { FieldChange, ImportResult } from "./import-result.ts";

/** What is needed beside an import's result to tell what it changed. */
export interface JournalSubject {
  origin: string;
  at: string;
  /** Whether the origin had ever listed anything. */
  first: boolean;
  /** What the origin said of a model before, and what it says now. */
  before(id: string): Facts | undefined;
  after(id: string): Facts | undefined;
}

/** What an import changed, as entries for the journal; a first answer is one entry. */
export function journalEntries(result: ImportResult, subject: JournalSubject): JournalEntry[] {
  const { origin, at, first } = subject;
  const about = { at, source: origin };
  if (first) return result.found === 0 ? [] : [{ ...about, kind: "first", count: result.found }];
  const renamed = findRenamed(result, subject);
  const oldIds = new Set(renamed.values());
  return [
    ...result.added.filter((id) => !renamed.has(id)).map((id) => ({ ...about, kind: "added" as const, id })),
    ...result.missing.filter((id) => !oldIds.has(id)).map((id) => ({ ...about, kind: "gone" as const, id })),
    ...result.returned.map((id) => ({ ...about, kind: "returned" as const, id })),
    ...[...renamed].flatMap(([id, from]): JournalEntry[] => [
      { ...about, kind: "renamed", id, from, to: id },
      ...fieldEntries(id, changedFields(subject.before(from) ?? {}, subject.after(id) ?? {}), about),
    ]),
    ...result.changed.flatMap(({ id, fields }) => fieldEntries(id, fields, about)),
  ];
}

/** The new models that are known ones under another id: new id → old id. Only where there is one of each. */
function findRenamed({ added, missing }: ImportResult, { origin, before, after }: JournalSubject): Map<string, string> {
  const gone = byIdentity(missing, (id) => identityOf(before(id), origin));
  const come = byIdentity(added, (id) => identityOf(after(id), origin));
  const renamed = new Map<string, string>();
  for (const [identity, [newId, ...others]] of come) {
    const [oldId, ...rest] = gone.get(identity) ?? [];
    if (newId !== undefined && oldId !== undefined && others.length + rest.length === 0) renamed.set(newId, oldId);
  }
  return renamed;
}

// The permanent name alone is not enough: `x:free` and `x` share it, and one that ends is not renamed to the other.
function identityOf(facts: Facts | undefined, origin: string): string | undefined {
  const metadata = own(facts?.connectorMetadata, origin);
  const slug = own(metadata, "canonicalSlug");
  return typeof slug === "string" ? JSON.stringify([slug, own(metadata, "variant") ?? null]) : undefined;
}

function byIdentity(ids: readonly string[], identity: (id: string) => string | undefined): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const key = identity(id);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return groups;
}

function fieldEntries(
  id: string,
  fields: readonly FieldChange[],
  about: { at: string; source: string },
): JournalEntry[] {
  const entries = fields.flatMap((change) => fieldEntry(id, change, about) ?? []);
  const [status, retiresAt] = ["lifecycle.status", "lifecycle.retiresAt"].map((path) =>
    fields.find((field) => field.path === path),
  );
  const ends = status?.to === "deprecated" || status?.to === "retired";
  if (!ends && typeof retiresAt?.to !== "string") return entries;
  return [
    ...entries,
    {
      ...about,
      kind: "deprecated",
      id,
      ...(typeof status?.to === "string" && { status: status.to }),
      ...(typeof retiresAt?.to === "string" && { retiresAt: retiresAt.to }),
    },
  ];
}

function fieldEntry(
  id: string,
  { path, from, to }: FieldChange,
  about: { at: string; source: string },
): JournalEntry | undefined {
  if (isAmount(from) && isAmount(to)) {
    const values = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    if (path === "contextWindow") return { ...about, kind: "context", id, ...values };
    if (path.startsWith("pricing."))
      return { ...about, kind: "price", id, field: path.slice("pricing.".length), ...values };
  }
  if (/^connectorMetadata\.[^.]+\.aliasTarget$/.test(path) && typeof to === "string") {
    return { ...about, kind: "renamed", id, ...(typeof from === "string" && { from }), to };
  }
  return undefined;
}

function isAmount(value: unknown): value is number | null | undefined {
  return value === undefined || value === null || typeof value === "number";
}
