import { CallError } from "../../call-error.ts";
import type { ChatDialect } from "../../dialect.ts";
import type { ModelList, Provider } from "../../provider.ts";
import { isRecord } from "../../util/record.ts";

/** More pages than any provider has; a cursor that leads on for ever ends here. */
const MOST_PAGES = 100;

type Listing = Pick<ModelList, "path" | "field" | "query" | "headers" | "paging">;

/** Where servers of a dialect list their models, for providers whose data says nothing else. */
const BY_DIALECT: Readonly<Record<string, Listing>> = {
  openai: { path: "models", field: "data" },
  "openai-responses": { path: "models", field: "data" },
  anthropic: { path: "v1/models", field: "data", headers: { "anthropic-version": "2023-06-01" } },
  google: { path: "v1beta/models", field: "models" },
  ollama: { path: "api/tags", field: "models" },
};

/** How the ids a provider has are asked for, at its own address or at that of the dialect. */
export interface ModelListing {
  readonly listing: Listing;
  readonly isNative: boolean;
}

/** How a provider lists its models; `undefined` where it does not. */
export function listingOf({ models }: Provider, dialect: ChatDialect["name"]): ModelListing | undefined {
  if (models !== undefined) return { listing: models, isNative: true };
  const listing = BY_DIALECT[dialect];
  return listing === undefined ? undefined : { listing, isNative: false };
}

/** All ids a provider lists, page by page. @throws {CallError} `malformed_answer` */
export async function listIds(
  { path, field, query, headers, paging }: Listing,
  baseUrl: string,
  ask: (url: string, headers: Readonly<Record<string, string>> | undefined) => Promise<unknown>,
): Promise<string[]> {
  const url = new URL(path, `${baseUrl}/`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const ids: string[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask(url.href, headers);
    const rows = field === undefined ? answer : isRecord(answer) ? answer[field] : undefined;
    if (!Array.isArray(rows)) throw malformed(field);
    for (const row of rows) {
      const id = idOf(row);
      if (id !== undefined) ids.push(id);
    }
    const cursor = paging === undefined || !isRecord(answer) ? undefined : answer[paging.cursor];
    const isLast = paging?.more !== undefined && isRecord(answer) && answer[paging.more] === false;
    if (paging === undefined || isLast || typeof cursor !== "string" || cursor === "") break;
    url.searchParams.set(paging.parameter, cursor);
  }
  return ids;
}

/** A row's id: `id`, or the `name` where there is none, without Google's `models/`. */
function idOf(row: unknown): string | undefined {
  if (!isRecord(row)) return undefined;
  const id = row.id ?? row.model ?? row.name;
  return typeof id === "string" && id !== "" ? id.replace(/^models\//, "") : undefined;
}

function malformed(field: string | undefined): CallError {
  const where = field === undefined ? "the answer" : `"${field}"`;
  const message = `the list of models is not what was expected: ${where} is no list; check the base URL`;
  return new CallError("malformed_answer", message, { fault: "target", retryable: true });
}
