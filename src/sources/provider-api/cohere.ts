import * as z from "zod";
import type { Capability } from "../../model.ts";
import { given } from "../../util/given.ts";
import { count, flag, requiredText, words } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  name: requiredText,
  endpoints: words,
  default_endpoints: words,
  features: words,
  context_length: count,
  finetuned: flag,
  is_deprecated: flag,
});

const ENDPOINTS: readonly [Capability, readonly string[]][] = [
  ["chat", ["chat"]],
  ["completion", ["generate"]],
  ["embedding", ["embed", "embed_image"]],
  ["rerank", ["rerank"]],
  ["transcription", ["transcriptions"]],
];

const FEATURES: readonly [Capability, string][] = [
  ["tools", "tools"],
  ["jsonMode", "json_mode"],
  ["jsonSchema", "json_schema"],
  ["vision", "vision"],
  ["reasoning", "reasoning"],
];

/** A row of `GET /v1/models`. @see https://docs.cohere.com/reference/list-models */
export const readCohereRow = readerOf(row, ({ name, endpoints, features, ...row }) => ({
  name,
  facts: given({
    contextWindow: row.context_length || undefined,
    capabilities: {
      ...(endpoints && Object.fromEntries(ENDPOINTS.map(([ours, theirs]) => [ours, theirs.some(isIn(endpoints))]))),
      // Older models have no features listed although they have some.
      ...(features?.length && Object.fromEntries(FEATURES.map(([ours, theirs]) => [ours, features.includes(theirs)]))),
    },
    lifecycle: row.is_deprecated ? { status: "deprecated" as const } : undefined,
  }),
  own: { endpoints, defaultEndpoints: row.default_endpoints, features, finetuned: row.finetuned || undefined },
}));

function isIn(list: readonly string[]): (item: string) => boolean {
  return (item) => list.includes(item);
}
