import type { FinishReason } from "../../chat.ts";

// OpenAI's words, and those of the services that copy it.
const MEANINGS: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ["stop", "stop"],
  ["eos", "stop"],
  ["eos_token", "stop"],
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["length", "length"],
  ["max_tokens", "length"],
  ["model_length", "length"],
  ["model_context_window_exceeded", "length"],
  ["tool_calls", "tool_calls"],
  ["tool_call", "tool_calls"],
  ["tool_use", "tool_calls"],
  ["function_call", "tool_calls"],
  ["content_filter", "content_filter"],
  ["safety", "content_filter"],
  ["sensitive", "content_filter"],
  ["refusal", "content_filter"],
]);

/** Reasons by which a service says that it failed halfway. */
const FAILURES: ReadonlySet<string> = new Set(["error", "network_error", "insufficient_system_resource"]);

/** What a provider's word for an answer's end means; where it says none, calls to tools speak for themselves. */
export function finishReasonOf(raw: string | undefined, hasToolCalls: boolean): FinishReason {
  if (raw === undefined || raw === "") return hasToolCalls ? "tool_calls" : "other";
  return MEANINGS.get(raw) ?? "other";
}

/** Whether a provider's word for an answer's end says that it failed. */
export function isFailure(raw: string): boolean {
  return FAILURES.has(raw);
}

/** OpenAI's word for why an answer ended; it has none for `other`, and clients expect one of theirs. */
export function finishWordOf(reason: FinishReason | undefined): string {
  return reason === undefined || reason === "other" ? "stop" : reason;
}

/** The provider's own word beside OpenAI's; `null` where it said none, so that the `stop` that clients need is not taken for its word. */
export function nativeFinishOf(reason: FinishReason | undefined, raw: string | undefined): string | null | undefined {
  return raw ?? (reason === undefined || reason === "other" ? null : undefined);
}
