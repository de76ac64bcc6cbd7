import type { ToolDefinition } from "@langchain/core/language_models/base";
import type { BindToolsInput, ToolChoice as GivenChoice } from "@langchain/core/language_models/chat_models";
import { convertToOpenAITool, isLangChainTool } from "@langchain/core/utils/function_calling";
import { toJsonSchema } from "@langchain/core/utils/json_schema";
import type { FunctionTool, Tool, ToolChoice } from "../../chat.ts";
import { InvalidInputError } from "../../errors.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

/** Anything LangChain takes for a tool, or one of ours. */
export type GivenTool = BindToolsInput | ToolDefinition | Tool;

/**
 * Tools as a request holds them: of LangChain's own, of OpenAI's and Anthropic's words, or one dialect's (`native`).
 * @throws {InvalidInputError} for what is none of these
 */
export function encodeTools(tools: readonly GivenTool[], strict?: boolean): Tool[] {
  return tools.map((tool, place) => encodeTool(tool as UnknownRecord, `tools[${place}]`, strict));
}

function encodeTool(tool: UnknownRecord, path: string, strict: boolean | undefined): Tool {
  if (tool.type === "native") return tool as unknown as Tool; // ours already
  const definition = own(tool, "function");
  // OpenAI's own shape, as it came or as LangChain writes it: what stands in it is for the provider to judge.
  if (tool.type === "function" && isRecord(definition)) return withStrict(tool as unknown as FunctionTool, strict);
  if (isLangChainTool(tool)) return withStrict(convertToOpenAITool(tool) as unknown as FunctionTool, strict);
  const { name, description } = tool;
  const schema = tool.input_schema ?? tool.parameters ?? tool.schema;
  if (typeof name === "string" && isRecord(schema) && (tool.type === undefined || tool.type === "custom")) {
    const parameters = toJsonSchema(schema) as Record<string, JsonValue>;
    const about = typeof description === "string" ? { description } : undefined;
    return withStrict({ type: "function", function: { name, ...about, parameters } }, strict);
  }
  const what = tool.type === undefined ? "this" : `"${String(tool.type)}"`;
  const hint = 'a tool its provider runs is written { type: "native", dialect, value }';
  throw new InvalidInputError("tools for a chat model", [
    { path, message: `${what} is no tool that is known; ${hint}` },
  ]);
}

function withStrict(tool: FunctionTool, strict: boolean | undefined): FunctionTool {
  return strict === undefined ? tool : { ...tool, function: { ...tool.function, strict } };
}

/** Which tool must be called, from LangChain's words and those of OpenAI and Anthropic. @throws {InvalidInputError} */
export function encodeToolChoice(choice: GivenChoice): ToolChoice {
  if (choice === "auto" || choice === "none") return choice;
  if (choice === "any" || choice === "required") return "required";
  if (typeof choice === "string") return named(choice);
  const { type, name } = choice;
  if (type === "function" || type === "allowed_tools") return choice as ToolChoice;
  if (type === "tool" && typeof name === "string") return named(name);
  if (type === "auto" || type === "none") return type;
  if (type === "any") return "required";
  const message = 'expected "auto", "any", "none", the name of a tool, or { type: "function", function: { name } }';
  throw new InvalidInputError("tool_choice", [{ path: "", message }]);
}

function named(name: string): ToolChoice {
  return { type: "function", function: { name } };
}
