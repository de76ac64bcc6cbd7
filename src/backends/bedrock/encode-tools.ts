import type { ChatRequest, FunctionTool, Tool } from "../../chat.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { cachePoint } from "./encode-messages.ts";
import type { ModelFamily } from "./model-family.ts";
import { withBytes } from "./native-bytes.ts";

const TOOL_KEYS: ReadonlySet<string> = new Set(["type", "function", "cache_control"]);
const NOTHING = { type: "object", properties: {} };

/** A tool that is made to be called, where that is how an answer gets its shape. */
export interface AnswerTool {
  readonly name: string;
  readonly description: string;
  readonly schema: unknown;
}

/** `toolConfig` (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html); absent without tools. */
export function encodeTools(
  request: ChatRequest,
  called: ReadonlySet<string>,
  answerTool: AnswerTool | undefined,
  family: ModelFamily,
  adaptations: Adaptation[],
): Record<string, unknown> | undefined {
  const { tool_choice: choice, tools = [] } = request;
  const encoded: unknown[] = [];
  const allowed = allowedTools(choice, adaptations);
  if (choice !== "none") {
    for (const [index, tool] of tools.entries()) {
      if (allowed !== undefined && !allowed.has(nameOf(tool))) continue;
      encoded.push(encodeTool(tool, `tools[${index}]`, adaptations), ...cachePoint(tool));
    }
  } else if (tools.length > 0) {
    adaptations.push({ field: "tool_choice", what: "Bedrock cannot forbid tools; they were left out" });
  }
  if (answerTool !== undefined) {
    const { name, description, schema } = answerTool;
    encoded.push({ toolSpec: { name, description, inputSchema: { json: schema } } });
  }
  if (encoded.length === 0) return formerTools(called, adaptations);
  const toolChoice = answerTool === undefined ? choiceOf(choice, family) : forced(answerTool, encoded.length > 1);
  return { tools: encoded, ...(toolChoice === undefined ? undefined : { toolChoice }) };
}

function forced({ name }: AnswerTool, hasOthers: boolean): unknown {
  return hasOthers ? { any: {} } : { tool: { name } };
}

/** A conversation in which tools were called must list some: those, without anything they could be called with. */
function formerTools(called: ReadonlySet<string>, adaptations: Adaptation[]): Record<string, unknown> | undefined {
  if (called.size === 0) return undefined;
  adaptations.push({
    field: "tools",
    what: "Bedrock wants the tools listed that were called before; they were, by name alone",
  });
  const description = "Was called earlier in this conversation and is no longer available; do not call it.";
  const tools = Array.from(called, (name) => ({ toolSpec: { name, description, inputSchema: { json: NOTHING } } }));
  return { tools };
}

function allowedTools(choice: ChatRequest["tool_choice"], adaptations: Adaptation[]): ReadonlySet<string> | undefined {
  if (!isRecord(choice) || choice.type !== "allowed_tools") return undefined;
  adaptations.push({ field: "tool_choice", what: "only the allowed tools were sent" });
  return new Set(choice.allowed_tools.tools.map(nameOf));
}

function choiceOf(choice: ChatRequest["tool_choice"], { hasToolChoice }: ModelFamily): unknown {
  if (choice === undefined || choice === "none") return undefined;
  if (choice === "auto") return { auto: {} };
  if (isRecord(choice) && choice.type === "allowed_tools" && choice.allowed_tools.mode === "auto") return { auto: {} };
  if (!hasToolChoice) throw unsupported("tool_choice", "at Bedrock this model cannot be made to call a tool; use auto");
  if (isRecord(choice) && choice.type === "function") return { tool: { name: choice.function.name } };
  return { any: {} };
}

function encodeTool(tool: Tool, field: string, adaptations: Adaptation[]): unknown {
  if (tool.type === "native") {
    if (tool.dialect === "bedrock") return withBytes(tool.value);
    throw unsupported(field, `a tool of the dialect ${tool.dialect}, which Bedrock does not know`);
  }
  const { name, description, parameters, strict } = (tool as FunctionTool).function;
  reportPassing(tool, TOOL_KEYS, field, "Bedrock", adaptations);
  return {
    toolSpec: {
      name,
      ...(description === undefined || description === "" ? undefined : { description }),
      inputSchema: { json: parameters ?? NOTHING },
      ...(typeof strict === "boolean" ? { strict } : undefined),
    },
  };
}

function nameOf(tool: unknown): string {
  const known = isRecord(tool) && isRecord(tool.function) ? tool.function.name : undefined;
  return typeof known === "string" ? known : "";
}
