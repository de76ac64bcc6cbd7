import { expect } from "vitest";
import type { ChatMessage, ChatRequest } from "../../src/chat.ts";
import type { CallContext } from "../../src/dialect.ts";
import { anthropic } from "../../src/dialects/anthropic.ts";
import { anthropic as provider } from "../../src/providers/anthropic.ts";

export const hello: ChatMessage = { role: "user", content: "hello" };
export const lookUp = {
  type: "function",
  function: { name: "look_up", parameters: { type: "object", properties: {} } },
} as const;

export function encode(request: Partial<ChatRequest>, model = "claude-sonnet-4-5", more: Partial<CallContext> = {}) {
  const context: CallContext = { model, provider, facts: {}, stream: false, ...more };
  const { body, adaptations, ...call } = anthropic.encodeRequest(
    { messages: [hello], max_tokens: 4_000, ...request },
    context,
  );
  return { ...call, body, adapted: adaptations.map(({ field }) => field), adaptations };
}

export const refusal = (field: string) =>
  expect.objectContaining({ code: "unsupported_request", fault: "request", field });
