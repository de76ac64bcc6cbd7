import { AIMessage, type AIMessageFields } from "@langchain/core/messages";
import type { InvalidToolCall, ToolCall as ParsedCall } from "@langchain/core/messages/tool";
import type { ChatGeneration, ChatResult } from "@langchain/core/outputs";
import type { ChatChoice, ToolCall } from "../../chat.ts";
import type { RoutedReply } from "../../router.ts";
import { isRecord } from "../../util/record.ts";
import { decodeContent } from "./decode-content.ts";
import { keptOf, writeKept } from "./kept-fields.ts";
import { callMetadata } from "./response-metadata.ts";
import { tokenUsage } from "./token-usage.ts";
import { usageMetadata } from "./usage-metadata.ts";

/** How answers are written down. */
export interface DecodeOptions {
  /** Whether content is standard blocks in any case (LangChain's `outputVersion: "v1"`). */
  readonly blocks: boolean;
  readonly includeDecision: boolean;
}

/**
 * A whole answer as LangChain knows it, each choice a generation. Its message has no id of the provider's: LangGraph
 * takes messages of one id for one message, and two providers may give the same.
 */
export function decodeReply(reply: RoutedReply, options: DecodeOptions): ChatResult {
  const { id, usage, choices, modelServed } = reply;
  const metadata = callMetadata(reply, { id, modelServed }, options.includeDecision ? reply.decision : undefined);
  const used = usage === undefined ? undefined : usageMetadata(usage);
  const generations = choices.map((choice, place): ChatGeneration => {
    const { content, logprobs } = choice;
    const fields = {
      content: decodeContent(said(choice), options.blocks),
      ...decodeCalls(choice.toolCalls),
      additional_kwargs: additionalOf(choice),
      response_metadata: {
        ...metadata,
        finish_reason: choice.finishReason,
        ...(logprobs !== undefined && { logprobs }),
      },
      // What several answers used together is told once.
      ...(used !== undefined && place === 0 && { usage_metadata: used }),
    };
    // LangChain's type of `usage_metadata` here is `never`.
    const message = new AIMessage(fields as unknown as AIMessageFields); // its types take no usage where optional is exact
    return { text: content, message, generationInfo: { finish_reason: choice.finishReason } };
  });
  return { generations, ...(used !== undefined && { llmOutput: { tokenUsage: tokenUsage(used) } }) };
}

function said({ content: text, reasoning, message: { content } }: ChatChoice) {
  return { text, reasoning, parts: typeof content === "string" || content === null ? undefined : content };
}

function additionalOf({ message, reasoning, toolCalls, annotations }: ChatChoice): Record<string, unknown> {
  const { reasoning_details: details, refusal, audio } = message;
  return {
    ...(reasoning !== undefined && reasoning !== "" && { reasoning_content: reasoning }),
    ...(details !== undefined && { reasoning_details: details }),
    ...(typeof refusal === "string" && { refusal }),
    ...(audio !== undefined && audio !== null && { audio }),
    ...(annotations !== undefined && { annotations }),
    ...writeKept(keptOf(message, toolCalls)),
  };
}

/** Calls whose arguments are an object, and those whose are not, each with what is wrong. */
function decodeCalls(calls: readonly ToolCall[]): { tool_calls: ParsedCall[]; invalid_tool_calls: InvalidToolCall[] } {
  const valid: ParsedCall[] = [];
  const invalid: InvalidToolCall[] = [];
  for (const { id, function: called } of calls) {
    const args = argumentsOf(called.arguments);
    if (typeof args === "string")
      invalid.push({ type: "invalid_tool_call", id, name: called.name, args: called.arguments, error: args });
    else valid.push({ type: "tool_call", id, name: called.name, args });
  }
  return { tool_calls: valid, invalid_tool_calls: invalid };
}

/** The arguments of a call, or what is wrong with them. */
function argumentsOf(text: string): Record<string, unknown> | string {
  if (text.trim() === "") return {};
  try {
    const args: unknown = JSON.parse(text);
    return isRecord(args) ? args : "the arguments are JSON, but no object";
  } catch (error) {
    return `the arguments are no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
