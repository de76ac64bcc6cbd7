import type { FinishReason } from "../../chat.ts";

// https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons
const REASONS: ReadonlyMap<unknown, FinishReason> = new Map([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["tool_use", "tool_calls"],
  ["refusal", "content_filter"],
]);

/** Anthropic's `stop_reason` in our words; `hasCalls` tells whether a tool that is the caller's was called. */
export function readStopReason(reason: unknown, hasCalls: boolean): FinishReason {
  // The only tool may have been the one that stands for a JSON answer.
  if (reason === "tool_use" && !hasCalls) return "stop";
  return REASONS.get(reason) ?? "other";
}
