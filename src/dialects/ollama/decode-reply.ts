import type { AssistantMessage, ChatChoice, DecodedReply, FinishReason, ToolCall } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import { usageOf } from "../../dialect/usage.ts";
import type { CallContext } from "../../dialect.ts";
import type { Usage } from "../../usage.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { readFailure } from "./read-failure.ts";
import { standInId } from "./tool-call-id.ts";

/** An answer of `/api/chat` or `/api/generate` that did not stream. @throws {CallError} `malformed_answer`, or what it says went wrong */
export function decodeReply(body: unknown, context: CallContext): DecodedReply {
  if (!isRecord(body)) throw malformed("expected an answer of Ollama's chat, a JSON object");
  if (body.error !== undefined && body.error !== null && body.message === undefined) throw readFailure(body, context);
  const message = messageOf(body);
  if (message === undefined) throw malformed("the answer has neither a message nor a response");
  if (body.done === false) throw malformed("the answer is a piece of a stream: it says it is not done");
  const content = textOf(message.content);
  const thinking = textOf(message.thinking);
  const toolCalls = toolCallsOf(message.tool_calls, textOf(body.created_at), 0);
  const raw = typeof body.done_reason === "string" ? body.done_reason : undefined;
  const said: Writable<AssistantMessage> = { role: "assistant", content };
  if (toolCalls.length > 0) said.tool_calls = toolCalls;
  if (thinking !== "") said.reasoning_details = [{ type: "text", dialect: "ollama", text: thinking }];
  const finishReason = finishReasonOf(raw, toolCalls.length > 0);
  const choice: Writable<ChatChoice> = { index: 0, message: said, content, toolCalls, finishReason };
  if (thinking !== "") choice.reasoning = thinking;
  if (raw !== undefined) choice.finishReasonRaw = raw;
  if (Array.isArray(body.logprobs)) choice.logprobs = { content: body.logprobs as JsonValue[] };
  const reply: Writable<DecodedReply> = { choices: [choice] };
  if (typeof body.model === "string") reply.modelServed = body.model;
  const usage = usageIn(body);
  if (usage !== undefined) reply.usage = usage;
  return reply;
}

/** What a body says, of a chat or of a bare prompt. */
export function messageOf(body: UnknownRecord): UnknownRecord | undefined {
  if (isRecord(body.message)) return body.message;
  return typeof body.response === "string" ? { content: body.response, thinking: body.thinking } : undefined;
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The calls of a message; `answer` and `first` make the ids of those that have none. */
export function toolCallsOf(calls: unknown, answer: string, first: number): ToolCall[] {
  if (!Array.isArray(calls)) return [];
  const decoded: ToolCall[] = [];
  for (const call of calls) {
    if (!isRecord(call) || !isRecord(call.function)) continue;
    const { name, arguments: given } = call.function;
    const called = textOf(name);
    const id = textOf(call.id) || standInId(answer, called, first + decoded.length);
    const text = typeof given === "string" ? given : JSON.stringify(given ?? {});
    decoded.push({ id, type: "function", function: { name: called, arguments: text } });
  }
  return decoded;
}

/** https://docs.ollama.com/api/chat: `stop`, `length`, and `load` or `unload` where nothing was asked. */
export function finishReasonOf(raw: string | undefined, hasToolCalls: boolean): FinishReason {
  if (raw === "length") return "length";
  if (raw === undefined || raw === "stop") return hasToolCalls ? "tool_calls" : "stop";
  return "other";
}

/**
 * What was used. Ollama leaves the prompt's count out where the prompt was still in its cache: how long it is stays
 * unknown then, and nothing is told rather than a zero. An absent count of the answer is a zero it leaves out.
 */
export function usageIn({ prompt_eval_count: input, eval_count: output }: UnknownRecord): Usage | undefined {
  return typeof input === "number" ? usageOf({ input, output }) : undefined;
}
