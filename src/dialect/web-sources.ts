import type { JsonValue } from "../util/json.ts";
import { isRecord, own, type UnknownRecord } from "../util/record.ts";

/** A page an answer goes back to. */
export interface WebSource {
  readonly url: string;
  /** The address itself where there is none. */
  readonly title: string;
  /** The piece of the text it stands for, in characters; 0 to 0 where that is not told. */
  readonly start: number;
  readonly end: number;
}

/** Google tells its sources in lists, each of these under the name of its kind. */
const GROUNDING: readonly (readonly [kind: string, list: string])[] = [
  ["groundingMetadata", "groundingChunks"],
  ["citationMetadata", "citations"],
  ["citationMetadata", "citationSources"],
  ["urlContextMetadata", "urlMetadata"],
];

/** The pages an annotation names, whatever dialect it is told in. */
export function webSourcesIn(annotation: JsonValue): WebSource[] {
  const lists = isRecord(annotation) ? listsOf(annotation) : [];
  return (lists.length === 0 ? [annotation] : lists).flatMap((source) => webSource(source) ?? []);
}

function listsOf(annotation: UnknownRecord): unknown[] {
  return GROUNDING.flatMap(([kind, list]) => {
    const sources = own(annotation[kind], list);
    return Array.isArray(sources) ? (sources as unknown[]) : [];
  });
}

function webSource(source: unknown): WebSource | undefined {
  if (typeof source === "string") {
    return /^https?:\/\//.test(source) ? { url: source, title: source, start: 0, end: 0 } : undefined;
  }
  if (!isRecord(source)) return undefined;
  const inner = innerOf(source);
  const url = [inner.url, inner.uri, inner.retrievedUrl].find((value) => typeof value === "string" && value !== "");
  if (typeof url !== "string") return undefined;
  const title = typeof inner.title === "string" && inner.title !== "" ? inner.title : url;
  return {
    url,
    title,
    start: placeOf(inner.start_index ?? inner.startIndex),
    end: placeOf(inner.end_index ?? inner.endIndex),
  };
}

/** What a source is told in: Chat Completions put it under its kind, Google under `web`. */
function innerOf(source: UnknownRecord): UnknownRecord {
  if (isRecord(source.url_citation)) return source.url_citation;
  return isRecord(source.web) ? source.web : source;
}

function placeOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
