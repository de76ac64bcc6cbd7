import type { JsonValue } from "../../util/json.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

/** Google tells its sources in lists, each of these under the name of its kind. */
const GROUNDING: readonly (readonly [kind: string, list: string])[] = [
  ["groundingMetadata", "groundingChunks"],
  ["citationMetadata", "citations"],
  ["citationMetadata", "citationSources"],
  ["urlContextMetadata", "urlMetadata"],
];

/**
 * The sources of an answer as OpenAI tells them
 * (https://platform.openai.com/docs/api-reference/chat/object#chat-object-choices-message-annotations), whatever dialect
 * they are told in; one without an address is left out, for clients check what stands here. `undefined` where none is left.
 */
export function encodeAnnotations(annotations: readonly JsonValue[] | undefined): unknown[] | undefined {
  if (annotations === undefined) return undefined;
  const encoded: unknown[] = [];
  for (const annotation of annotations) {
    const lists = isRecord(annotation) ? listsOf(annotation) : [];
    for (const source of lists.length === 0 ? [annotation] : lists) {
      const told = encodeSource(source);
      if (told !== undefined) encoded.push(told);
    }
  }
  return encoded.length === 0 ? undefined : encoded;
}

function listsOf(annotation: UnknownRecord): unknown[] {
  return GROUNDING.flatMap(([kind, list]) => {
    const sources = own(annotation[kind], list);
    return Array.isArray(sources) ? (sources as unknown[]) : [];
  });
}

function encodeSource(source: unknown): unknown {
  if (typeof source === "string") return isAddress(source) ? citation(source, {}) : undefined;
  if (!isRecord(source)) return undefined;
  // Their own shape names the kind, and holds it under that name: `url_citation`, OpenRouter's `file`.
  if (typeof source.type === "string" && isRecord(own(source, source.type))) return source;
  const inner = isRecord(source.web) ? source.web : source;
  const url = [inner.url, inner.uri, inner.retrievedUrl].find((value) => typeof value === "string");
  return typeof url === "string" && url !== "" ? citation(url, inner) : undefined;
}

function citation(url: string, source: UnknownRecord): UnknownRecord {
  const { title } = source;
  return {
    type: "url_citation",
    url_citation: {
      url,
      title: typeof title === "string" && title !== "" ? title : url,
      start_index: placeOf(source.start_index ?? source.startIndex),
      end_index: placeOf(source.end_index ?? source.endIndex),
    },
  };
}

/** Places in the text; without any the whole of it is meant. */
function placeOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function isAddress(text: string): boolean {
  return /^https?:\/\//.test(text);
}
