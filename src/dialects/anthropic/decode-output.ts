import type { ChatRequest } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { jsonEqual } from "../../util/json-equal.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { closeSchema } from "./close-schema.ts";
import { hasOnly } from "./decode-part.ts";
import type { Draft } from "./draft.ts";
import { type Encoding, startEncoding } from "./encoding.ts";
import { encodeThinking, readEffort } from "./thinking.ts";

/**
 * Reads how much the model thinks and in which form it answers. Where our words say less than the body did (a budget in
 * tokens), the nearest of ours stands beside Anthropic's own in `extra`, which wins when it goes back there.
 */
export function decodeOutput(body: UnknownRecord, draft: Draft, model: string): void {
  const { thinking, output_config: config } = body;
  const encoding = startEncoding({ model, facts: {} });
  const { effort, format, ...others } = isRecord(config) ? config : {};
  if (config !== undefined && !isRecord(config)) draft.extra.output_config = config as JsonValue;
  const kept: UnknownRecord = { ...others };
  if (format !== undefined && !decodeFormat(format, draft, encoding)) kept.format = format;
  const level = readEffort(thinking, effort, draft.max_tokens);
  if (level !== undefined) draft.reasoning_effort = level;
  if (!isSaid(level, thinking, effort, draft, encoding) || Object.keys(kept).length > 0) {
    if (thinking !== undefined) draft.extra.thinking = thinking as JsonValue;
    if (effort !== undefined) kept.effort = effort;
  }
  if (Object.keys(kept).length > 0) draft.extra.output_config = kept as JsonValue;
}

/** Whether our word for it becomes just this again. */
function isSaid(
  level: ChatRequest["reasoning_effort"],
  thinking: unknown,
  effort: unknown,
  draft: Draft,
  encoding: Encoding,
): boolean {
  if (level === undefined) return thinking === undefined && effort === undefined;
  const { tool_choice: choice, max_tokens: max } = draft;
  const asked = {
    messages: [],
    reasoning_effort: level,
    ...(choice === undefined ? undefined : { tool_choice: choice }),
  };
  const again = encodeThinking(asked, max ?? encoding.rules.maxTokens, encoding);
  return jsonEqual(again.thinking, thinking) && again.effort === effort;
}

function decodeFormat(format: unknown, draft: Draft, { rules }: Encoding): boolean {
  if (!isRecord(format) || format.type !== "json_schema" || !isRecord(format.schema)) return false;
  const schema = format.schema as Record<string, JsonValue>;
  if (!hasOnly(format, ["type", "schema"]) || !rules.takesSchemas || closeSchema(schema) !== schema) return false;
  draft.response_format = { type: "json_schema", json_schema: { name: "answer", schema, strict: true } };
  return true;
}
