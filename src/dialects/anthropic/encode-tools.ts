import type { ChatRequest, FunctionTool, Tool, ToolChoice } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import { isRecord } from "../../util/record.ts";
import { type Block, type Encoding, passOn, requireObject } from "./encoding.ts";

/** The fields of a tool that travel with it. */
export const TOOL_FIELDS = [
  "cache_control",
  "defer_loading",
  "allowed_callers",
  "eager_input_streaming",
  "input_examples",
] as const;

/** The tools of a request; with `allowed_tools` only those. */
export function encodeTools(request: ChatRequest, encoding: Encoding): Block[] | undefined {
  const { tools, tool_choice: choice } = request;
  if (tools === undefined || tools === null) return undefined;
  if (!Array.isArray(tools)) throw invalidRequest("tools", "expected a list");
  const allowed =
    typeof choice === "object" && choice.type === "allowed_tools" ? namesIn(choice.allowed_tools.tools) : undefined;
  const encoded: Block[] = [];
  for (const [index, tool] of tools.entries()) {
    const field = `tools[${index}]`;
    requireObject(tool, field);
    if (allowed !== undefined && tool.type === "function" && !allowed.has(tool.function.name)) {
      encoding.adapt(field, "not sent: Anthropic has no list of allowed tools beside the tools");
    } else encoded.push(encodeTool(tool, field, encoding));
  }
  return encoded;
}

function encodeTool(tool: Tool, field: string, encoding: Encoding): Block {
  if (tool.type === "native") {
    if (tool.dialect === "anthropic") return tool.value as Block;
    throw unsupported(field, `a tool of the dialect ${tool.dialect}, which Anthropic does not know`);
  }
  if (tool.type !== "function") throw unsupported(`${field}.type`, "expected function or native");
  return encodeFunction(tool, field, encoding);
}

function encodeFunction(tool: FunctionTool, field: string, encoding: Encoding): Block {
  const { name, description, parameters, strict } = tool.function ?? {};
  if (typeof name !== "string") throw invalidRequest(`${field}.function.name`, "expected text");
  const { rules, context } = encoding;
  const block: Block = { name, input_schema: schemaOf(parameters) };
  if (description !== undefined) block.description = description;
  if (strict !== undefined && strict !== null) {
    if (rules.takesSchemas || strict === false) block.strict = strict;
    else encoding.adapt(`${field}.function.strict`, `ignored: ${context.model} knows no strict tools`);
  }
  return passOn(tool, block, { own: TOOL_FIELDS, known: ["type", "function"], field, encoding });
}

function schemaOf(parameters: FunctionTool["function"]["parameters"]): object {
  if (!isRecord(parameters)) return { type: "object", properties: {} };
  return parameters.type === undefined ? { type: "object", ...parameters } : parameters;
}

/** Which tools may or must be called, and whether several at once. */
export function encodeToolChoice(
  { tool_choice: choice, parallel_tool_calls: parallel }: ChatRequest,
  tools: readonly Block[] | undefined,
  encoding: Encoding,
): Block | undefined {
  const isLoose = choice === undefined || choice === "auto" || choice === "none";
  // Without tools the API refuses any choice, and these say nothing.
  if (isLoose && (tools === undefined || tools.length === 0)) return undefined;
  if (choice === undefined) return parallel === false ? { type: "auto", disable_parallel_tool_use: true } : undefined;
  if (choice === "none") return { type: "none" };
  const encoded = choiceOf(choice);
  if (encoded.type !== "auto" && !encoding.rules.takesForcedTools) {
    throw unsupported("tool_choice", `${encoding.context.model} takes no forced tool call; use "auto"`);
  }
  return parallel === undefined ? encoded : { ...encoded, disable_parallel_tool_use: !parallel };
}

function choiceOf(choice: Exclude<ToolChoice, "none">): Block {
  if (choice === "auto") return { type: "auto" };
  if (choice === "required") return { type: "any" };
  if (choice.type === "function") return { type: "tool", name: choice.function.name };
  if (choice.type === "allowed_tools") return { type: choice.allowed_tools.mode === "required" ? "any" : "auto" };
  throw unsupported("tool_choice", 'expected "auto", "none", "required", a function, or allowed_tools');
}

function namesIn(tools: readonly unknown[]): ReadonlySet<unknown> {
  return new Set(
    tools.map((tool) => (isRecord(tool) ? (isRecord(tool.function) ? tool.function.name : tool.name) : undefined)),
  );
}
