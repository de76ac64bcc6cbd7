import type { ChatRequest } from "../../chat.ts";
import { withOwnExtra } from "../../dialect/own-extra.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { encodeMessages } from "./encode-messages.ts";
import { type AnswerTool, encodeTools } from "./encode-tools.ts";
import { familyOf, type ModelFamily } from "./model-family.ts";
import { withBytes } from "./native-bytes.ts";
import { thinkingFields, topKFields } from "./thinking.ts";

/** A request in Converse's words. */
export interface EncodedConverse {
  /** The input of `ConverseCommand` and `ConverseStreamCommand`, without `modelId`. */
  readonly input: Record<string, unknown>;
  readonly adaptations: readonly Adaptation[];
  /** The tool whose arguments are the answer. */
  readonly answerTool?: string;
}

/** What of `extra` is Converse's own; all else is the model's. */
const CONVERSE_FIELDS: ReadonlySet<string> = new Set([
  "guardrailConfig",
  "performanceConfig",
  "promptVariables",
  "requestMetadata",
  "serviceTier",
  "additionalModelResponseFieldPaths",
  "outputConfig",
  "toolConfig",
  "system",
]);

/**
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @throws {CallError} for what it cannot carry
 */
export function encodeConverse(asked: ChatRequest, context: CallContext): EncodedConverse {
  const adaptations: Adaptation[] = [];
  const request = withOwnExtra(asked, "bedrock", adaptations);
  refuseImpossible(request);
  const family = familyOf(context.model);
  const { messages, system, called } = encodeMessages(request.messages, context, adaptations);
  const shape = shapeOf(request, family, adaptations);
  if (shape.instruction !== undefined) system.push({ text: shape.instruction });
  const thinking = thinkingFields(request, family, adaptations);
  const toolConfig = encodeTools(request, called, shape.answerTool, family, adaptations);
  const input: Record<string, unknown> = { messages };
  if (system.length > 0) input.system = system;
  if (toolConfig !== undefined) input.toolConfig = toolConfig;
  if (shape.outputConfig !== undefined) input.outputConfig = shape.outputConfig;
  const isThinking = family.name === "claude" && thinking !== undefined;
  const inference = inferenceOf(request, isThinking, adaptations);
  const model = { ...thinking, ...topKFields(request.top_k, family, adaptations) };
  if (isRecord(request.metadata)) input.requestMetadata = request.metadata;
  addExtra(request.extra, input, inference, model);
  if (Object.keys(inference).length > 0) input.inferenceConfig = inference;
  if (Object.keys(model).length > 0) input.additionalModelRequestFields = model;
  reportIgnored(request, adaptations);
  return {
    input,
    adaptations,
    ...(shape.answerTool === undefined ? undefined : { answerTool: shape.answerTool.name }),
  };
}

function addExtra(
  extra: ChatRequest["extra"],
  input: Record<string, unknown>,
  inference: Record<string, unknown>,
  model: Record<string, unknown>,
): void {
  for (const [key, value] of Object.entries(extra ?? {})) {
    if (key === "inferenceConfig" && isRecord(value)) Object.assign(inference, value);
    else if (key === "additionalModelRequestFields" && isRecord(value)) Object.assign(model, value);
    else if (CONVERSE_FIELDS.has(key)) input[key] = withBytes(value);
    else model[key] = value;
  }
}

function refuseImpossible({ n, audio, modalities, logprobs, top_logprobs: top }: ChatRequest): void {
  if (typeof n === "number" && n > 1) throw unsupported("n", "Bedrock gives one answer to a call; ask several times");
  if (audio !== undefined && audio !== null) throw unsupported("audio", "Converse does not answer with sound");
  if (logprobs === true || (typeof top === "number" && top > 0)) {
    throw unsupported(logprobs === true ? "logprobs" : "top_logprobs", "Converse tells no probabilities");
  }
  const other = modalities?.find((modality) => modality !== "text");
  if (other !== undefined) throw unsupported("modalities", `Converse answers with text, not with ${other}`);
}

function reportIgnored(request: ChatRequest, adaptations: Adaptation[]): void {
  if (request.parallel_tool_calls === false) {
    adaptations.push({
      field: "parallel_tool_calls",
      what: "Converse cannot limit a model to one tool call at a time",
    });
  }
  for (const field of ["seed", "presence_penalty", "frequency_penalty", "logit_bias", "user"] as const) {
    const value = request[field];
    if (value === undefined || value === null) continue;
    adaptations.push({ field, what: "Converse has no such field; it was left out" });
  }
}

function inferenceOf(request: ChatRequest, isThinking: boolean, adaptations: Adaptation[]): Record<string, unknown> {
  const { temperature, top_p: topP, stop } = request;
  const inference: Record<string, unknown> = {};
  const limit = request.max_completion_tokens ?? request.max_tokens;
  if (typeof limit === "number") inference.maxTokens = limit;
  if (typeof temperature === "number") {
    if (isThinking && temperature !== 1) {
      adaptations.push({ field: "temperature", what: "Claude takes none while it thinks; it was left out" });
    } else inference.temperature = temperature;
  }
  if (typeof topP === "number") inference.topP = topP;
  if (typeof stop === "string") inference.stopSequences = [stop];
  else if (stop !== undefined && stop !== null) inference.stopSequences = stop;
  return inference;
}

interface Shape {
  outputConfig?: unknown;
  answerTool?: AnswerTool;
  instruction?: string;
}

/** How an answer is given the shape that is asked for. */
function shapeOf({ response_format: format }: ChatRequest, family: ModelFamily, adaptations: Adaptation[]): Shape {
  if (format === undefined || format.type === "text") return {};
  const schema = format.type === "json_schema" ? format.json_schema.schema : undefined;
  if (format.type === "json_object" || schema === undefined) {
    adaptations.push({
      field: "response_format",
      what: "Converse has no JSON mode; the model was told to answer with JSON",
    });
    return { instruction: "Answer with a single JSON object and nothing else: no code fence, no explanation." };
  }
  // Some who speak OpenAI's dialect take a schema without a name; Converse does not.
  const { name = "answer", description } = format.json_schema;
  if (family.hasJsonSchema) {
    const definition = {
      schema: JSON.stringify(schema),
      name,
      ...(description === undefined ? undefined : { description }),
    };
    return { outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema: definition } } } };
  }
  if (!family.hasToolChoice) {
    throw unsupported("response_format", "at Bedrock this model cannot be held to a JSON Schema; ask another");
  }
  adaptations.push({ field: "response_format", what: `the model was made to call a tool "${name}" with the schema` });
  return { answerTool: { name, description: description ?? "The answer, in the shape that is asked for.", schema } };
}
