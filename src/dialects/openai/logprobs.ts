import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";

/** Whether log probabilities say anything: some services send their empty shape. */
export function holdsLogprobs(logprobs: unknown): logprobs is JsonValue {
  if (!isRecord(logprobs)) return false;
  for (const key in logprobs) if (logprobs[key] !== null) return true;
  return false;
}
