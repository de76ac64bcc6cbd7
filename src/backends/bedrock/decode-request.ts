import type { ChatMessage, ChatRequest, FunctionTool, ResponseFormat, Tool } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { addCacheControl, decodeMessage, decodeParts } from "./decode-messages.ts";

type Extra = Record<string, JsonValue>;

const BODY_KEYS: ReadonlySet<string> = new Set([
  "modelId",
  "messages",
  "system",
  "inferenceConfig",
  "toolConfig",
  "outputConfig",
  "requestMetadata",
  "additionalModelRequestFields",
]);

/** What a caller of Converse asked for: the other way of `encodeConverse`; bytes stand as base64, as on the wire. */
export function decodeConverseRequest(body: unknown): ChatRequest {
  if (!isRecord(body)) throw invalidRequest("body", "expected a JSON object");
  const messages: ChatMessage[] = [];
  const system = decodeParts(listOf(body.system));
  const [first, ...others] = system;
  const isPlain = first?.type === "text" && others.length === 0 && Object.keys(first).length === 2;
  if (first !== undefined) messages.push({ role: "system", content: isPlain ? first.text : system });
  for (const [index, message] of listOf(body.messages).entries()) messages.push(...decodeMessage(message, index));
  const extra: Extra = {};
  for (const [key, value] of Object.entries(body)) if (!BODY_KEYS.has(key)) extra[key] = value as JsonValue;
  // As they are: the words of a model family may be written by hand as no effort would be translated.
  if (isRecord(body.additionalModelRequestFields)) {
    extra.additionalModelRequestFields = body.additionalModelRequestFields as Extra;
  }
  const format = formatOf(body.outputConfig);
  if (format === undefined && body.outputConfig !== undefined) extra.outputConfig = body.outputConfig as JsonValue;
  const request: ChatRequest = {
    messages,
    ...decodeTools(body.toolConfig),
    ...decodeInference(body.inferenceConfig, extra),
    ...(format === undefined ? undefined : { response_format: format }),
    ...(isRecord(body.requestMetadata) ? { metadata: body.requestMetadata as Record<string, string> } : undefined),
  };
  return Object.keys(extra).length > 0 ? { ...request, extra, extraDialect: "bedrock" } : request;
}

function decodeInference(config: unknown, extra: Extra): Partial<ChatRequest> {
  if (!isRecord(config)) return {};
  const { maxTokens, temperature, topP, stopSequences, ...others } = config;
  if (Object.keys(others).length > 0) extra.inferenceConfig = others as Extra;
  return {
    ...(typeof maxTokens === "number" ? { max_tokens: maxTokens } : undefined),
    ...(typeof temperature === "number" ? { temperature } : undefined),
    ...(typeof topP === "number" ? { top_p: topP } : undefined),
    ...(Array.isArray(stopSequences) ? { stop: stopSequences as string[] } : undefined),
  };
}

function decodeTools(config: unknown): Partial<ChatRequest> {
  if (!isRecord(config)) return {};
  const tools: Tool[] = [];
  for (const tool of listOf(config.tools)) {
    if (isRecord(tool) && isRecord(tool.cachePoint) && addCacheControl(tools, tool.cachePoint)) continue;
    tools.push(decodeTool(tool));
  }
  const choice = choiceOf(config.toolChoice);
  return { tools, ...(choice === undefined ? undefined : { tool_choice: choice }) };
}

function decodeTool(tool: unknown): Tool {
  const spec = isRecord(tool) ? tool.toolSpec : undefined;
  if (!isRecord(spec) || typeof spec.name !== "string") {
    return { type: "native", dialect: "bedrock", value: tool as JsonValue };
  }
  const { name, description, inputSchema, strict } = spec;
  const schema = isRecord(inputSchema) ? inputSchema.json : undefined;
  return {
    type: "function",
    function: {
      name,
      ...(typeof description === "string" ? { description } : undefined),
      ...(isRecord(schema) ? { parameters: schema as Extra } : undefined),
      ...(typeof strict === "boolean" ? { strict } : undefined),
    },
  } satisfies FunctionTool;
}

function choiceOf(choice: unknown): ChatRequest["tool_choice"] {
  if (!isRecord(choice)) return undefined;
  if (isRecord(choice.tool) && typeof choice.tool.name === "string") {
    return { type: "function", function: { name: choice.tool.name } };
  }
  if (choice.any !== undefined) return "required";
  return choice.auto === undefined ? undefined : "auto";
}

function formatOf(config: unknown): ResponseFormat | undefined {
  const format = isRecord(config) ? config.textFormat : undefined;
  const structure = isRecord(format) ? format.structure : undefined;
  const definition = isRecord(structure) ? structure.jsonSchema : undefined;
  if (!isRecord(definition) || typeof definition.schema !== "string") return undefined;
  const { name, description } = definition;
  let schema: unknown;
  try {
    schema = JSON.parse(definition.schema);
  } catch {
    return undefined;
  }
  if (!isRecord(schema)) return undefined;
  return {
    type: "json_schema",
    json_schema: {
      name: typeof name === "string" ? name : "answer",
      schema: schema as Extra,
      ...(typeof description === "string" ? { description } : undefined),
    },
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
