import { ModelMallError, SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import type { SkippedRow } from "../registry/import-result.ts";
import type { ModelSource } from "../source.ts";
import { createHttp } from "../util/http.ts";
import { abortFailure } from "../util/http-failure.ts";
import { redactText } from "../util/redact-text.ts";
import type { Fetch } from "../util/transport.ts";
import { collectRows } from "./collect-rows.ts";
import { usableRows } from "./usable-rows.ts";

const MOST_ROWS = 20_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What a source answered; without rows it said that nothing has changed. */
export interface Answer {
  rows?: ModelInput[];
  skipped: SkippedRow[];
  etag?: string;
}

export interface AskOptions {
  fetch: Fetch;
  signal?: AbortSignal | undefined;
  deadlineMs: number;
  etag?: string | undefined;
  clock: () => Date;
}

/**
 * Asks one source and waits no longer than the deadline, whatever the source does.
 * @throws {SourceError}
 */
export async function askSource(source: ModelSource, options: AskOptions): Promise<Answer> {
  const { signal, deadlineMs, fetch, etag, clock } = options;
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(timeoutFailure(source.name, deadlineMs)),
    Math.min(deadlineMs, LONGEST_TIMER_MS),
  );
  const both = signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]);
  const skipped: SkippedRow[] = [];
  const skip = (row: string, reason: string) => {
    if (!both.aborted && skipped.length < MOST_ROWS)
      skipped.push({ row: redactText(String(row)), reason: redactText(String(reason)) });
  };
  const { name, keyVariable } = source;
  const http = createHttp({ source: name, fetch, signal: both, etag, keyVariable, clock });
  try {
    both.throwIfAborted();
    const asking = (async () => source.discover({ signal: both, http, skip }))();
    const rows = await collectRows(asking, { source: name, signal: both, maxRows: MOST_ROWS });
    if (http.unchanged()) return { skipped };
    const usable = usableRows(name, rows, [...skipped], skip);
    const newEtag = http.etag();
    return { rows: usable, skipped, ...(newEtag === undefined ? {} : { etag: newEtag }) };
  } catch (error) {
    if (http.unchanged()) return { skipped };
    throw asSourceError(name, error, both);
  } finally {
    clearTimeout(timer);
    // Ends what the source may have left running.
    deadline.abort(new SourceError("source_aborted", name, "the discovery is over"));
  }
}

function timeoutFailure(source: string, deadlineMs: number): SourceError {
  const waited = deadlineMs < 1_000 ? `${deadlineMs} ms` : `${deadlineMs / 1_000} s`;
  return new SourceError(
    "source_timeout",
    source,
    `no complete answer within ${waited}; try again, or allow more time`,
    {
      retryable: true,
    },
  );
}

function asSourceError(source: string, error: unknown, signal: AbortSignal): SourceError {
  if (signal.aborted) return abortFailure(source, signal);
  if (error instanceof SourceError) return error;
  const isOurs = ModelMallError.is(error);
  const said = redactText(
    error instanceof Error ? (isOurs ? error.message : `${error.name}: ${error.message}`) : String(error),
  );
  const { retryable, retryAfterMs, fault } = isOurs
    ? error
    : { retryable: false, retryAfterMs: undefined, fault: "target" as const };
  return new SourceError("source_failed", source, isOurs ? said : `it failed in an unexpected way (${said})`, {
    cause: error,
    retryable,
    fault,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
