import { describe, expect, it } from "vitest";
import type { ChatMessage, ChatRequest } from "../../../src/chat.ts";
import { encode, hello, refusal } from "../../support/encode-for-anthropic.ts";

describe("messages", () => {
  it("join what the application says, and move what it says later", () => {
    const messages: ChatMessage[] = [
      { role: "system", content: "Be brief." },
      { role: "developer", content: "Be kind." },
      hello,
      { role: "assistant", content: "hi" },
      { role: "system", content: "Be quick." },
      { role: "user", content: "more" },
    ];
    const { body, adapted } = encode({ messages });
    expect(body.system).toBe("Be brief.\n\nBe kind.\n\nBe quick.");
    expect(adapted).toEqual(["messages[4]"]);
  });

  it("keep a later word of the application's where the model takes it there", () => {
    const later: ChatMessage = { role: "system", content: "Be quick." };
    expect(encode({ messages: [hello, later] }, "claude-opus-4-8").body.messages).toEqual([hello, later]);
    expect(encode({ messages: [hello, later, hello] }, "claude-opus-4-8").adapted).toEqual(["messages[1]"]);
    expect(encode({ messages: [hello, later] }, "claude-opus-4-7").body.messages).toEqual([hello]);
  });

  it("put the results of parallel calls and what the user adds into one turn", () => {
    const call = (id: string, text: string) =>
      ({ id, type: "function", function: { name: "look_up", arguments: text } }) as const;
    const messages: ChatMessage[] = [
      hello,
      { role: "assistant", content: "", tool_calls: [call("a", '{"q":1}'), call("b.2", "")] },
      { role: "tool", tool_call_id: "a", content: "one" },
      {
        role: "tool",
        tool_call_id: "b.2",
        content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }],
        is_error: true,
      },
      hello,
    ];
    expect(encode({ messages }).body.messages).toEqual([
      { role: "user", content: "hello" },
      {
        role: "assistant",
        content: [
          { type: "tool_use", id: "a", name: "look_up", input: { q: 1 } },
          { type: "tool_use", id: "b_2e_2", name: "look_up", input: {} },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "a", content: "one" },
          {
            type: "tool_result",
            tool_use_id: "b_2e_2",
            content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: "AA==" } }],
            is_error: true,
          },
          { type: "text", text: "hello" },
        ],
      },
    ]);
  });

  it("carry images, PDF, text and uploaded files, with what travels with them", () => {
    const cached = { cache_control: { type: "ephemeral" } };
    const content = [
      { type: "text", text: "look", ...cached },
      { type: "image_url", image_url: { url: "https://a.example/b.png" } },
      {
        type: "file",
        file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AA==" },
        citations: { enabled: true },
      },
      { type: "file", file: { file_data: "data:text/plain;base64,aGk=" } },
      { type: "file", file: { file_data: "https://a.example/b.pdf" } },
      { type: "file", file: { file_id: "file_1" } },
      { type: "native", dialect: "anthropic", value: { type: "container_upload", file_id: "f" } },
    ] as const;
    expect(encode({ messages: [{ role: "user", content }] })).toMatchObject({
      adapted: [],
      body: {
        messages: [
          {
            content: [
              { type: "text", text: "look", ...cached },
              { type: "image", source: { type: "url", url: "https://a.example/b.png" } },
              {
                type: "document",
                source: { type: "base64", media_type: "application/pdf", data: "AA==" },
                title: "a.pdf",
                citations: { enabled: true },
              },
              { type: "document", source: { type: "text", media_type: "text/plain", data: "hi" } },
              { type: "document", source: { type: "url", url: "https://a.example/b.pdf" } },
              { type: "document", source: { type: "file", file_id: "file_1" } },
              { type: "container_upload", file_id: "f" },
            ],
          },
        ],
      },
    });
  });

  it.each([
    [{ type: "input_audio", input_audio: { data: "AA==", format: "wav" } }, {}, ""],
    [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }, { capabilities: { vision: false } }, ""],
    [{ type: "image_url", image_url: { url: "data:image/svg+xml;base64,AA==" } }, {}, ".image_url.url"],
    [{ type: "image_url", image_url: { url: "file:///etc/passwd" } }, {}, ".image_url.url"],
    [{ type: "file", file: { file_data: "data:application/zip;base64,AA==" } }, {}, ".file.file_data"],
    [{ type: "file", file: { file_data: "data:application/pdf;base64,AA==" } }, { capabilities: { pdf: false } }, ""],
    [{ type: "file", file: {} }, {}, ".file"],
    [{ type: "native", dialect: "google", value: {} }, {}, ""],
  ] as const)("refuse %j, naming the part", (part, facts, where) => {
    const messages: ChatMessage[] = [{ role: "user", content: [part] }];
    expect(() => encode({ messages }, "claude-sonnet-4-5", { facts })).toThrow(
      refusal(`messages[0].content[0]${where}`),
    );
  });

  it("send thinking back in its place, and leave out what Anthropic cannot read", () => {
    const message: ChatMessage = {
      role: "assistant",
      content: "so",
      reasoning_details: [
        { type: "text", dialect: "anthropic", text: "hm", signature: "s1" },
        { type: "encrypted", dialect: "anthropic", data: "d1" },
        { type: "text", dialect: "openai", text: "mine" },
        { type: "text", dialect: "anthropic", text: "unsigned" },
      ],
      tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{}" } }],
    };
    const { body, adapted } = encode({ messages: [hello, message] });
    expect((body.messages as { content: unknown }[])[1]?.content).toEqual([
      { type: "thinking", thinking: "hm", signature: "s1" },
      { type: "redacted_thinking", data: "d1" },
      { type: "text", text: "so" },
      { type: "tool_use", id: "a", name: "f", input: {} },
    ]);
    expect(adapted).toEqual(["messages[1].reasoning_details[2]", "messages[1].reasoning_details[3]"]);
  });

  it("report fields Anthropic has no word for, empty turns, and refuse arguments that are no object", () => {
    const odd: ChatMessage[] = [
      { role: "user", content: [{ type: "text", text: "a", mood: 1 }], name: "Al" },
      { role: "assistant" },
    ];
    expect(encode({ messages: odd }).adapted).toEqual([
      "messages[0].name",
      "messages[0].content[0].mood",
      "messages[1]",
    ]);
    const call = { id: "a", type: "function", function: { name: "f", arguments: '{"a":' } } as const;
    expect(() => encode({ messages: [hello, { role: "assistant", tool_calls: [call] }] })).toThrow(
      expect.objectContaining({ fault: "request", field: "messages[1].tool_calls[0].function.arguments" }),
    );
  });
});

describe("a request that is wrong in itself", () => {
  it.each([
    [{ messages: "hello" }, "messages"],
    [{ messages: [null] }, "messages[0]"],
    [{ messages: [{ role: "robot" }] }, "messages[0].role"],
    [{ messages: [{ role: "user", content: 1 }] }, "messages[0].content"],
    [{ messages: [{ role: "user", content: [null] }] }, "messages[0].content[0]"],
    [{ messages: [{ role: "user", content: [{ type: "image_url" }] }] }, "messages[0].content[0].image_url.url"],
    [{ messages: [{ role: "assistant", tool_calls: [{}] }] }, "messages[0].tool_calls[0]"],
    [{ tools: {} }, "tools"],
    [{ tools: [null] }, "tools[0]"],
    [{ tools: [{ type: "function" }] }, "tools[0].function.name"],
  ])("as %j names the field", (request, field) => {
    // Callers whom no compiler told send what they like.
    const sent = request as unknown as Partial<ChatRequest>;
    expect(() => encode(sent)).toThrow(expect.objectContaining({ name: "CallError", fault: "request", field }));
  });
});
