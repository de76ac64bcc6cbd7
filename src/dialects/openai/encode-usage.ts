import type { Cost, Usage } from "../../usage.ts";
import type { UnknownRecord } from "../../util/record.ts";

/**
 * What was used, in OpenAI's words (https://platform.openai.com/docs/api-reference/chat/object#chat-object-usage): its
 * totals hold the parts. `cost`, in USD, and what was written to a cache stand where OpenRouter tells them.
 */
export function encodeUsage(usage: Usage, cost?: Cost): UnknownRecord {
  const { totalInput, totalOutput, audioCacheRead, imageInput, imageOutput, webSearches } = usage;
  const written = usage.cacheWrite + usage.cacheWrite1h;
  const ofInput: UnknownRecord = {
    cached_tokens: usage.cacheRead + audioCacheRead,
    audio_tokens: usage.audioInput + audioCacheRead,
  };
  if (written > 0) ofInput.cache_write_tokens = written;
  if (imageInput > 0) ofInput.image_tokens = imageInput;
  const ofOutput: UnknownRecord = { reasoning_tokens: usage.reasoning, audio_tokens: usage.audioOutput };
  if (imageOutput > 0) ofOutput.image_tokens = imageOutput;
  const encoded: UnknownRecord = {
    prompt_tokens: totalInput,
    completion_tokens: totalOutput,
    total_tokens: totalInput + totalOutput,
    prompt_tokens_details: ofInput,
    completion_tokens_details: ofOutput,
  };
  if (webSearches !== undefined) encoded.server_tool_use = { web_search_requests: webSearches };
  if (cost !== undefined && cost.usd !== null) encoded.cost = Number(cost.usd);
  return encoded;
}
