import type { ChatRequest, FunctionTool, ResponseFormat, Tool } from "../../chat.ts";
import { withOwnExtra } from "../../dialect/own-extra.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext, EncodedCall } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { encodeMessages } from "./encode-messages.ts";

const TOOL_KEYS: ReadonlySet<string> = new Set(["type", "function"]);

/** The body of `/api/chat` (https://docs.ollama.com/api/chat). @throws {CallError} for what it cannot carry */
export function encodeRequest(asked: ChatRequest, context: CallContext): EncodedCall {
  const adaptations: Adaptation[] = [];
  const request = withOwnExtra(asked, "ollama", adaptations);
  refuseImpossible(request);
  const { extra } = request;
  const body: Record<string, unknown> = {
    model: context.model,
    messages: encodeMessages(request.messages, context, adaptations),
    stream: context.stream,
  };
  const tools = encodeTools(request, adaptations);
  if (tools !== undefined) body.tools = tools;
  const format = formatOf(request.response_format);
  if (format !== undefined) body.format = format;
  const think = thinkOf(request, context, adaptations);
  if (think !== undefined) body.think = think;
  if (typeof request.logprobs === "boolean") body.logprobs = request.logprobs;
  if (typeof request.top_logprobs === "number") body.top_logprobs = request.top_logprobs;
  const options = optionsOf(request);
  if (extra !== undefined) Object.assign(body, extra);
  if (isRecord(extra?.options)) Object.assign(options, extra.options);
  if (Object.keys(options).length > 0) body.options = options;
  reportIgnored(request, adaptations);
  return { path: "api/chat", body, adaptations };
}

function refuseImpossible({ n, audio, modalities }: ChatRequest): void {
  if (typeof n === "number" && n > 1) throw unsupported("n", "Ollama gives one answer to a call; ask several times");
  if (audio !== undefined && audio !== null) throw unsupported("audio", "Ollama does not answer with sound");
  const other = modalities?.find((modality) => modality !== "text");
  if (other !== undefined) throw unsupported("modalities", `Ollama answers with text, not with ${other}`);
}

function reportIgnored(request: ChatRequest, adaptations: Adaptation[]): void {
  if (request.parallel_tool_calls === false) {
    adaptations.push({ field: "parallel_tool_calls", what: "Ollama cannot limit a model to one tool call at a time" });
  }
  for (const field of ["logit_bias", "user", "metadata"] as const) {
    const value = request[field];
    if (value === undefined || value === null) continue;
    adaptations.push({ field, what: "Ollama has no such field; it was left out" });
  }
}

/** https://docs.ollama.com/modelfile#valid-parameters-and-values */
function optionsOf(request: ChatRequest): Record<string, unknown> {
  const { stop } = request;
  const options: Record<string, unknown> = {};
  const limit = request.max_completion_tokens ?? request.max_tokens;
  if (typeof limit === "number") options.num_predict = limit;
  for (const name of ["temperature", "top_p", "top_k", "seed", "presence_penalty", "frequency_penalty"] as const) {
    if (typeof request[name] === "number") options[name] = request[name];
  }
  if (typeof stop === "string") options.stop = [stop];
  else if (stop !== undefined && stop !== null) options.stop = stop;
  return options;
}

function formatOf(format: ResponseFormat | undefined): unknown {
  if (format === undefined || format.type === "text") return undefined;
  if (format.type === "json_object") return "json";
  return format.json_schema.schema ?? "json";
}

// Levels are known to gpt-oss alone: other models that think refuse them (https://docs.ollama.com/capabilities/thinking).
const KNOWS_LEVELS = /gpt-?oss/i;

function thinkOf(
  { reasoning_effort: effort }: ChatRequest,
  { model, facts }: CallContext,
  adaptations: Adaptation[],
): boolean | string | undefined {
  if (effort === undefined || effort === null) return undefined;
  const adapted = (what: string) => adaptations.push({ field: "reasoning_effort", what });
  if (facts.capabilities?.reasoning === false) {
    if (effort !== "none") adapted("the model does not think; it was left out");
    return undefined;
  }
  if (KNOWS_LEVELS.test(model)) {
    if (effort === "low" || effort === "medium" || effort === "high") return effort;
    const level = effort === "none" || effort === "minimal" ? "low" : "high";
    adapted(`gpt-oss thinks low, medium or high; "${effort}" became "${level}"`);
    return level;
  }
  if (effort === "none") return false;
  if (effort !== "medium") adapted(`this model only thinks or does not; "${effort}" became true`);
  return true;
}

function encodeTools(request: ChatRequest, adaptations: Adaptation[]): unknown[] | undefined {
  const { tool_choice: choice, tools } = request;
  if (tools === undefined) return undefined;
  if (choice === "none") {
    adaptations.push({ field: "tool_choice", what: "Ollama cannot forbid tools; they were left out" });
    return undefined;
  }
  if (choice === "required" || (isRecord(choice) && choice.type === "function")) {
    throw unsupported("tool_choice", "Ollama cannot make a model call a tool; use auto, or another provider");
  }
  let allowed: ReadonlySet<string> | undefined;
  if (isRecord(choice) && choice.type === "allowed_tools") {
    if (choice.allowed_tools.mode === "required") {
      throw unsupported("tool_choice", "Ollama cannot make a model call a tool; use mode auto, or another provider");
    }
    allowed = new Set(choice.allowed_tools.tools.map(nameOf));
    adaptations.push({ field: "tool_choice", what: "only the allowed tools were sent" });
  }
  const encoded: unknown[] = [];
  for (const [index, tool] of tools.entries()) {
    if (allowed !== undefined && !allowed.has(nameOf(tool))) continue;
    encoded.push(encodeTool(tool, `tools[${index}]`, adaptations));
  }
  return encoded;
}

function encodeTool(tool: Tool, field: string, adaptations: Adaptation[]): unknown {
  if (tool.type === "native") {
    if (tool.dialect === "ollama") return tool.value;
    throw unsupported(field, `a tool of the dialect ${tool.dialect}, which Ollama does not know`);
  }
  const { strict, ...known } = (tool as FunctionTool).function;
  if (strict === true) adaptations.push({ field: `${field}.function.strict`, what: "Ollama does not check arguments" });
  reportPassing(tool, TOOL_KEYS, field, "Ollama", adaptations);
  return { type: "function", function: known };
}

function nameOf(tool: unknown): string {
  const called = isRecord(tool) && isRecord(tool.function) ? tool.function.name : undefined;
  return typeof called === "string" ? called : "";
}
