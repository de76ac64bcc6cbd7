import type { UsageMetadata } from "@langchain/core/messages";
import type { Usage } from "../../usage.ts";

/** What was used, in LangChain's words: totals, and of their parts those that are not zero. */
export function usageMetadata(usage: Usage): UsageMetadata {
  const { totalInput, totalOutput } = usage;
  const input = counted({
    cache_read: usage.cacheRead + usage.audioCacheRead,
    cache_creation: usage.cacheWrite + usage.cacheWrite1h,
    audio: usage.audioInput + usage.audioCacheRead,
    image: usage.imageInput,
  });
  const output = counted({ reasoning: usage.reasoning, audio: usage.audioOutput, image: usage.imageOutput });
  return {
    input_tokens: totalInput,
    output_tokens: totalOutput,
    total_tokens: totalInput + totalOutput,
    ...(input !== undefined && { input_token_details: input }),
    ...(output !== undefined && { output_token_details: output }),
  };
}

function counted<Counts extends Record<string, number>>(counts: Counts): Partial<Counts> | undefined {
  const there = Object.entries(counts).filter(([, count]) => count > 0);
  return there.length === 0 ? undefined : (Object.fromEntries(there) as Partial<Counts>);
}
