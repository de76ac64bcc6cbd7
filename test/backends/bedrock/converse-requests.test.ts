import { describe, expect, it } from "vitest";
import { decodeConverseRequest } from "../../../src/backends/bedrock/decode-request.ts";
import { encodeConverse } from "../../../src/backends/bedrock/encode-request.ts";
import { BEDROCK_FIELDS } from "../../../src/backends/bedrock/fields.ts";
import { familyOf } from "../../../src/backends/bedrock/model-family.ts";
import { CallError } from "../../../src/call-error.ts";
import type { ChatMessage, ChatRequest } from "../../../src/chat.ts";
import type { Facts } from "../../../src/model.ts";
import { bedrock as provider } from "../../../src/providers/bedrock.ts";

const HELLO: ChatMessage[] = [{ role: "user", content: "Hello" }];
const CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const NOVA = "us.amazon.nova-lite-v1:0";
const ADD = { type: "function", function: { name: "add", parameters: { type: "object" } } } as const;

function encode(request: Partial<ChatRequest>, model = CLAUDE, facts: Facts = {}) {
  const encoded = encodeConverse({ messages: HELLO, ...request }, { model, provider, facts, stream: false });
  return { ...encoded, adapted: encoded.adaptations.map(({ field }) => field) };
}

function refusedField(request: Partial<ChatRequest>, model?: string, facts?: Facts): string | undefined {
  try {
    encode(request, model, facts);
  } catch (error) {
    if (error instanceof CallError && error.fault === "request") return error.field;
    throw error;
  }
  return undefined;
}

describe("a request to Converse", () => {
  it("is said in Converse's words", () => {
    const { input, adapted } = encode({
      messages: [{ role: "system", content: "Be brief." }, ...HELLO],
      max_completion_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      stop: ["END"],
      tools: [ADD],
      tool_choice: "auto",
      metadata: { team: "a" },
      extra: { guardrailConfig: { guardrailIdentifier: "g" }, anthropic_beta: ["context-1m"] },
    });
    expect({ input, adapted }).toEqual({
      adapted: [],
      input: {
        system: [{ text: "Be brief." }],
        messages: [{ role: "user", content: [{ text: "Hello" }] }],
        inferenceConfig: { maxTokens: 100, temperature: 0.5, topP: 0.9, stopSequences: ["END"] },
        toolConfig: {
          tools: [{ toolSpec: { name: "add", inputSchema: { json: { type: "object" } } } }],
          toolChoice: { auto: {} },
        },
        requestMetadata: { team: "a" },
        guardrailConfig: { guardrailIdentifier: "g" },
        additionalModelRequestFields: { top_k: 5, anthropic_beta: ["context-1m"] },
      },
    });
  });

  it("merges neighbours, answers of tools among them, and moves later system turns to the front", () => {
    const { input, adapted } = encode({
      messages: [
        ...HELLO,
        {
          role: "assistant",
          content: "",
          reasoning_details: [
            { type: "text", dialect: "bedrock", text: "Hm.", signature: "s" },
            { type: "encrypted", dialect: "bedrock", data: "AQI=" },
            { type: "summary", dialect: "openai", text: "Hm?" },
          ],
          tool_calls: [{ id: "functions.add:0", type: "function", function: { name: "add", arguments: "" } }],
        },
        {
          role: "tool",
          tool_call_id: "functions.add:0",
          content: "3",
          is_error: false,
          cache_control: { type: "ephemeral" },
        },
        { role: "user", content: "And now?" },
        { role: "developer", content: "Be kind." },
      ],
      tools: [ADD],
    });
    expect(input.system).toEqual([{ text: "Be kind." }]);
    expect(input.messages).toEqual([
      { role: "user", content: [{ text: "Hello" }] },
      {
        role: "assistant",
        content: [
          { reasoningContent: { reasoningText: { text: "Hm.", signature: "s" } } },
          { reasoningContent: { redactedContent: new Uint8Array([1, 2]) } },
          { toolUse: { toolUseId: "functions_add_0", name: "add", input: {} } },
        ],
      },
      {
        role: "user",
        content: [
          { toolResult: { toolUseId: "functions_add_0", content: [{ text: "3" }], status: "success" } },
          { cachePoint: { type: "default" } },
          { text: "And now?" },
        ],
      },
    ]);
    expect(adapted).toEqual(["messages[1].reasoning_details[2]", "messages[4]"]);
  });

  it("carries images, documents and sounds as bytes or out of S3", () => {
    const { input } = encode({
      messages: [
        {
          role: "user",
          content: [
            { type: "image_url", image_url: { url: "data:image/jpg;base64,AQI=" } },
            { type: "image_url", image_url: { url: "s3://bucket/a.png" } },
            {
              type: "file",
              file: { filename: "Q3_report (final).pdf", file_data: "data:application/pdf;base64,AQI=" },
            },
            { type: "input_audio", input_audio: { data: "AQI=", format: "wav" } },
          ],
        },
      ],
    });
    const source = { bytes: new Uint8Array([1, 2]) };
    expect(input.messages).toEqual([
      {
        role: "user",
        content: [
          { image: { format: "jpeg", source } },
          { image: { format: "png", source: { s3Location: { uri: "s3://bucket/a.png" } } } },
          { document: { format: "pdf", name: "Q3-report (final)", source } },
          { audio: { format: "wav", source } },
        ],
      },
    ]);
  });

  it("is refused where the answer would not be what was asked for", () => {
    const image = (url: string): ChatMessage[] => [
      { role: "user", content: [{ type: "image_url", image_url: { url } }] },
    ];
    expect(refusedField({ n: 2 })).toBe("n");
    expect(refusedField({ logprobs: true })).toBe("logprobs");
    expect(refusedField({ messages: image("https://example.com/a.png") })).toBe("messages[0].content[0].image_url.url");
    expect(refusedField({ messages: image("data:image/tiff;base64,AA==") })).toBe(
      "messages[0].content[0].image_url.url",
    );
    const blind = { capabilities: { vision: false } };
    expect(refusedField({ messages: image("data:image/png;base64,AA==") }, CLAUDE, blind)).toBe(
      "messages[0].content[0]",
    );
    expect(refusedField({ tools: [ADD], tool_choice: "required" }, "meta.llama3-1-8b-instruct-v1:0")).toBe(
      "tool_choice",
    );
    const native = { type: "native", dialect: "google", value: {} } as const;
    expect(refusedField({ tools: [native] })).toBe("tools[0]");
  });

  it("gives an answer its shape by schema, by a tool that is made to be called, or by words", () => {
    const schema = { type: "object", properties: { city: { type: "string" } } };
    const format = { type: "json_schema", json_schema: { name: "City", schema } } as const;
    const { input, adapted } = encode({ response_format: format });
    expect(adapted).toEqual([]);
    expect(input.outputConfig).toEqual({
      textFormat: { type: "json_schema", structure: { jsonSchema: { name: "City", schema: JSON.stringify(schema) } } },
    });
    const nova = encode({ response_format: format }, NOVA);
    expect(nova).toMatchObject({ answerTool: "City", adapted: ["response_format"] });
    expect(nova.input.toolConfig).toMatchObject({ toolChoice: { tool: { name: "City" } } });
    expect(encode({ response_format: format, tools: [ADD] }, NOVA).input.toolConfig).toMatchObject({
      toolChoice: { any: {} },
      tools: [{ toolSpec: { name: "add" } }, { toolSpec: { name: "City" } }],
    });
    expect(refusedField({ response_format: format }, "amazon.titan-text-lite-v1")).toBe("response_format");
    const words = encode({ response_format: { type: "json_object" } });
    expect(words.adapted).toEqual(["response_format"]);
    expect(words.input.system).toEqual([{ text: expect.stringContaining("JSON object") }]);
  });

  it.each([
    ["us.anthropic.claude-sonnet-4-6", "high", { thinking: { type: "adaptive" }, output_config: { effort: "high" } }],
    ["anthropic.claude-3-7-sonnet-20250219-v1:0", "low", { thinking: { type: "enabled", budget_tokens: 2_048 } }],
    ["anthropic.claude-3-5-sonnet-20240620-v1:0", "low", undefined],
    ["us.amazon.nova-2-lite-v1:0", "max", { reasoningConfig: { type: "enabled", maxReasoningEffort: "high" } }],
    ["openai.gpt-oss-120b-1:0", "medium", { reasoning_effort: "medium" }],
    ["qwen.qwen3-32b-v1:0", "high", undefined],
    [CLAUDE, "none", undefined],
  ] as const)("tells %s to think %s", (model, reasoning_effort, fields) => {
    expect(encode({ reasoning_effort }, model).input.additionalModelRequestFields).toEqual(fields);
  });

  it("leaves a temperature out while Claude thinks, and thinks not where there is no room", () => {
    const thinking = encode({ reasoning_effort: "low", temperature: 0.2 });
    expect(thinking.adapted).toContain("temperature");
    expect(thinking.input).not.toHaveProperty("inferenceConfig");
    const short = encode({ reasoning_effort: "low", temperature: 0.2, max_tokens: 512 });
    expect(short.input).not.toHaveProperty("additionalModelRequestFields");
    expect(short.input.inferenceConfig).toEqual({ maxTokens: 512, temperature: 0.2 });
  });

  it("lists tools that were called before by name where none may be called now", () => {
    const calls = [{ id: "a", type: "function", function: { name: "add", arguments: "{}" } }] as const;
    const messages: ChatMessage[] = [
      ...HELLO,
      { role: "assistant", tool_calls: calls },
      { role: "tool", tool_call_id: "a", content: "3" },
    ];
    const { input, adapted } = encode({ messages, tools: [ADD], tool_choice: "none" });
    expect(input.toolConfig).toMatchObject({ tools: [{ toolSpec: { name: "add" } }] });
    expect(adapted).toEqual(["tool_choice", "tools"]);
  });

  it("tells of everything it leaves out", () => {
    const ignored = { seed: 1, presence_penalty: 1, frequency_penalty: 1, logit_bias: { "1": 1 }, user: "u" };
    const { adapted } = encode({
      ...ignored,
      parallel_tool_calls: false,
      messages: [{ ...HELLO[0], name: "Ada" } as ChatMessage],
    });
    expect(adapted.sort()).toEqual([...Object.keys(ignored), "parallel_tool_calls", "messages[0].name"].sort());
    expect(encode({ top_k: 3 }, "amazon.titan-text-lite-v1").adapted).toEqual(["top_k"]);
  });

  it("has a row for every field a request can have", () => {
    expect(Object.values(BEDROCK_FIELDS).every((row) => row.length > 0)).toBe(true);
    expect(Object.keys(BEDROCK_FIELDS)).toHaveLength(26);
  });

  it("knows the families of models by their ids", () => {
    const read = (id: string) => [familyOf(id).name, familyOf(id).thinking, familyOf(id).hasJsonSchema];
    expect(read("anthropic.claude-3-haiku-20240307-v1:0")).toEqual(["claude", undefined, false]);
    expect(read("anthropic.claude-sonnet-4-20250514-v1:0")).toEqual(["claude", "budget", false]);
    expect(read("global.anthropic.claude-opus-4-5-20251101-v1:0")).toEqual(["claude", "budget", true]);
    expect(read("us.anthropic.claude-opus-4-6-v1")).toEqual(["claude", "adaptive", true]);
    expect(read("arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-pro-v1:0")[0]).toBe("nova");
  });
});

describe("a body that was sent to Converse", () => {
  it("is read as what its caller asked for", () => {
    const request = decodeConverseRequest({
      system: [{ text: "Be brief." }, { cachePoint: { type: "default", ttl: "1h" } }],
      messages: [
        { role: "user", content: [{ text: "Look" }, { image: { format: "png", source: { bytes: "AQI=" } } }] },
        { role: "assistant", content: [{ toolUse: { toolUseId: "a", name: "add", input: { x: 1 } } }] },
        { role: "user", content: [{ toolResult: { toolUseId: "a", content: [{ text: "3" }] } }, { text: "And?" }] },
      ],
      toolConfig: { tools: [{ toolSpec: { name: "add", inputSchema: { json: {} } } }], toolChoice: { any: {} } },
      inferenceConfig: { maxTokens: 5 },
    });
    expect(request).toEqual({
      messages: [
        {
          role: "system",
          content: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral", ttl: "1h" } }],
        },
        {
          role: "user",
          content: [
            { type: "text", text: "Look" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AQI=" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "a", type: "function", function: { name: "add", arguments: '{"x":1}' } }],
        },
        { role: "tool", tool_call_id: "a", content: "3" },
        { role: "user", content: "And?" },
      ],
      tools: [{ type: "function", function: { name: "add", parameters: {} } }],
      tool_choice: "required",
      max_tokens: 5,
    });
  });
});
