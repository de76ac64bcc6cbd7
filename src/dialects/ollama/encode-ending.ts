import type { Usage } from "../../usage.ts";
import type { UnknownRecord } from "../../util/record.ts";

/**
 * What Ollama tells at an answer's end: durations, in nanoseconds, and counts of tokens. Its typed clients want every
 * duration; loading is never seen from here, and of an answer that came whole all of the time is that of its tokens.
 */
export function encodeEnding(
  latencyMs: number,
  firstContentMs: number | undefined,
  usage: Usage | undefined,
): UnknownRecord {
  const total = nanoseconds(latencyMs);
  const first = Math.min(nanoseconds(firstContentMs ?? 0), total);
  const ending: UnknownRecord = { total_duration: total, load_duration: 0 };
  if (usage !== undefined) ending.prompt_eval_count = usage.totalInput;
  ending.prompt_eval_duration = first;
  if (usage !== undefined) ending.eval_count = usage.totalOutput;
  ending.eval_duration = total - first;
  return ending;
}

function nanoseconds(ms: number): number {
  return Math.max(0, Math.round(ms * 1e6));
}
