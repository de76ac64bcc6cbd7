import { type FakePlan, wordsOf } from "../../backends/fake/plan.ts";
import type { FinishReason } from "../../chat.ts";
import { argumentsOf, sse, type WireFormat } from "./wire-format.ts";

const FINISH_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: "STOP",
  length: "MAX_TOKENS",
  tool_calls: "STOP",
  content_filter: "SAFETY",
  other: "OTHER",
};

const STATUSES = new Map([
  [400, "INVALID_ARGUMENT"],
  [401, "UNAUTHENTICATED"],
  [404, "NOT_FOUND"],
  [429, "RESOURCE_EXHAUSTED"],
]);

/** generateContent (https://ai.google.dev/api/generate-content). */
export const googleFormat: WireFormat = {
  contentType: "text/event-stream",
  body(plan) {
    const { text, reasoning, toolCalls } = plan;
    const parts = [
      ...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]),
      ...(text === "" && toolCalls.length > 0 ? [] : [{ text }]),
      ...callParts(plan),
    ];
    return answer(plan, parts, true);
  },
  events(plan) {
    const { reasoning, pieces } = plan;
    return [
      ...wordsOf(reasoning ?? "").map((text) => sse(answer(plan, [{ text, thought: true }]), { isContent: true })),
      ...pieces.map((text) => sse(answer(plan, [{ text }]), { isContent: true })),
      ...callParts(plan).map((part) => sse(answer(plan, [part]), { isContent: true })),
      sse(answer(plan, [{ text: "" }], true)),
    ];
  },
  refusal: ({ status, message }) => ({
    error: { code: status, message, status: STATUSES.get(status) ?? "INTERNAL" },
  }),
};

function callParts({ toolCalls }: FakePlan): object[] {
  return toolCalls.map(({ id, function: { name, arguments: given } }) => ({
    functionCall: { id, name, args: argumentsOf(given) },
  }));
}

function answer(plan: FakePlan, parts: readonly object[], isLast = false) {
  const { id, modelServed, usage } = plan;
  const candidate = {
    index: 0,
    content: { role: "model", parts },
    ...(isLast && { finishReason: FINISH_REASONS[plan.finishReason] }),
  };
  return {
    candidates: [candidate],
    ...(usage !== undefined && {
      usageMetadata: {
        promptTokenCount: usage.totalInput,
        candidatesTokenCount: usage.totalOutput - usage.reasoning,
        thoughtsTokenCount: usage.reasoning,
        cachedContentTokenCount: usage.cacheRead,
        totalTokenCount: usage.totalInput + usage.totalOutput,
      },
    }),
    modelVersion: modelServed,
    responseId: id,
  };
}
