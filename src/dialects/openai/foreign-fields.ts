import type { UnknownRecord } from "../../util/record.ts";
import { adapt, type Encoding } from "./encoding.ts";

/** Under its name a dialect keeps what has no name that is agreed on. */
const DIALECTS = ["anthropic", "google", "ollama", "openai-responses"];

/**
 * Fields of other dialects that travel with what their requests were read into, and that nobody has who speaks this one.
 * What else stands there passes: there are as many extensions as services.
 */
const FOREIGN = {
  message: new Set([
    ...DIALECTS,
    "anthropic_block_order",
    "caller",
    "id",
    "is_error",
    "phase",
    "scheduling",
    "status",
    "tool_name",
    "toolset_name",
    "type",
    "willContinue",
  ]),
  part: new Set([
    ...DIALECTS,
    "annotations",
    "citations",
    "context",
    "detail",
    "logprobs",
    "mime_type",
    "title",
    "transformations",
  ]),
  call: new Set([...DIALECTS, "cache_control", "caller", "custom", "toolset_name"]),
  tool: new Set([
    ...DIALECTS,
    "allowed_callers",
    "behavior",
    "defer_loading",
    "eager_input_streaming",
    "input_examples",
    "openapiParameters",
    "output_schema",
    "response",
    "responseJsonSchema",
  ]),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** A message, part, call or tool without what only other dialects know, each field of which is named; itself where there is none. */
export function withoutForeign(
  record: UnknownRecord,
  kind: keyof typeof FOREIGN,
  field: string,
  encoding: Encoding,
): UnknownRecord {
  const foreign: ReadonlySet<string> = FOREIGN[kind];
  let kept: UnknownRecord | undefined;
  for (const key in record) {
    if (!foreign.has(key)) continue;
    kept ??= { ...record };
    delete kept[key];
    const value = record[key];
    if (value === undefined || value === null) continue;
    adapt(encoding, `${field}.${key}`, `${encoding.context.provider.title} has no such field; it was left out`);
  }
  return kept ?? record;
}
