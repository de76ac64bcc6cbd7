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

const WORDS: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  other: "end_turn",
};

/**
 * Why an answer ended, in Anthropic's words: the provider's own word where it is one of them. Clients call tools by it,
 * so an answer with calls never ends a turn.
 */
export function stopReasonOf(reason: FinishReason | undefined, raw: string | undefined, hasCalls: boolean): string {
  const isOwn = REASONS.has(raw) || raw === "pause_turn";
  if (raw !== undefined && isOwn && (raw !== "tool_use" || hasCalls) && readStopReason(raw, hasCalls) === reason) {
    return raw;
  }
  const word = WORDS[reason ?? "other"];
  if (hasCalls) return word === "end_turn" ? "tool_use" : word;
  return word === "tool_use" ? "end_turn" : word;
}
