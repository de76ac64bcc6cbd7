import { SourceError } from "../../errors.ts";
import type { ModelList } from "../../provider.ts";
import type { HttpClient } from "../../source.ts";
import { own } from "../../util/record.ts";
import { redactUrl } from "../../util/redact-text.ts";

const MOST_PAGES = 200;

/** What is needed to ask for a list. */
export interface ListRequest {
  source: string;
  list: ModelList;
  /** The whole address of the list. */
  address: string;
  headers: Readonly<Record<string, string>>;
}

/**
 * The rows of a list, page by page.
 * @throws {SourceError} when an answer is no such list, or its pages do not end
 */
export async function* askPages(request: ListRequest, http: HttpClient): AsyncGenerator<readonly unknown[]> {
  const { list, headers } = request;
  const cursors = new Set<string>();
  let url = withQuery(request.address, list.query ?? {});
  for (;;) {
    const page = await http.json(url, { headers });
    yield rowsOf(page, request);
    const cursor = nextCursor(page, request);
    if (list.paging === undefined || cursor === undefined) return;
    if (cursors.has(cursor) || cursors.size >= MOST_PAGES) throw endlessPages(request);
    cursors.add(cursor);
    url = withQuery(request.address, { ...list.query, [list.paging.parameter]: cursor });
  }
}

function rowsOf(page: unknown, { source, list, address }: ListRequest): readonly unknown[] {
  const rows = list.field === undefined ? page : own(page, list.field);
  if (Array.isArray(rows)) return rows;
  // A server written in Go answers null for a list that is empty.
  if (rows === null && list.field !== undefined) return [];
  const expected = list.field === undefined ? "[ models ]" : `{ "${list.field}": [ models ] }`;
  const message = `expected ${expected} from ${redactUrl(address)}; check the address`;
  throw new SourceError("source_malformed", source, message);
}

function nextCursor(page: unknown, { source, list, address }: ListRequest): string | undefined {
  const { paging } = list;
  const more = paging?.more === undefined ? undefined : own(page, paging.more);
  if (paging === undefined || more === false) return undefined;
  const cursor = own(page, paging.cursor);
  if (typeof cursor === "string" && cursor !== "") return cursor;
  if (more !== true) return undefined;
  // A part of the list must not count as all of it.
  const message = `${redactUrl(address)} says that there is more, but not where ("${paging.cursor}"); try again later`;
  throw new SourceError("source_malformed", source, message);
}

function withQuery(address: string, query: Readonly<Record<string, string>>): string {
  // What is no address is refused where it is asked.
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function endlessPages({ source, address }: ListRequest): SourceError {
  const message = `its pages do not end (one came twice, or more than ${MOST_PAGES}), from ${redactUrl(address)}; try again later`;
  return new SourceError("source_malformed", source, message);
}
