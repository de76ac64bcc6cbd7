import { type FakePlan, wordsOf } from "../../backends/fake/plan.ts";
import type { FinishReason } from "../../chat.ts";
import { argumentPieces, argumentsOf, sse, type WireFormat, type WireText } from "./wire-format.ts";

const STOP_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  other: "pause_turn",
};

/** Messages (https://platform.claude.com/docs/en/api/messages). */
export const anthropicFormat: WireFormat = {
  contentType: "text/event-stream",
  body(plan) {
    const { text, reasoning, toolCalls } = plan;
    return {
      ...head(plan),
      content: [
        ...(reasoning === undefined ? [] : [{ type: "thinking", thinking: reasoning, signature: "c2lnbmF0dXJl" }]),
        ...(text === "" && toolCalls.length > 0 ? [] : [{ type: "text", text }]),
        ...toolCalls.map(({ id, function: { name, arguments: given } }) => ({
          type: "tool_use",
          id,
          name,
          input: argumentsOf(given),
        })),
      ],
      stop_reason: STOP_REASONS[plan.finishReason],
      usage: { ...inputUsage(plan), output_tokens: plan.usage?.totalOutput ?? 0 },
    };
  },
  events(plan) {
    const { reasoning, pieces, toolCalls } = plan;
    const events: WireText[] = [
      event("message_start", {
        message: { ...head(plan), content: [], stop_reason: null, usage: { ...inputUsage(plan), output_tokens: 1 } },
      }),
      event("ping", {}),
    ];
    let index = 0;
    const block = (start: object, deltas: readonly object[]): void => {
      events.push(event("content_block_start", { index, content_block: start }));
      for (const delta of deltas) events.push(event("content_block_delta", { index, delta }, true));
      events.push(event("content_block_stop", { index }));
      index += 1;
    };
    if (reasoning !== undefined)
      block({ type: "thinking", thinking: "", signature: "" }, [
        ...wordsOf(reasoning).map((thinking) => ({ type: "thinking_delta", thinking })),
        { type: "signature_delta", signature: "c2lnbmF0dXJl" },
      ]);
    if (pieces.length > 0)
      block(
        { type: "text", text: "" },
        pieces.map((text) => ({ type: "text_delta", text })),
      );
    for (const { id, function: called } of toolCalls)
      block(
        { type: "tool_use", id, name: called.name, input: {} },
        argumentPieces(called.arguments).map((piece) => ({ type: "input_json_delta", partial_json: piece })),
      );
    events.push(
      event("message_delta", {
        delta: { stop_reason: STOP_REASONS[plan.finishReason], stop_sequence: null },
        usage: { output_tokens: plan.usage?.totalOutput ?? 0 },
      }),
      event("message_stop", {}),
    );
    return events;
  },
  refusal: ({ code, message }) => ({ type: "error", error: { type: code, message } }),
};

function head({ id, modelServed }: FakePlan) {
  return { id, type: "message", role: "assistant", model: modelServed, stop_sequence: null };
}

function inputUsage({ usage }: FakePlan) {
  const { input = 0, cacheRead = 0, cacheWrite = 0 } = usage ?? {};
  return { input_tokens: input, cache_read_input_tokens: cacheRead, cache_creation_input_tokens: cacheWrite };
}

function event(type: string, fields: object, isContent = false): WireText {
  return sse({ type, ...fields }, { event: type, isContent });
}
