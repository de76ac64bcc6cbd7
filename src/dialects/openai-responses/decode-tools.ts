import type { ResponseFormat, Tool, ToolChoice } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { asJson, passing, textOf } from "./read.ts";
import { DIALECT, FUNCTION_FIELDS, type Item } from "./words.ts";

const FUNCTION_READ = new Set(["type", "name", "description", "parameters", "strict"]);
const FORMAT_READ = new Set(["type", "name", "description", "schema", "strict"]);

/** Tools with functions in the words of Chat Completions, and those of the provider's own as they are. */
export function decodeTools(tools: readonly unknown[]): Tool[] {
  return tools.map(decodeTool);
}

function decodeTool(tool: unknown): Tool {
  const name = isRecord(tool) && tool.type === "function" ? textOf(tool.name) : undefined;
  if (!isRecord(tool) || name === undefined) return { type: "native", dialect: DIALECT, value: asJson(tool) };
  const description = textOf(tool.description);
  const { parameters, strict } = tool;
  return {
    ...passing(tool, FUNCTION_READ, FUNCTION_FIELDS),
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(isRecord(parameters) ? { parameters: parameters as Record<string, JsonValue> } : {}),
      // Left out it means true here and false in Chat Completions: null keeps it left out.
      strict: typeof strict === "boolean" ? strict : null,
    },
  };
}

/** A tool choice in the words of Chat Completions; `undefined` for one they do not have. */
export function decodeToolChoice(choice: unknown): ToolChoice | undefined {
  if (choice === "auto" || choice === "none" || choice === "required") return choice;
  if (!isRecord(choice)) return undefined;
  const { type, name, mode, tools } = choice;
  if (type === "function" && typeof name === "string") return { type, function: { name } };
  if (type !== "allowed_tools" || (mode !== "auto" && mode !== "required") || !Array.isArray(tools)) return undefined;
  return { type, allowed_tools: { mode, tools: tools.map(nestedTool) } };
}

function nestedTool(tool: unknown): JsonValue {
  if (!isRecord(tool) || tool.type !== "function") return asJson(tool);
  const { type, ...inner } = tool;
  return asJson({ type, function: inner });
}

/** The shape of an answer; `undefined` for one that has no word of ours. */
export function decodeFormat(format: unknown): ResponseFormat | undefined {
  if (!isRecord(format)) return undefined;
  if (format.type === "text" || format.type === "json_object") return { type: format.type };
  const { name, description, schema, strict } = format;
  if (format.type !== "json_schema" || typeof name !== "string" || hasMore(format, FORMAT_READ)) return undefined;
  return {
    type: "json_schema",
    json_schema: {
      name,
      ...(typeof description === "string" ? { description } : {}),
      ...(isRecord(schema) ? { schema: schema as Record<string, JsonValue> } : {}),
      ...(typeof strict === "boolean" || strict === null ? { strict } : {}),
    },
  };
}

function hasMore(record: Item, fields: ReadonlySet<string>): boolean {
  return Object.keys(record).some((key) => !fields.has(key));
}
