import type { ChatReply, DecodedReply } from "../../chat.ts";
import type { Writable } from "../../util/writable.ts";
import { firstOf } from "./choice-of.ts";
import type { WholeAnswer } from "./whole-call.ts";

/**
 * The reply to a call. Written out field by field: laying objects over each other would cost as much as reading the
 * answer.
 * @throws {CallError} `malformed_answer` where no choice came
 */
export function replyOf({ decoded, end, adaptations, body: raw }: WholeAnswer<DecodedReply>): ChatReply {
  const { id, modelServed, choices, usage } = decoded;
  const { content, reasoning, toolCalls, finishReason, message } = firstOf(choices);
  const { cost, modelAsked, target, attempts, latencyMs } = end;
  const reply: Writable<ChatReply> = {
    choices,
    content,
    toolCalls,
    finishReason,
    message,
    cost,
    modelAsked,
    target,
    attempts,
    latencyMs,
    adaptations,
    raw,
  };
  if (id !== undefined) reply.id = id;
  if (modelServed !== undefined) reply.modelServed = modelServed;
  if (usage !== undefined) reply.usage = usage;
  if (reasoning !== undefined) reply.reasoning = reasoning;
  return reply;
}
