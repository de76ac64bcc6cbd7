import { usageOf } from "../../dialect/usage.ts";
import type { Usage } from "../../usage.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";

/**
 * What Anthropic says a call used (https://platform.claude.com/docs/en/api/messages#response-usage). Its parts are
 * disjoint already; what was thought is part of the output. Rounds of compaction are billed but not in its totals
 * (https://platform.claude.com/docs/en/build-with-claude/compaction#understanding-usage): here they are.
 */
export function readUsage(usage: unknown): Usage | undefined {
  if (!isRecord(usage)) return undefined;
  const sum = partsOf(usage);
  const { server_tool_use: tools, iterations } = usage;
  if (isRecord(tools) && tools.web_search_requests) sum.webSearches = tools.web_search_requests;
  sum.serviceTier = tierOf(usage);
  sum.inferenceGeo = geoOf(usage);
  if (!Array.isArray(iterations)) return usageOf(sum);
  const others: { model: string; usage: Usage }[] = [];
  for (const round of iterations) {
    if (!isRecord(round)) continue;
    if (round.type === "compaction") addTo(sum, partsOf(round));
    if (round.type === "advisor_message" && typeof round.model === "string") {
      others.push({ model: round.model, usage: usageOf({ ...partsOf(round), inferenceGeo: sum.inferenceGeo }) });
    }
  }
  return others.length === 0 ? usageOf(sum) : { ...usageOf(sum), otherModels: others };
}

/** The model that answered, where another stood in for the one that was asked: https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback */
export function fallbackModel(usage: unknown): string | undefined {
  const rounds = isRecord(usage) && Array.isArray(usage.iterations) ? usage.iterations : [];
  const last = rounds.findLast((round) => isRecord(round) && round.type === "fallback_message");
  return isRecord(last) && typeof last.model === "string" ? last.model : undefined;
}

interface Parts {
  input: unknown;
  cacheRead: unknown;
  cacheWrite: unknown;
  cacheWrite1h: unknown;
  reasoning: unknown;
  totalOutput: unknown;
  webSearches: unknown;
  serviceTier: string | undefined;
  inferenceGeo: string | undefined;
}

function partsOf(usage: UnknownRecord): Parts {
  const { cache_creation: byTime, output_tokens_details: details } = usage;
  const { written, hour } = cacheWrites(usage.cache_creation_input_tokens, isRecord(byTime) ? byTime : {});
  return {
    input: usage.input_tokens,
    cacheRead: usage.cache_read_input_tokens,
    cacheWrite: written,
    cacheWrite1h: hour,
    reasoning: isRecord(details) ? details.thinking_tokens : undefined,
    totalOutput: usage.output_tokens ?? 0,
    webSearches: undefined,
    serviceTier: undefined,
    inferenceGeo: undefined,
  };
}

// A stream's last word tells only the sum, which may have grown since the split was told at its beginning.
function cacheWrites(sum: unknown, byTime: UnknownRecord): { written: unknown; hour: unknown } {
  const { ephemeral_5m_input_tokens: minutes, ephemeral_1h_input_tokens: hour } = byTime;
  if (typeof sum !== "number") return { written: minutes, hour };
  if (typeof hour !== "number" || hour <= 0) return { written: sum, hour: 0 };
  const kept = minutes === 0 ? sum : Math.min(hour, sum);
  return { written: sum - kept, hour: kept };
}

const COUNTS = ["input", "cacheRead", "cacheWrite", "cacheWrite1h", "reasoning", "totalOutput"] as const;

function addTo(sum: Parts, more: Parts): void {
  for (const name of COUNTS) {
    const count = more[name];
    if (typeof count === "number") sum[name] = (typeof sum[name] === "number" ? sum[name] : 0) + count;
  }
}

/** How it was served where that changes the price. */
function tierOf({ service_tier: tier, speed }: UnknownRecord): string | undefined {
  if (speed === "fast") return "fast";
  return typeof tier === "string" && tier !== "standard" ? tier : undefined;
}

/** Where it was computed (https://platform.claude.com/docs/en/manage-claude/data-residency); older models do not tell. */
function geoOf({ inference_geo: geo }: UnknownRecord): string | undefined {
  return typeof geo === "string" && geo !== "not_available" ? geo : undefined;
}
