import type { Usage } from "../../usage.ts";
import type { Block } from "./encoding.ts";

/**
 * What a call used, in Anthropic's words (https://platform.claude.com/docs/en/api/messages#response-usage). Sound and
 * images have no words of their own there and count as what they were part of; nothing known is told as zero, for clients
 * want numbers.
 *
 * @param expectedInput - Tokens of the request, as far as they can be told before the answer.
 */
export function encodeUsage(usage: Usage | undefined, expectedInput = 0): Block {
  if (usage === undefined) return { ...NOTHING, input_tokens: expectedInput };
  const { webSearches, serviceTier, inferenceGeo, otherModels } = usage;
  const told: Block = {
    ...countsOf(usage),
    inference_geo: inferenceGeo ?? null,
    server_tool_use: webSearches === undefined ? null : { web_search_requests: webSearches, web_fetch_requests: 0 },
    service_tier: serviceTier !== undefined && TIERS.has(serviceTier) ? serviceTier : "standard",
    speed: serviceTier === "fast" ? "fast" : null,
  };
  if (otherModels !== undefined && otherModels.length > 0) {
    told.iterations = otherModels.map((other) => ({
      type: "advisor_message",
      model: other.model,
      ...countsOf(other.usage),
    }));
  }
  return told;
}

const TIERS: ReadonlySet<string> = new Set(["priority", "batch"]);

const NOTHING: Block = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  cache_creation: null,
  output_tokens_details: null,
  inference_geo: null,
  server_tool_use: null,
  service_tier: null,
  speed: null,
};

function countsOf(usage: Usage): Block {
  const { cacheWrite, cacheWrite1h } = usage;
  const cacheRead = usage.cacheRead + usage.audioCacheRead;
  return {
    input_tokens: usage.totalInput - cacheRead - cacheWrite - cacheWrite1h,
    output_tokens: usage.totalOutput,
    cache_creation_input_tokens: cacheWrite + cacheWrite1h,
    cache_read_input_tokens: cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: cacheWrite1h },
    output_tokens_details: { thinking_tokens: usage.reasoning },
  };
}
