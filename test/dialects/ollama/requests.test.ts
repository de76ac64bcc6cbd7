import { describe, expect, it } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import type { ChatMessage, ChatRequest } from "../../../src/chat.ts";
import type { CallContext } from "../../../src/dialect.ts";
import { OLLAMA_FIELDS } from "../../../src/dialects/ollama/fields.ts";
import { ollama } from "../../../src/dialects/ollama.ts";
import { ollama as provider } from "../../../src/providers/ollama.ts";

const HELLO: ChatMessage[] = [{ role: "user", content: "Hello" }];
const PNG = "iVBORw0KGgoAAAANSUhEUg";

function contextOf(more: Partial<CallContext> = {}): CallContext {
  return { model: "qwen3:4b", provider, facts: {}, stream: false, ...more };
}

function encode(request: Partial<ChatRequest>, more?: Partial<CallContext>) {
  const { body, adaptations, path } = ollama.encodeRequest({ messages: HELLO, ...request }, contextOf(more));
  return { body, path, adapted: adaptations.map(({ field }) => field) };
}

function refusedField(request: Partial<ChatRequest>, more?: Partial<CallContext>): string | undefined {
  try {
    encode(request, more);
  } catch (error) {
    if (error instanceof CallError && error.fault === "request") return `${error.code} ${error.field}`;
    throw error;
  }
  return undefined;
}

describe("a request to Ollama", () => {
  it("is said in the words of /api/chat", () => {
    const tool = { name: "add", description: "Adds", parameters: { type: "object", properties: {} } };
    const { path, body, adapted } = encode(
      {
        messages: [{ role: "developer", content: "Be brief." }, ...HELLO],
        max_tokens: 24,
        temperature: 0,
        top_p: 0.9,
        top_k: 40,
        seed: 7,
        stop: "END",
        tools: [{ type: "function", function: tool }],
        response_format: { type: "json_object" },
        reasoning_effort: "none",
        logprobs: true,
        top_logprobs: 2,
        extra: { keep_alive: "5m", options: { num_ctx: 8_192 } },
      },
      { stream: true },
    );
    expect({ path, body, adapted }).toEqual({
      path: "api/chat",
      adapted: [],
      body: {
        model: "qwen3:4b",
        stream: true,
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hello" },
        ],
        tools: [{ type: "function", function: tool }],
        format: "json",
        think: false,
        logprobs: true,
        top_logprobs: 2,
        keep_alive: "5m",
        options: { num_predict: 24, temperature: 0, top_p: 0.9, top_k: 40, seed: 7, stop: ["END"], num_ctx: 8_192 },
      },
    });
  });

  it("carries images as base64 beside the text, and none that would have to be fetched", () => {
    const image = (url: string): ChatMessage[] => [
      {
        role: "user",
        content: [
          { type: "text", text: "What is" },
          { type: "text", text: "this?" },
          { type: "image_url", image_url: { url } },
        ],
      },
    ];
    expect(encode({ messages: image(`data:image/png;base64,${PNG}`) }).body.messages).toEqual([
      { role: "user", content: "What is\nthis?", images: [PNG] },
    ]);
    const field = "unsupported_request messages[0].content[2]";
    expect(refusedField({ messages: image("https://example.com/a.png") })).toBe(`${field}.image_url.url`);
    const blind = { facts: { capabilities: { vision: false } } };
    expect(refusedField({ messages: image(`data:image/png;base64,${PNG}`) }, blind)).toBe(field);
  });

  it("sends calls back with their arguments as objects, and answers with the name of the tool", () => {
    const messages: ChatMessage[] = [
      {
        role: "assistant",
        content: null,
        reasoning_details: [
          { type: "text", dialect: "ollama", text: "Let me add." },
          { type: "text", dialect: "anthropic", text: "Hm.", signature: "s" },
        ],
        tool_calls: [{ id: "call_1", type: "function", function: { name: "add", arguments: '{"a":2}' } }],
      },
      { role: "tool", tool_call_id: "call_1", content: "5" },
    ];
    const { body, adapted } = encode({ messages });
    expect(body.messages).toEqual([
      {
        role: "assistant",
        content: "",
        thinking: "Let me add.",
        tool_calls: [{ id: "call_1", type: "function", function: { name: "add", arguments: { a: 2 } } }],
      },
      { role: "tool", content: "5", tool_name: "add", tool_call_id: "call_1" },
    ]);
    expect(adapted).toEqual(["messages[0].reasoning_details[1]"]);
  });

  it.each([
    ["none", "qwen3:4b", false, 0],
    ["medium", "qwen3:4b", true, 0],
    ["high", "qwen3:4b", true, 1],
    ["high", "gpt-oss:20b", "high", 0],
    ["max", "gpt-oss:20b", "high", 1],
    ["none", "gpt-oss:20b", "low", 1],
  ] as const)("tells effort %s to %s as %s", (reasoning_effort, model, think, adaptations) => {
    const { body, adapted } = encode({ reasoning_effort }, { model });
    expect(body.think).toBe(think);
    expect(adapted).toHaveLength(adaptations);
  });

  it("is refused where the answer would not be what was asked for", () => {
    expect(refusedField({ n: 2 })).toBe("unsupported_request n");
    expect(refusedField({ modalities: ["text", "audio"] })).toBe("unsupported_request modalities");
    const tools: ChatRequest["tools"] = [{ type: "function", function: { name: "add" } }];
    expect(refusedField({ tools, tool_choice: "required" })).toBe("unsupported_request tool_choice");
    const sound = { type: "input_audio", input_audio: { data: "AA==", format: "wav" } } as const;
    expect(refusedField({ messages: [{ role: "user", content: [sound] }] })).toBe(
      "unsupported_request messages[0].content[0]",
    );
    const broken = { id: "c", type: "function", function: { name: "add", arguments: "{a" } } as const;
    expect(refusedField({ messages: [{ role: "assistant", tool_calls: [broken] }] })).toBe(
      "invalid_request messages[0].tool_calls[0].function.arguments",
    );
  });

  it("tells of everything it leaves out", () => {
    const { body, adapted } = encode({
      messages: [
        { role: "user", content: [{ type: "text", text: "Hi", cache_control: { type: "ephemeral" } }], name: "Ada" },
      ],
      tools: [{ type: "function", function: { name: "add", strict: true } }],
      tool_choice: "none",
      parallel_tool_calls: false,
      logit_bias: { "50256": -100 },
      user: "u",
      metadata: { a: "b" },
    });
    expect(adapted.sort()).toEqual([
      "logit_bias",
      "messages[0].content[0].cache_control",
      "messages[0].name",
      "metadata",
      "parallel_tool_calls",
      "tool_choice",
      "user",
    ]);
    expect(body).not.toHaveProperty("tools");
  });

  it("has a row for every field a request can have", () => {
    for (const field of Object.keys(OLLAMA_FIELDS)) expect(OLLAMA_FIELDS[field as keyof ChatRequest]).not.toBe("");
    expect(Object.keys(OLLAMA_FIELDS)).toHaveLength(26);
  });
});

describe("a body that was sent to Ollama", () => {
  it("comes back as it was after it was read as a request", () => {
    const body = {
      model: "qwen3:4b",
      stream: true,
      keep_alive: 0,
      format: { type: "object", properties: { city: { type: "string" } } },
      think: true,
      tools: [{ type: "function", function: { name: "look", parameters: { type: "object" } } }],
      options: { num_ctx: 4_096, num_predict: 10, stop: ["a", "b"], mirostat: 1 },
      messages: [
        { role: "user", content: "What is it?", images: [PNG] },
        {
          role: "assistant",
          content: "",
          thinking: "Hm.",
          tool_calls: [
            { type: "function", function: { name: "look", arguments: { at: 1 } } },
            { id: "call_9", type: "function", function: { name: "look", arguments: { at: 2 } } },
          ],
        },
        { role: "tool", content: "a cat", tool_name: "look" },
        { role: "tool", content: "a dog", tool_name: "look", tool_call_id: "call_9" },
        { role: "tool", content: "nobody asked", tool_name: "other" },
      ],
    };
    const { request, model, stream } = ollama.decodeRequest(body);
    expect(ollama.encodeRequest(request, contextOf({ model: model ?? "", stream })).body).toEqual(body);
    const [, asked, first, second] = request.messages;
    const ids = asked?.role === "assistant" ? asked.tool_calls?.map(({ id }) => id) : [];
    expect([first, second]).toMatchObject([{ tool_call_id: ids?.[0] }, { tool_call_id: ids?.[1] }]);
    expect(new Set(ids).size).toBe(2);
  });

  it("streams unless it says otherwise, and is a chat too where it was a bare prompt", () => {
    const { request, stream } = ollama.decodeRequest({ model: "m", prompt: "Hi", system: "Be brief.", keep_alive: 1 });
    expect(stream).toBe(true);
    expect(request).toEqual({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hi" },
      ],
      extraDialect: "ollama",
      extra: { keep_alive: 1 },
    });
  });
});
