import type { ResponseFormat, Tool, ToolChoice } from "../../chat.ts";
import { isRecord } from "../../util/record.ts";
import { nativeValue } from "./encode-content.ts";
import { type Encoding, passOn } from "./encoding.ts";
import { FUNCTION_FIELDS, type Item } from "./words.ts";

const TOOL_FIELDS = { read: ["type", "function"], own: FUNCTION_FIELDS };

/** Tools without the `function` around each. @throws {CallError} `unsupported_request` for another dialect's own tools */
export function encodeTools(tools: readonly Tool[], encoding: Encoding): Item[] {
  return tools.map((tool, index) => {
    const field = `tools[${index}]`;
    if (tool.type === "native") return nativeValue(tool, field);
    const { name, description, parameters, strict } = tool.function;
    const item: Item = { type: "function", name };
    if (description !== undefined) item.description = description;
    item.parameters = parameters ?? { type: "object", properties: {} };
    // Left out it would mean true here, and false in Chat Completions, whose request this is; null stands for "left out".
    if (strict !== null) item.strict = strict ?? false;
    return passOn(tool, item, TOOL_FIELDS, field, encoding);
  });
}

/** A tool choice without the `function` in it. */
export function encodeToolChoice(choice: ToolChoice): unknown {
  if (typeof choice === "string") return choice;
  if (choice.type === "function") return { type: "function", name: choice.function.name };
  const { mode, tools } = choice.allowed_tools;
  return { type: "allowed_tools", mode, tools: tools.map(flatTool) };
}

function flatTool(tool: unknown): unknown {
  if (!isRecord(tool) || !isRecord(tool.function)) return tool;
  const { function: inner, ...rest } = tool;
  return { ...rest, ...inner };
}

/** The shape of an answer, for `text.format`. */
export function encodeFormat(format: ResponseFormat): Item {
  if (format.type !== "json_schema") return { type: format.type };
  const { name, description, schema, strict } = format.json_schema;
  return {
    type: "json_schema",
    // Some who speak Chat Completions take a schema without a name; this API does not.
    name: name ?? "answer",
    ...(description === undefined ? {} : { description }),
    schema: schema ?? {},
    ...(strict === undefined ? {} : { strict }),
  };
}
