import { type FakePlan, wordsOf } from "../../backends/fake/plan.ts";
import { argumentPieces, sse, type WireFormat, type WireText } from "./wire-format.ts";

/** Chat Completions (https://platform.openai.com/docs/api-reference/chat). */
export const openaiFormat: WireFormat = {
  contentType: "text/event-stream",
  body(plan) {
    const { text, toolCalls, reasoning } = plan;
    const message = {
      role: "assistant",
      content: text === "" && toolCalls.length > 0 ? null : text,
      ...(reasoning !== undefined && { reasoning_content: reasoning }),
      ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
      refusal: null,
    };
    const choice = { index: 0, message, logprobs: null, finish_reason: finishReason(plan) };
    return { ...head(plan, "chat.completion"), choices: [choice], ...usage(plan) };
  },
  events(plan) {
    const { reasoning, pieces, toolCalls } = plan;
    const delta = (fields: object, isContent = true): WireText =>
      sse(
        { ...head(plan, "chat.completion.chunk"), choices: [{ index: 0, delta: fields, finish_reason: null }] },
        { isContent },
      );
    const end = { index: 0, delta: {}, finish_reason: finishReason(plan) };
    return [
      delta({ role: "assistant", content: "" }, false),
      ...wordsOf(reasoning ?? "").map((piece) => delta({ reasoning_content: piece })),
      ...pieces.map((content) => delta({ content })),
      ...toolCalls.flatMap(({ id, function: { name, arguments: text } }, index) => [
        delta({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] }),
        ...argumentPieces(text).map((piece) => delta({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ]),
      sse({ ...head(plan, "chat.completion.chunk"), choices: [end] }),
      ...(plan.usage === undefined
        ? []
        : [sse({ ...head(plan, "chat.completion.chunk"), choices: [], ...usage(plan) })]),
      sse("[DONE]"),
    ];
  },
  refusal: ({ code, message }) => ({ error: { message, type: code, param: null, code } }),
};

function head({ id, modelServed }: FakePlan, object: string) {
  return { id, object, created: 1_700_000_000, model: modelServed };
}

function finishReason({ finishReason }: FakePlan): string {
  return finishReason === "other" ? "stop" : finishReason;
}

function usage({ usage: used }: FakePlan) {
  if (used === undefined) return {};
  const { totalInput, totalOutput, cacheRead, reasoning, audioInput, audioOutput } = used;
  return {
    usage: {
      prompt_tokens: totalInput,
      completion_tokens: totalOutput,
      total_tokens: totalInput + totalOutput,
      prompt_tokens_details: { cached_tokens: cacheRead, audio_tokens: audioInput },
      completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: audioOutput },
    },
  };
}
