import type { ChatChunk } from "../chat.ts";

/** Whether a chunk holds something of the answer itself: a role, an id or a ping is nothing of it. */
export function hasContent(chunk: ChatChunk): boolean {
  const { content, reasoning, refusal, toolCalls, audio, reasoningDetails, parts } = chunk;
  return (
    (content !== undefined && content !== "") ||
    (reasoning !== undefined && reasoning !== "") ||
    (refusal !== undefined && refusal !== "") ||
    (toolCalls !== undefined && toolCalls.length > 0) ||
    (reasoningDetails !== undefined && reasoningDetails.length > 0) ||
    (parts !== undefined && parts.length > 0) ||
    audio !== undefined
  );
}
