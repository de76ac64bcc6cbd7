import { describe, expect, test } from "vitest";
import type { ChatMessage, ChatRequest, ContentPart } from "../../../src/chat.ts";
import { openai } from "../../../src/dialects/openai.ts";
import { contextFor } from "./support/recordings.ts";

const PICTURE: ContentPart = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };

function encode(request: ChatRequest, provider = "openai") {
  const { body, adaptations } = openai.encodeRequest(request, contextFor(provider));
  return { body, fields: adaptations.map(({ field }) => field) };
}

function refusalOf(content: ContentPart, provider = "openai"): unknown {
  try {
    encode({ messages: [{ role: "user", content: [content] }] }, provider);
    return undefined;
  } catch (error) {
    return error;
  }
}

const calls = [
  { id: "a", type: "function", function: { name: "look", arguments: "{}" }, caller: { type: "direct" } },
  { id: "b", type: "function", function: { name: "look", arguments: "{}" } },
] as const;

describe("what other dialects' fields become", () => {
  test("they are left out by name wherever they stand, and extensions of this dialect pass", () => {
    const messages: ChatMessage[] = [
      { role: "user", content: [{ type: "text", text: "Hi", citations: [], cache_control: { type: "ephemeral" } }] },
      { role: "assistant", content: null, tool_calls: calls, anthropic_block_order: "trc", prefix: true },
      { role: "tool", tool_call_id: "a", content: "1", is_error: true, ollama: { later: 1 } },
    ];
    const tools: ChatRequest["tools"] = [
      { type: "function", function: { name: "look" }, openapiParameters: {}, later: 1 },
    ];
    const { body, fields } = encode({ messages, tools }, "my-own");
    expect(body.messages).toEqual([
      { role: "user", content: [{ type: "text", text: "Hi", cache_control: { type: "ephemeral" } }] },
      { role: "assistant", content: null, tool_calls: [{ ...calls[0], caller: undefined }, calls[1]], prefix: true },
      { role: "tool", tool_call_id: "a", content: "1" },
    ]);
    expect(body.tools).toEqual([{ type: "function", function: { name: "look" }, later: 1 }]);
    expect(fields).toEqual([
      "messages[0].content[0].citations",
      "messages[1].anthropic_block_order",
      "messages[1].tool_calls[0].caller",
      "messages[2].is_error",
      "messages[2].ollama",
      "tools[0].openapiParameters",
    ]);
  });

  test("a level of detail that only Responses knows is left out", () => {
    const image = { url: "data:image/png;base64,AAAA", detail: "original" as "low" };
    const { body, fields } = encode({ messages: [{ role: "user", content: [{ ...PICTURE, image_url: image }] }] });
    expect(body.messages).toEqual([{ role: "user", content: [PICTURE] }]);
    expect(fields).toEqual(["messages[0].content[0].image_url.detail"]);
  });

  test("a role that nobody knows is refused", () => {
    const messages = [{ role: "critic", content: "Hm" }] as unknown as ChatMessage[];
    expect(() => encode({ messages })).toThrow(expect.objectContaining({ field: "messages[0].role" }));
  });
});

describe("what OpenAI itself does not take", () => {
  test("media that tools answer with come after all their answers, as the user's", () => {
    const text: ContentPart = { type: "text", text: "See:" };
    const messages: ChatMessage[] = [
      {
        role: "assistant",
        content: null,
        tool_calls: calls.map(({ id, type, function: made }) => ({ id, type, function: made })),
      },
      { role: "tool", tool_call_id: "a", content: [text, PICTURE] },
      { role: "tool", tool_call_id: "b", content: [PICTURE] },
      { role: "user", content: "And?" },
    ];
    const { body, fields } = encode({ messages });
    expect(body.messages).toEqual([
      messages[0],
      { role: "tool", tool_call_id: "a", content: [text] },
      { role: "tool", tool_call_id: "b", content: "The answer follows." },
      {
        role: "user",
        content: [
          { type: "text", text: "What the tool answered to the call a:" },
          PICTURE,
          { type: "text", text: "What the tool answered to the call b:" },
          PICTURE,
        ],
      },
      messages[3],
    ]);
    expect(fields).toEqual(["messages[1].content[1]", "messages[2].content[0]"]);
    expect(encode({ messages }, "openrouter").body.messages).toEqual(messages);
  });

  test("files that others keep, addresses of files and formats of sound it does not know are refused", () => {
    const kept: ContentPart = { type: "file", file: { file_id: "file_011CNha8iCJcU1wXNR6q4V8w" } };
    expect(refusalOf(kept, "my-own")).toMatchObject({ field: "messages[0].content[0].file.file_id" });
    expect(refusalOf({ type: "file", file: { file_id: "file-abc" } })).toBeUndefined();
    const address: ContentPart = { type: "file", file: { file_data: "https://a.example/b.pdf" } };
    expect(refusalOf(address)).toMatchObject({ field: "messages[0].content[0].file.file_data" });
    expect(refusalOf(address, "openrouter")).toBeUndefined();
    const sound: ContentPart = { type: "input_audio", input_audio: { data: "AAAA", format: "flac" } };
    expect(refusalOf(sound)).toMatchObject({ field: "messages[0].content[0].input_audio.format" });
    expect(refusalOf(sound, "my-own")).toBeUndefined();
  });

  test("an answer in images is refused", () => {
    const request: ChatRequest = { messages: [{ role: "user", content: "Hi" }], modalities: ["text", "image"] };
    expect(() => encode(request)).toThrow(expect.objectContaining({ field: "modalities" }));
    expect(encode(request, "openrouter").body.modalities).toEqual(["text", "image"]);
  });
});
