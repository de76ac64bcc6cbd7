import type { ChatChunk } from "../../chat.ts";

/** What several chunks say, as one. */
export function mergeChunks(chunks: readonly ChatChunk[]): ChatChunk {
  const content = chunks.map((chunk) => chunk.content ?? "").join("");
  const reasoning = chunks.map((chunk) => chunk.reasoning ?? "").join("");
  const toolCalls = chunks.flatMap((chunk) => chunk.toolCalls ?? []);
  const reasoningDetails = chunks.flatMap((chunk) => chunk.reasoningDetails ?? []);
  const annotations = chunks.flatMap((chunk) => chunk.annotations ?? []);
  return {
    ...(content === "" ? undefined : { content }),
    ...(reasoning === "" ? undefined : { reasoning }),
    ...(toolCalls.length === 0 ? undefined : { toolCalls }),
    ...(reasoningDetails.length === 0 ? undefined : { reasoningDetails }),
    ...(annotations.length === 0 ? undefined : { annotations }),
  };
}
