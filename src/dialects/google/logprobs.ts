import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";

/** `logprobsResult` in the shape of OpenAI's `logprobs`; `undefined` where there is none. */
export function decodeLogprobs(result: unknown): JsonValue | undefined {
  if (!isRecord(result) || !Array.isArray(result.chosenCandidates)) return undefined;
  const top: unknown[] = Array.isArray(result.topCandidates) ? result.topCandidates : [];
  const content = result.chosenCandidates.map((chosen: unknown, index): JsonValue => {
    const step = top[index];
    const candidates: unknown[] = isRecord(step) && Array.isArray(step.candidates) ? step.candidates : [];
    return { ...tokenOf(chosen), top_logprobs: candidates.map(tokenOf) };
  });
  return { content };
}

function tokenOf(candidate: unknown): { token: string; logprob: number; bytes: null } {
  const { token, logProbability } = isRecord(candidate) ? candidate : {};
  return {
    token: typeof token === "string" ? token : "",
    // proto JSON leaves out a zero, which is certainty.
    logprob: typeof logProbability === "number" ? logProbability : 0,
    bytes: null,
  };
}
