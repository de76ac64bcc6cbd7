import type {
  AssistantMessage,
  ChatChoice,
  ContentPart,
  DecodedReply,
  FinishReason,
  ReasoningDetail,
  ToolCall,
} from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { usageOf } from "../../dialect/usage.ts";
import type { Usage } from "../../usage.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { base64Of, withoutBytes } from "./native-bytes.ts";

/**
 * An answer of Converse (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html), as the AWS
 * SDK gives it or as JSON; `answerTool` is the tool whose arguments are the answer.
 * @throws {CallError} `malformed_answer`
 */
export function decodeConverse(answer: unknown, answerTool?: string): DecodedReply {
  const output = isRecord(answer) ? answer.output : undefined;
  const message = isRecord(output) ? output.message : undefined;
  if (!isRecord(answer) || !isRecord(message)) throw malformed("expected an answer of Converse with output.message");
  const read = readBlocks(Array.isArray(message.content) ? message.content : [], answerTool);
  const raw = typeof answer.stopReason === "string" ? answer.stopReason : undefined;
  const usage = usageIn(answer.usage, answer.serviceTier);
  const choice: ChatChoice = {
    index: 0,
    message: messageOf(read),
    content: read.text,
    toolCalls: read.toolCalls,
    finishReason: finishReasonOf(raw, read.toolCalls.length > 0),
    ...(read.reasoning === "" ? undefined : { reasoning: read.reasoning }),
    ...(raw === undefined ? undefined : { finishReasonRaw: raw }),
    ...(read.annotations.length > 0 ? { annotations: read.annotations } : undefined),
  };
  return { choices: [choice], ...(usage === undefined ? undefined : { usage }) };
}

interface ReadBlocks {
  text: string;
  parts: ContentPart[];
  reasoning: string;
  details: ReasoningDetail[];
  toolCalls: ToolCall[];
  annotations: JsonValue[];
}

function readBlocks(blocks: readonly unknown[], answerTool: string | undefined): ReadBlocks {
  const read: ReadBlocks = { text: "", parts: [], reasoning: "", details: [], toolCalls: [], annotations: [] };
  for (const block of blocks) if (isRecord(block)) readBlock(block, read, answerTool);
  return read;
}

function readBlock(block: Record<string, unknown>, read: ReadBlocks, answerTool: string | undefined): void {
  const { text, toolUse, reasoningContent, citationsContent } = block;
  if (typeof text === "string") {
    addText(text, read);
    return;
  }
  if (isRecord(toolUse) && toolUse.type !== "server_tool_use") {
    const call = toolCallOf(toolUse);
    if (call.function.name === answerTool) addText(call.function.arguments, read);
    else read.toolCalls.push(call);
    return;
  }
  if (isRecord(reasoningContent)) {
    const detail = detailOf(reasoningContent);
    if (detail === undefined) return;
    read.details.push(detail);
    read.reasoning += detail.text ?? "";
    return;
  }
  // What Bedrock did itself or quotes: kept as it is, to be sent back.
  const native = withoutBytes(block);
  if (isRecord(citationsContent)) {
    for (const said of Array.isArray(citationsContent.content) ? citationsContent.content : []) {
      if (isRecord(said) && typeof said.text === "string") read.text += said.text;
    }
    if (Array.isArray(citationsContent.citations))
      read.annotations.push(...citationsContent.citations.map(withoutBytes));
  } else read.annotations.push(native);
  read.parts.push({ type: "native", dialect: "bedrock", value: native });
}

function addText(text: string, read: ReadBlocks): void {
  read.text += text;
  read.parts.push({ type: "text", text });
}

function toolCallOf({ toolUseId, name, input }: Record<string, unknown>): ToolCall {
  const text = typeof input === "string" ? input : JSON.stringify(input ?? {});
  return {
    id: typeof toolUseId === "string" ? toolUseId : "",
    type: "function",
    function: { name: typeof name === "string" ? name : "", arguments: text },
  };
}

function detailOf({ reasoningText, redactedContent }: Record<string, unknown>): ReasoningDetail | undefined {
  if (redactedContent !== undefined) {
    const data = redactedContent instanceof Uint8Array ? base64Of(redactedContent) : redactedContent;
    return typeof data === "string" ? { type: "encrypted", dialect: "bedrock", data } : undefined;
  }
  const { text, signature } = isRecord(reasoningText) ? reasoningText : {};
  if (typeof text !== "string") return undefined;
  return { type: "text", dialect: "bedrock", text, ...(typeof signature === "string" ? { signature } : undefined) };
}

function messageOf({ text, parts, details, toolCalls }: ReadBlocks): AssistantMessage {
  const isPlain = parts.every((part) => part.type === "text");
  return {
    role: "assistant",
    content: isPlain ? text : parts,
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : undefined),
    ...(details.length > 0 ? { reasoning_details: details } : undefined),
  };
}

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["tool_use", "tool_calls"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["content_filtered", "content_filter"],
  ["guardrail_intervened", "content_filter"],
]);

/** `hasToolCalls` tells a call for the caller from one that was the answer itself. */
export function finishReasonOf(raw: string | undefined, hasToolCalls: boolean): FinishReason {
  const known = FINISH_REASONS.get(raw ?? "") ?? "other";
  return known === "tool_calls" && !hasToolCalls ? "stop" : known;
}

/**
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html: what was read from and written to
 * a cache stands beside `inputTokens`; `cacheDetails` tells for how long it was written. Thinking is part of the output.
 */
export function usageIn(usage: unknown, serviceTier: unknown): Usage | undefined {
  if (!isRecord(usage) || (typeof usage.inputTokens !== "number" && typeof usage.outputTokens !== "number"))
    return undefined;
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens, cacheDetails } = usage;
  let hour = 0;
  for (const detail of Array.isArray(cacheDetails) ? cacheDetails : []) {
    if (isRecord(detail) && detail.ttl === "1h" && typeof detail.inputTokens === "number") hour += detail.inputTokens;
  }
  const written = typeof cacheWriteInputTokens === "number" ? cacheWriteInputTokens : 0;
  const tier = isRecord(serviceTier) && serviceTier.type !== "default" ? serviceTier.type : undefined;
  return usageOf({
    input: inputTokens,
    output: outputTokens,
    cacheRead: cacheReadInputTokens,
    cacheWrite: Math.max(written - hour, 0),
    cacheWrite1h: hour,
    serviceTier: tier,
  });
}
