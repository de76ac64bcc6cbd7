import fc from "fast-check";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import type { ChatMessage, ChatRequest, FunctionTool } from "../../../src/chat.ts";
import { sizeOf, sizeOfTexts } from "../../../src/router/choice/request-size.ts";

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(",", "1", "a", '"', "\n", "語", "😀", " "), maxLength: 80 }),
);

const part = fc.oneof(
  text.map((text) => ({ type: "text" as const, text })),
  fc.constant({ type: "image_url" as const, image_url: { url: "https://a.example/b.png" } }),
  fc.nat(3_000).map((size) => ({
    type: "input_audio" as const,
    input_audio: { data: "A".repeat(4 * size), format: "mp3" },
  })),
  fc.nat(20_000).map((size) => ({ type: "file" as const, file: { file_data: "A".repeat(4 * size) } })),
  text.map((value) => ({ type: "native" as const, dialect: "anthropic", value: { value } })),
);

const message: fc.Arbitrary<ChatMessage> = fc.oneof(
  fc.record({ role: fc.constant("user" as const), content: fc.oneof(text, fc.array(part, { maxLength: 4 })) }),
  fc.record({
    role: fc.constant("assistant" as const),
    content: fc.constant(null),
    tool_calls: fc.array(
      fc.record({
        id: fc.constant("1"),
        type: fc.constant("function" as const),
        function: fc.record({ name: text, arguments: text }),
      }),
      { maxLength: 3 },
    ),
  }),
);

const tool: fc.Arbitrary<FunctionTool> = fc.record({
  type: fc.constant("function" as const),
  function: fc.record({ name: text, description: text, parameters: fc.dictionary(text, text) }),
});

const request: fc.Arbitrary<ChatRequest> = fc.record(
  { messages: fc.array(message, { maxLength: 6 }), tools: fc.array(tool, { maxLength: 4 }) },
  { requiredKeys: ["messages"] },
);

const MODELS = ["", "gpt-4o", "gpt-oss-20b", "claude-opus-4-1", "gemini-2.5-pro", "command-a", "llama-3.3", "qwen3"];

describe("the most tokens a request can be", () => {
  it("is never less than what it is estimated at, for any family of models", () => {
    fc.assert(
      fc.property(request, (request) => {
        const size = sizeOf(request);
        for (const model of MODELS) expect(size.estimate(model)).toBeLessThanOrEqual(size.atMost);
      }),
    );
  });

  it("is never less than what OpenAI's own tokenizer counts", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
        const tokens = texts.reduce((sum, one) => sum + encode(one, { disallowedSpecial: new Set() }).length, 0);
        expect(sizeOfTexts(texts).atMost).toBeGreaterThanOrEqual(tokens);
      }),
    );
  });

  it("is not much more than a long text has bytes", () => {
    const { atMost } = sizeOf({ messages: [{ role: "user", content: "a".repeat(100_000) }] });
    expect(atMost).toBeGreaterThan(100_000);
    expect(atMost).toBeLessThan(130_000);
  });
});

describe("the size of a request", () => {
  it("is estimated as the family of a model counts", () => {
    const size = sizeOf({ messages: [{ role: "user", content: "word ".repeat(1_000) }] });
    expect(size.estimate("claude-opus-4-1") / size.estimate("gemini-2.5-pro")).toBeCloseTo(1.2, 1);
    expect(size.estimate()).toBe(size.estimate(""));
  });

  it("takes the newer word for the longest answer before the older, and none for null", () => {
    const messages: ChatMessage[] = [];
    expect(sizeOf({ messages, max_tokens: 5, max_completion_tokens: 7 }).maxTokens).toBe(7);
    expect(sizeOf({ messages, max_tokens: 5, max_completion_tokens: null }).maxTokens).toBe(5);
    expect(sizeOf({ messages, max_tokens: null }).maxTokens).toBeUndefined();
    expect(sizeOf({ messages, n: 3 }).answers).toBe(3);
  });

  it("of texts to embed has no answer", () => {
    expect(sizeOfTexts(["a", "b"]).maxTokens).toBe(0);
  });

  it("survives content that is of no known shape", () => {
    const odd = { messages: [{ role: "user", content: [null, { type: "text" }, { type: "new" }] }] };
    expect(sizeOf(odd as unknown as ChatRequest).atMost).toBeGreaterThan(0);
  });
});
