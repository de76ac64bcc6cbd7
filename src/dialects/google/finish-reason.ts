import type { FinishReason } from "../../chat.ts";

// https://ai.google.dev/api/generate-content#FinishReason
const REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ["STOP", "stop"],
  ["MAX_TOKENS", "length"],
  ["CONTINUATION", "length"],
  ["SAFETY", "content_filter"],
  ["RECITATION", "content_filter"],
  ["BLOCKLIST", "content_filter"],
  ["PROHIBITED_CONTENT", "content_filter"],
  ["SPII", "content_filter"],
  ["IMAGE_SAFETY", "content_filter"],
  ["IMAGE_PROHIBITED_CONTENT", "content_filter"],
  ["IMAGE_RECITATION", "content_filter"],
  ["MODEL_ARMOR", "content_filter"],
]);

/** Google's word in ours; it says STOP also where the model waits for its calls. */
export function finishReasonOf(word: string, hasCalls: boolean): FinishReason {
  const reason = REASONS.get(word) ?? "other";
  return reason === "stop" && hasCalls ? "tool_calls" : reason;
}

/** The word of a candidate that has ended; `undefined` while it has not. */
export function finishWord(candidate: { readonly finishReason?: unknown }): string | undefined {
  const { finishReason } = candidate;
  if (typeof finishReason === "number") return String(finishReason);
  return typeof finishReason === "string" && finishReason !== "" ? finishReason : undefined;
}
