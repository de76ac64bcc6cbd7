import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { generationOf } from "./generation.ts";

const SOURCES = ["groundingMetadata", "citationMetadata", "urlContextMetadata"] as const;

/** Where an answer came from, each kind under Google's name for it; `undefined` where it says nothing. */
export function annotationsOf(candidate: UnknownRecord): JsonValue[] | undefined {
  let annotations: JsonValue[] | undefined;
  for (const kind of SOURCES) {
    const value = candidate[kind];
    if (!isRecord(value) || Object.keys(value).length === 0) continue;
    if (annotations === undefined) annotations = [];
    annotations.push({ [kind]: value as JsonValue });
  }
  return annotations;
}

/**
 * How many searches a candidate is charged for: each query from Gemini 3 on, one for a grounded answer before
 * (https://ai.google.dev/gemini-api/docs/google-search#pricing).
 */
export function webSearchesOf({ groundingMetadata }: UnknownRecord, model: string): number {
  if (!isRecord(groundingMetadata) || !Array.isArray(groundingMetadata.webSearchQueries)) return 0;
  const queries = groundingMetadata.webSearchQueries.filter(
    (query) => typeof query === "string" && query !== "",
  ).length;
  return (generationOf(model).version ?? 3) >= 3 ? queries : Math.min(queries, 1);
}
