import type { Cost, Usage } from "../../usage.ts";
import type { Item } from "./words.ts";

/** What was used (https://platform.openai.com/docs/api-reference/responses/object#responses/object-usage); `cost` is in USD. */
export function encodeUsage(usage: Usage | undefined, cost?: Cost): Item | null {
  if (usage === undefined) return null;
  const { totalInput, totalOutput, reasoning, webSearches } = usage;
  const told: Item = {
    input_tokens: totalInput,
    input_tokens_details: {
      cached_tokens: usage.cacheRead + usage.audioCacheRead,
      cache_write_tokens: usage.cacheWrite + usage.cacheWrite1h,
    },
    output_tokens: totalOutput,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: totalInput + totalOutput,
  };
  // xAI's word; OpenAI tells the searches as items.
  if (webSearches !== undefined) told.server_side_tool_usage_details = { web_search_calls: webSearches };
  if (cost !== undefined && cost.usd !== null) told.cost = Number(cost.usd);
  return told;
}
