import type { AIMessage } from "@langchain/core/messages";
import type { AssistantMessage, ContentPart, ReasoningDetail, ToolCall } from "../../chat.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";
import { encodeContent } from "./encode-content.ts";
import { type KeptFields, keptCall, readKept, readReasoning } from "./kept-fields.ts";
import { refuse } from "./refuse.ts";

/** An answer of a model as the next turn holds it, with all that its provider wants back. @throws {InvalidInputError} */
export function encodeAssistant(
  message: AIMessage,
  path: string,
  conversation: { answered(): ReadonlySet<string> },
): AssistantMessage {
  const { additional_kwargs: additional, name } = message;
  const kept = readKept(additional);
  const calls = callsOf(message, kept, path, conversation);
  const content = encodeContent(message.content, `${path}.content`);
  const details = readReasoning(additional) ?? thoughtsIn(message);
  const audio = own(own(additional, "audio"), "id");
  const { refusal } = additional;
  return {
    ...kept.message,
    role: "assistant",
    content: isEmpty(content) && calls.length > 0 ? null : content,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(details !== undefined && { reasoning_details: details }),
    ...(typeof audio === "string" && { audio: { id: audio } }),
    ...(typeof refusal === "string" && refusal !== "" && { refusal }),
    ...(name !== undefined && { name }),
  };
}

function isEmpty(content: string | readonly ContentPart[]): boolean {
  return content.length === 0;
}

/** The calls; of those whose arguments were no JSON only the ones a tool has answered, for no provider takes open ones. */
function callsOf(
  { tool_calls: valid = [], invalid_tool_calls: invalid = [] }: AIMessage,
  kept: KeptFields,
  path: string,
  { answered }: { answered(): ReadonlySet<string> },
): ToolCall[] {
  const calls = valid.map(({ id, name, args }, place) => {
    if (id === undefined || id === "")
      return refuse(`${path}.tool_calls[${place}]`, `the call of "${name}" has no id, by which its answer is known`);
    return callOf(id, name, JSON.stringify(args), kept);
  });
  if (invalid.length === 0) return calls;
  const ids = answered();
  for (const { id, name, args } of invalid)
    if (id !== undefined && name !== undefined && ids.has(id)) calls.push(callOf(id, name, args ?? "", kept));
  return calls;
}

function callOf(id: string, name: string, text: string, kept: KeptFields): ToolCall {
  return { ...keptCall(kept, id), id, type: "function", function: { name, arguments: text } };
}

/** What an answer of Anthropic's thought that another LangChain model brought, as its content shows it. */
function thoughtsIn({ content, response_metadata: metadata }: AIMessage): ReasoningDetail[] | undefined {
  if (typeof content === "string") return undefined;
  const isAnthropic = metadata.model_provider === "anthropic";
  const details = content.flatMap((block: unknown) => (isRecord(block) ? thoughtOf(block, isAnthropic) : []));
  return details.length === 0 ? undefined : details;
}

function thoughtOf(block: UnknownRecord, isAnthropic: boolean): ReasoningDetail[] {
  const { type, thinking, reasoning, signature, data } = block;
  if (type === "redacted_thinking" && typeof data === "string")
    return [{ type: "encrypted", dialect: "anthropic", data }];
  const text = type === "thinking" ? thinking : type === "reasoning" && isAnthropic ? reasoning : undefined;
  // Nobody takes a thought back that is not signed.
  if (typeof text !== "string" || typeof signature !== "string" || signature === "") return [];
  return [{ type: "text", dialect: "anthropic", text, signature }];
}
