import type { ChatChunk } from "../chat.ts";

/** Whether a chunk is a piece of the first answer's text and nothing else: the usual one, which is written the quick way. */
export function isTextAlone(chunk: ChatChunk): chunk is ChatChunk & { content: string } {
  return (
    chunk.content !== undefined &&
    chunk.content !== "" &&
    chunk.end === undefined &&
    chunk.finishReason === undefined &&
    (chunk.index === undefined || chunk.index === 0) &&
    chunk.reasoning === undefined &&
    chunk.toolCalls === undefined &&
    chunk.logprobs === undefined &&
    chunk.refusal === undefined &&
    chunk.reasoningDetails === undefined &&
    chunk.annotations === undefined &&
    chunk.audio === undefined &&
    chunk.parts === undefined &&
    chunk.usage === undefined
  );
}
