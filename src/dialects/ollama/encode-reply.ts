import type { ChatReply } from "../../chat.ts";
import type { ServedCall } from "../../served-dialect.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { encodeEnding } from "./encode-ending.ts";
import { doneReasonOf, encodeCalls, encodeImages, encodeLogprobs } from "./encode-said.ts";

/** A whole answer of `/api/chat` (https://docs.ollama.com/api/chat): the first, for Ollama gives one. A refusal is text there. */
export function encodeReply(reply: ChatReply, asked: ServedCall): UnknownRecord {
  const { message, content, reasoning, toolCalls, finishReason, choices } = reply;
  const said: UnknownRecord = { role: "assistant", content: content === "" ? (message.refusal ?? "") : content };
  if (reasoning !== undefined && reasoning !== "") said.thinking = reasoning;
  const images = Array.isArray(message.content) ? encodeImages(message.content) : undefined;
  if (images !== undefined) said.images = images;
  const calls = encodeCalls(
    toolCalls.map(({ id, function: called }) => ({ id, ...called })),
    finishReason,
  );
  if (calls.length > 0) said.tool_calls = calls;
  const body: UnknownRecord = {
    model: asked.model,
    created_at: asked.createdAt.toISOString(),
    message: said,
    done: true,
    done_reason: doneReasonOf(finishReason, choices[0]?.finishReasonRaw),
    ...encodeEnding(reply.latencyMs, undefined, reply.usage),
  };
  const logprobs = encodeLogprobs(choices[0]?.logprobs);
  if (logprobs !== undefined) body.logprobs = logprobs;
  return body;
}
