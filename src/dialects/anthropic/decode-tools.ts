import type { Tool, ToolChoice } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { hasOnly, pick } from "./decode-part.ts";
import type { Draft } from "./draft.ts";
import { TOOL_FIELDS } from "./encode-tools.ts";

/** Reads tools and tool choice. */
export function decodeTools({ tools, tool_choice: choice }: UnknownRecord, draft: Draft): void {
  if (Array.isArray(tools)) draft.tools = tools.map(decodeTool);
  else if (tools !== undefined) draft.extra.tools = tools as JsonValue;
  if (choice === undefined) return;
  const read = isRecord(choice) && draft.tools !== undefined && draft.tools.length > 0 ? readChoice(choice) : undefined;
  if (read === undefined || !isRecord(choice)) {
    draft.extra.tool_choice = choice as JsonValue;
    return;
  }
  draft.tool_choice = read;
  if (typeof choice.disable_parallel_tool_use === "boolean") {
    draft.parallel_tool_calls = !choice.disable_parallel_tool_use;
  }
}

const KNOWN = ["type", "name", "description", "input_schema", "strict", ...TOOL_FIELDS];

function decodeTool(tool: unknown): Tool {
  const native = { type: "native", dialect: "anthropic", value: tool as JsonValue } as const;
  if (!isRecord(tool) || !hasOnly(tool, KNOWN)) return native;
  const { type, name, description, input_schema: schema, strict } = tool;
  if (type !== undefined && type !== null && type !== "custom") return native;
  if (typeof name !== "string" || !isRecord(schema) || schema.type !== "object") return native;
  if (description !== undefined && typeof description !== "string") return native;
  if (strict !== undefined && typeof strict !== "boolean") return native;
  return {
    ...pick(tool, TOOL_FIELDS),
    type: "function",
    function: {
      name,
      ...(description === undefined ? undefined : { description }),
      parameters: schema as Record<string, JsonValue>,
      ...(strict === undefined ? undefined : { strict }),
    },
  };
}

function readChoice(choice: UnknownRecord): ToolChoice | undefined {
  const { type, name, disable_parallel_tool_use: single } = choice;
  if (single !== undefined && typeof single !== "boolean") return undefined;
  const isBare = hasOnly(choice, ["type", "disable_parallel_tool_use"]);
  if (type === "none" && hasOnly(choice, ["type"])) return "none";
  if (type === "auto" && isBare) return "auto";
  if (type === "any" && isBare) return "required";
  const isNamed = type === "tool" && typeof name === "string";
  if (!isNamed || !hasOnly(choice, ["type", "name", "disable_parallel_tool_use"])) return undefined;
  return { type: "function", function: { name } };
}
