import type { ChatChoice, DecodedReply } from "../../chat.ts";
import { malformed } from "../../dialect/malformed.ts";
import type { CallContext } from "../../dialect.ts";
import { isRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { endingOf, failureOf } from "./ending.ts";
import { gatherReply } from "./gather-reply.ts";
import { recordsIn } from "./read.ts";
import { readUsage } from "./usage.ts";

/**
 * A response as a reply (https://platform.openai.com/docs/api-reference/responses/object).
 * @throws {CallError} `malformed_answer` for what is none, or the failure it tells of itself
 */
export function decodeReply(body: unknown, context: CallContext): DecodedReply {
  if (!isRecord(body)) throw malformed("expected a response, a JSON object with output; got something else");
  if (isRecord(body.error) || body.status === "failed") throw failureOf(body.error, context);
  if (!Array.isArray(body.output)) {
    throw malformed("expected a response with a list named output; check that the address speaks the Responses API");
  }
  const gathered = gatherReply(recordsIn(body.output), body.store !== false);
  const { message, text, reasoning, toolCalls, annotations, logprobs, waiting } = gathered;
  const { finishReason, finishReasonRaw } = endingOf(body, toolCalls.length > 0, waiting);
  const choice: Writable<ChatChoice> = { index: 0, message, content: text, toolCalls, finishReason, finishReasonRaw };
  if (reasoning !== undefined) choice.reasoning = reasoning;
  if (logprobs.length > 0) choice.logprobs = { content: logprobs };
  if (annotations.length > 0) choice.annotations = annotations;
  const reply: Writable<DecodedReply> = { choices: [choice] };
  if (typeof body.id === "string") reply.id = body.id;
  if (typeof body.model === "string") reply.modelServed = body.model;
  const usage = readUsage(body, gathered.webSearches);
  if (usage !== undefined) reply.usage = usage;
  return reply;
}
