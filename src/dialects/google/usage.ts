import { usageOf } from "../../dialect/usage.ts";
import type { Usage } from "../../usage.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";

const SUMMANDS = ["promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "toolUsePromptTokenCount"] as const;

// https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse#TrafficType
const TIERS: ReadonlyMap<unknown, string> = new Map([
  ["flex", "flex"],
  ["priority", "priority"],
  ["ON_DEMAND_FLEX", "flex"],
  ["ON_DEMAND_PRIORITY", "priority"],
  ["PROVISIONED_THROUGHPUT", "provisioned"],
]);

/**
 * Usage from `usageMetadata` (https://ai.google.dev/api/generate-content#UsageMetadata): the prompt holds what was read
 * from a cache, thoughts stand beside the candidates, and what tools brought in stands beside the prompt.
 * `undefined` where no tokens were told.
 */
export function decodeUsage(metadata: unknown, webSearches = 0): Usage | undefined {
  if (!isRecord(metadata) || !SUMMANDS.some((name) => typeof metadata[name] === "number")) return undefined;
  const cached = countsByModality(metadata.cacheTokensDetails);
  const prompt = countsByModality(metadata.promptTokensDetails, metadata.toolUsePromptTokensDetails);
  const candidates = countsByModality(metadata.candidatesTokensDetails);
  const cachedTotal = countOf(metadata.cachedContentTokenCount);
  const usage = usageOf({
    totalInput: countOf(metadata.promptTokenCount) + countOf(metadata.toolUsePromptTokenCount),
    cacheRead: Math.max(0, cachedTotal - cached.audio),
    audioCacheRead: Math.min(cached.audio, cachedTotal),
    audioInput: Math.max(0, prompt.audio - cached.audio),
    imageInput: Math.max(0, prompt.image - cached.image),
    totalOutput: countOf(metadata.candidatesTokenCount) + countOf(metadata.thoughtsTokenCount),
    reasoning: metadata.thoughtsTokenCount,
    audioOutput: candidates.audio,
    imageOutput: candidates.image,
    ...(webSearches === 0 ? undefined : { webSearches }),
    serviceTier: TIERS.get(metadata.serviceTier) ?? TIERS.get(metadata.trafficType),
  });
  return withTotal(usage, metadata);
}

/** Doubts usage whose parts are not what Google's own total says. */
function withTotal(usage: Usage, metadata: UnknownRecord): Usage {
  const { totalTokenCount: total } = metadata;
  const sum = SUMMANDS.reduce((so, name) => so + countOf(metadata[name]), 0);
  if (typeof total !== "number" || total === sum) return usage;
  const doubt = `the parts are ${sum} tokens, and all of it is ${total}`;
  return { ...usage, suspect: usage.suspect === undefined ? doubt : `${usage.suspect}; ${doubt}` };
}

function countsByModality(...lists: unknown[]): { audio: number; image: number } {
  const counts = { audio: 0, image: 0 };
  for (const list of lists) {
    if (!Array.isArray(list)) continue;
    for (const item of list) {
      if (!isRecord(item)) continue;
      if (item.modality === "AUDIO") counts.audio += countOf(item.tokenCount);
      else if (item.modality === "IMAGE") counts.image += countOf(item.tokenCount);
    }
  }
  return counts;
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}
