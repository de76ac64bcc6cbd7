import { expect, test } from "vitest";
import type { ChatRequest } from "../../../src/chat.ts";
import { openai } from "../../../src/dialects/openai.ts";
import { contextFor } from "./support/recordings.ts";

function encode(request: Partial<ChatRequest>, provider: string) {
  return openai.encodeRequest({ messages: [{ role: "user", content: "Hi" }], ...request }, contextFor(provider));
}

test.each([
  ["deepseek", { user: "ada" }, { user_id: "ada" }],
  ["moonshotai", { max_tokens: 9 }, { max_completion_tokens: 9 }],
  ["moonshotai", { reasoning_effort: "max" }, { reasoning_effort: "max" }],
] as const)("%s gets %j as %j, and nothing is lost", (provider, request, said) => {
  const { body, adaptations } = encode(request, provider);
  expect(body).toMatchObject(said);
  expect(Object.keys(body)).toHaveLength(3);
  expect(adaptations).toEqual([]);
});

test.each([
  ["moonshotai", "medium", "high"],
  ["perplexity", "xhigh", "high"],
  ["ollama", "minimal", "low"],
  ["mistral", "low", "high"],
] as const)("%s, which has no effort %s, is asked for %s, and that is told", (provider, asked, effort) => {
  const { body, adaptations } = encode({ reasoning_effort: asked }, provider);
  expect(body).toMatchObject({ reasoning_effort: effort });
  expect(adaptations).toMatchObject([{ field: "reasoning_effort" }]);
});

test("a tool choice that would be passed over is refused, and tools nobody may call are left out", () => {
  const tools = [{ type: "function", function: { name: "f" } }] as const;
  const refusal = { code: "unsupported_request", fault: "request", field: "tool_choice" };
  for (const provider of ["zai", "ollama"]) {
    expect(() => encode({ tools, tool_choice: "required" }, provider)).toThrowError(expect.objectContaining(refusal));
    expect(encode({ tools, tool_choice: "none" }, provider).body).not.toHaveProperty("tools");
  }
});

test("Z.AI gets no names of messages, and that is told", () => {
  const { body, adaptations } = encode({ messages: [{ role: "user", content: "Hi", name: "Ada" }] }, "zai");
  expect(body.messages).toEqual([{ role: "user", content: "Hi" }]);
  expect(adaptations).toMatchObject([{ field: "messages[0].name" }]);
});
