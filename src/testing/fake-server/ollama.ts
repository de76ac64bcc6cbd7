import { type FakePlan, wordsOf } from "../../backends/fake/plan.ts";
import { argumentsOf, line, type WireFormat } from "./wire-format.ts";

/** /api/chat (https://docs.ollama.com/api/chat). */
export const ollamaFormat: WireFormat = {
  contentType: "application/x-ndjson",
  body(plan) {
    const { text, reasoning } = plan;
    const message = { role: "assistant", content: text, ...(reasoning && { thinking: reasoning }), ...calls(plan) };
    return { ...head(plan), message, ...end(plan) };
  },
  events(plan) {
    const { reasoning, pieces, toolCalls } = plan;
    const said = (fields: object) =>
      line({ ...head(plan), message: { role: "assistant", content: "", ...fields }, done: false }, true);
    return [
      ...wordsOf(reasoning ?? "").map((thinking) => said({ thinking })),
      ...pieces.map((content) => said({ content })),
      ...(toolCalls.length === 0 ? [] : [said(calls(plan))]),
      line({ ...head(plan), message: { role: "assistant", content: "" }, ...end(plan) }),
    ];
  },
  refusal: ({ message }) => ({ error: message }),
};

function head({ modelServed }: FakePlan) {
  return { model: modelServed, created_at: "2026-01-01T00:00:00Z" };
}

function calls({ toolCalls }: FakePlan) {
  if (toolCalls.length === 0) return {};
  return {
    tool_calls: toolCalls.map(({ id, function: { name, arguments: given } }) => ({
      id,
      function: { name, arguments: argumentsOf(given) },
    })),
  };
}

function end({ finishReason, usage }: FakePlan) {
  return {
    done: true,
    done_reason: finishReason === "length" ? "length" : "stop",
    ...(usage !== undefined && { prompt_eval_count: usage.totalInput, eval_count: usage.totalOutput }),
  };
}
