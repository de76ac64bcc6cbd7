import pLimit from "p-limit";
import { type Answer, askSource } from "./discovery/ask-source.ts";
import type { DiscoveryReport, SourceReport } from "./discovery/report.ts";
import { InvalidInputError, ModelMallError, SourceError } from "./errors.ts";
import type { ModelInput } from "./model.ts";
import type { ImportOptions, ImportResult } from "./registry/import-result.ts";
import type { ModelSource, OriginKind } from "./source.ts";
import type { OriginRecord } from "./store.ts";
import type { Environment } from "./util/env.ts";
import { redactText, redactUrl } from "./util/redact-text.ts";
import { type Fetch, openTransport } from "./util/transport.ts";

export type { DiscoveryReport, SourceReport } from "./discovery/report.ts";

/** Where answers go: the part of a registry that a discovery needs. */
export interface ModelImporter {
  import(origin: string, rows: Iterable<ModelInput>, options?: ImportOptions): ImportResult;
  /** Notes that an origin was asked and still says the same. */
  confirm(origin: string): void;
  origin(name: string): OriginRecord | undefined;
}

/** A step of asking one source, for those who wait. */
export interface DiscoveryProgress {
  source: string;
  /** `asking` it now; `received` an answer, not yet taken in; `done`, with its report. */
  phase: "asking" | "received" | "done";
  report?: SourceReport;
}

/** How a discovery is made. */
export interface DiscoveryOptions {
  /** Gives up: what has not been taken in by then is not, and is reported as failed. */
  signal?: AbortSignal;
  /** The time each source has for its whole answer, in milliseconds. @default 15_000 */
  deadlineMs?: number;
  /** How many sources are asked at a time. @default 16 */
  concurrency?: number;
  /** Makes the requests. @default undici's, loaded when first needed */
  fetch?: Fetch;
  /** Where the default `fetch` finds the proxy variables. @default {} */
  env?: Environment;
  /** @default the system's clock */
  clock?: () => Date;
  /** Asks also the sources whose last answer is still fresh, and for their whole answer. @default false */
  refresh?: boolean;
  /** Takes answers that list no models, or less than half of what the source listed before. @default false */
  acceptFewer?: boolean;
  onProgress?: (event: DiscoveryProgress) => void;
}

const IMPORT_ORDER: readonly OriginKind[] = ["catalog", "directory", "reseller", "provider", "scores"];

/**
 * Asks sources side by side what models exist and takes the answers in, always in the same order: what fails, or comes
 * late, is in the report and never hides the others.
 * @throws {InvalidInputError} for two sources with one name
 */
export async function discover(
  sources: Iterable<ModelSource>,
  importer: ModelImporter,
  options: DiscoveryOptions = {},
): Promise<DiscoveryReport> {
  const started = performance.now();
  const ordered = [...sources].sort(byImportOrder);
  refuseTwins(ordered);
  const { env = {}, concurrency = 16 } = options;
  const transport = openTransport(env);
  const limit = pLimit(concurrency);
  try {
    const asked = ordered.map((source) => ({
      source,
      outcome: limit(() => outcomeOf(source, importer, { ...options, fetch: options.fetch ?? transport.fetch })),
    }));
    const reports: SourceReport[] = [];
    for (const { source, outcome } of await settled(asked)) {
      const report = conclude(source, outcome, importer, options);
      reports.push(report);
      tell(options, { source: source.name, phase: "done", report });
    }
    return { sources: reports, notAsked: [], durationMs: performance.now() - started };
  } finally {
    await transport.close();
  }
}

/** What asking a source gave, before anything is taken in. */
type Outcome = { askedAt: string; durationMs: number } & (
  | { kind: "fresh" }
  | { kind: "answered"; answer: Answer }
  | { kind: "failed"; error: SourceError }
);

// All answers are waited for first: taking them in as they come would let the network decide the outcome.
function settled(asked: readonly { source: ModelSource; outcome: Promise<Outcome> }[]) {
  return Promise.all(asked.map(async ({ source, outcome }) => ({ source, outcome: await outcome })));
}

async function outcomeOf(
  source: ModelSource,
  importer: ModelImporter,
  options: DiscoveryOptions & { fetch: Fetch },
): Promise<Outcome> {
  const { signal, deadlineMs = 15_000, fetch, clock = () => new Date(), refresh = false } = options;
  const started = performance.now();
  const now = clock();
  const record = importer.origin(source.name);
  const known = record !== undefined && record.address === addressOf(source) ? record : undefined;
  if (!refresh && known !== undefined && isFresh(known, source, now)) {
    return { kind: "fresh", askedAt: known.at, durationMs: 0 };
  }
  const askedAt = now.toISOString();
  const took = () => performance.now() - started;
  try {
    tell(options, { source: source.name, phase: "asking" });
    const etag = refresh ? undefined : etagFor(source, known);
    const answer = await askSource(source, { fetch, signal, deadlineMs, etag, clock });
    tell(options, { source: source.name, phase: "received" });
    return { kind: "answered", answer, askedAt, durationMs: took() };
  } catch (error) {
    return { kind: "failed", error: asError(source, error, "it could not be asked"), askedAt, durationMs: took() };
  }
}

function conclude(
  source: ModelSource,
  outcome: Outcome,
  importer: ModelImporter,
  { signal, acceptFewer = false }: DiscoveryOptions,
): SourceReport {
  const { askedAt, durationMs } = outcome;
  const { name, kind = "directory" } = source;
  const address = addressOf(source);
  const nothing = {
    added: [],
    changed: [],
    missing: [],
    returned: [],
    renamed: [],
    skipped: [],
    matched: new Map<string, string>(),
  };
  const about = { source: name, kind, ...(address === undefined ? {} : { address }), durationMs, askedAt };
  const last = importer.origin(name)?.count ?? 0;
  if (outcome.kind === "fresh") return { ...about, ...nothing, status: "fresh", found: last };
  if (outcome.kind === "failed") return { ...about, ...nothing, status: "failed", found: 0, error: outcome.error };
  const { rows, skipped, etag } = outcome.answer;
  try {
    if (signal?.aborted)
      throw new SourceError("source_aborted", name, "stopped before its answer was taken in", { fault: "caller" });
    if (rows === undefined) {
      importer.confirm(name);
      return { ...about, ...nothing, status: "unchanged", found: last };
    }
    const kept = etag === undefined || source.revision === undefined ? undefined : `${source.revision}:${etag}`;
    const result = importer.import(name, rows, {
      kind,
      acceptFewer,
      ...(address === undefined ? {} : { address }),
      ...(kept === undefined ? {} : { etag: kept }),
    });
    const status = result.refused === undefined ? "ok" : "refused";
    return { ...about, ...result, status, skipped: [...skipped, ...result.skipped] };
  } catch (error) {
    const failure = asError(source, error, "its answer could not be taken in");
    return { ...about, ...nothing, status: "failed", found: 0, skipped, error: failure };
  }
}

function byImportOrder(a: ModelSource, b: ModelSource): number {
  const rank = ({ kind = "directory" }: ModelSource) => IMPORT_ORDER.indexOf(kind);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function refuseTwins(ordered: readonly ModelSource[]): void {
  const names = ordered.map(({ name }) => name);
  const twins = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (twins.size === 0) return;
  const message = `two sources are called "${[...twins].join('", "')}"; each needs a name of its own`;
  throw new InvalidInputError("discover", [{ path: "", message }]);
}

function isFresh(record: OriginRecord, source: ModelSource, now: Date): boolean {
  const age = now.getTime() - Date.parse(record.at);
  // A time in the future is a clock that was set back: no reason to believe the answer.
  return age >= 0 && age < (source.ttlMs ?? 0);
}

/** The server's own ETag, if the answer it names was read as it would be read now. */
function etagFor(source: ModelSource, record: OriginRecord | undefined): string | undefined {
  if (record?.etag === undefined || source.revision === undefined) return undefined;
  const prefix = `${source.revision}:`;
  return record.etag.startsWith(prefix) ? record.etag.slice(prefix.length) : undefined;
}

function addressOf({ address }: ModelSource): string | undefined {
  return address === undefined ? undefined : redactUrl(address);
}

function asError(source: ModelSource, error: unknown, what: string): SourceError {
  if (error instanceof SourceError) return error;
  const said = redactText(error instanceof Error ? error.message : String(error));
  const fault = ModelMallError.is(error) ? error.fault : "target";
  return new SourceError("source_failed", source.name, `${what} (${said})`, { cause: error, fault });
}

function tell({ onProgress }: DiscoveryOptions, event: DiscoveryProgress): void {
  try {
    onProgress?.(event);
  } catch {
    // A listener that draws must not end what it draws.
  }
}
