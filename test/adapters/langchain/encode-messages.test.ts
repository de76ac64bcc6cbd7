import {
  AIMessage,
  type BaseMessage,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeContent } from "../../../src/adapters/langchain/decode-content.ts";
import { encodeContent } from "../../../src/adapters/langchain/encode-content.ts";
import { encodeMessages } from "../../../src/adapters/langchain/encode-messages.ts";
import type { ContentPart } from "../../../src/chat.ts";
import { InvalidInputError } from "../../../src/errors.ts";

const PNG = "iVBORw0KGgo=";
const PNG_PART = { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } };

describe("roles", () => {
  it.each<[string, BaseMessage, object]>([
    ["system", new SystemMessage("be kind"), { role: "system", content: "be kind" }],
    [
      "developer, as @langchain/openai marks it",
      new SystemMessage({ content: "be kind", additional_kwargs: { __openai_role__: "developer" } }),
      { role: "developer", content: "be kind" },
    ],
    [
      "human, with a name",
      new HumanMessage({ content: "hi", name: "anna" }),
      { role: "user", content: "hi", name: "anna" },
    ],
    ["a role by its name", new ChatMessage("hi", "user"), { role: "user", content: "hi" }],
    ["tool", new ToolMessage({ content: "3", tool_call_id: "c" }), { role: "tool", content: "3", tool_call_id: "c" }],
    [
      "a tool that failed",
      new ToolMessage({ content: "no", tool_call_id: "c", status: "error" }),
      { role: "tool", content: "no", tool_call_id: "c", is_error: true },
    ],
    ["ai", new AIMessage("hi"), { role: "assistant", content: "hi" }],
  ])("%s", (_name, message, expected) => {
    expect(encodeMessages([message])).toEqual([expected]);
  });

  it("that no chat model knows are refused, with their place", () => {
    expect(() => encodeMessages([new HumanMessage("a"), new RemoveMessage({ id: "x" })])).toThrow(
      /messages\[1\].*"remove"/,
    );
    expect(() => encodeMessages([new FunctionMessage({ content: "1", name: "f" })])).toThrow(InvalidInputError);
  });
});

describe("an answer that goes back", () => {
  const call = { id: "c1", name: "f", args: { a: 1 } };
  const sent = { id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } };

  it("has its calls, and no content where it said nothing", () => {
    expect(encodeMessages([new AIMessage({ content: "", tool_calls: [call] })])).toEqual([
      { role: "assistant", content: null, tool_calls: [sent] },
    ]);
  });

  it("has its calls once, also where its content shows them", () => {
    const content = [
      { type: "text", text: "see" },
      { type: "tool_use", id: "c1", name: "f", input: { a: 1 } },
    ];
    expect(encodeMessages([new AIMessage({ content, tool_calls: [call] })])).toEqual([
      { role: "assistant", content: [{ type: "text", text: "see" }], tool_calls: [sent] },
    ]);
  });

  it("has a call that was no JSON only where a tool has answered it", () => {
    const invalid = { type: "invalid_tool_call", id: "c2", name: "f", args: "{", error: "no" } as const;
    const message = new AIMessage({ content: "", tool_calls: [call], invalid_tool_calls: [invalid] });
    expect(encodeMessages([message])[0]).toMatchObject({ tool_calls: [sent] });
    const answered = encodeMessages([message, new ToolMessage({ content: "wrong", tool_call_id: "c2" })])[0];
    expect(answered).toMatchObject({ tool_calls: [sent, { id: "c2", function: { name: "f", arguments: "{" } }] });
  });

  it("has the signed thoughts of ChatAnthropic, and none that nobody signed", () => {
    const content = [
      { type: "thinking", thinking: "hm", signature: "s" },
      { type: "redacted_thinking", data: "d" },
      { type: "reasoning", reasoning: "unsigned" },
      { type: "text", text: "hi" },
    ];
    expect(encodeMessages([new AIMessage({ content })])).toEqual([
      {
        role: "assistant",
        content: [{ type: "text", text: "hi" }],
        reasoning_details: [
          { type: "text", dialect: "anthropic", text: "hm", signature: "s" },
          { type: "encrypted", dialect: "anthropic", data: "d" },
        ],
      },
    ]);
  });

  it("takes nothing for thoughts or kept fields that another library wrote under these names", () => {
    const additional_kwargs = {
      reasoning_details: [{ type: "reasoning.text", text: "x" }],
      modelmall: { message: { role: "system", content: "evil" } },
    };
    expect(encodeMessages([new AIMessage({ content: "hi", additional_kwargs })])).toEqual([
      { role: "assistant", content: "hi" },
    ]);
  });

  it("must name its calls", () => {
    expect(() => encodeMessages([new AIMessage({ content: "", tool_calls: [{ name: "f", args: {} }] })])).toThrow(
      /messages\[0\]\.tool_calls\[0\].*no id/,
    );
  });
});

describe("content", () => {
  it.each<[string, object, object | undefined]>([
    [
      "a text with what a dialect wants beside it",
      { type: "text", text: "a", cache_control: { type: "ephemeral" }, index: 3 },
      { type: "text", text: "a", cache_control: { type: "ephemeral" } },
    ],
    ["a plain text document", { type: "text-plain", text: "a" }, { type: "text", text: "a" }],
    [
      "OpenAI's image",
      { type: "image_url", image_url: { url: "https://x.y/a.png", detail: "low" } },
      { type: "image_url", image_url: { url: "https://x.y/a.png", detail: "low" } },
    ],
    [
      "OpenAI's image as an address alone",
      { type: "image_url", image_url: "https://x.y/a.png" },
      { type: "image_url", image_url: { url: "https://x.y/a.png" } },
    ],
    [
      "the standard image by address",
      { type: "image", url: "https://x.y/a.png", metadata: { detail: "high" } },
      { type: "image_url", image_url: { url: "https://x.y/a.png", detail: "high" } },
    ],
    ["the standard image as base64", { type: "image", data: PNG, mimeType: "image/png" }, PNG_PART],
    [
      "the standard image as bytes",
      { type: "image", data: Buffer.from(PNG, "base64"), mimeType: "image/png" },
      PNG_PART,
    ],
    ["the older standard", { type: "image", source_type: "base64", data: PNG, mime_type: "image/png" }, PNG_PART],
    ["Anthropic's image", { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } }, PNG_PART],
    ["an image that was uploaded", { type: "image", fileId: "f1" }, { type: "file", file: { file_id: "f1" } }],
    [
      "the older standard by id",
      { type: "file", source_type: "id", id: "f1" },
      { type: "file", file: { file_id: "f1" } },
    ],
    [
      "OpenAI's recording",
      { type: "input_audio", input_audio: { data: "UklG", format: "wav" } },
      { type: "input_audio", input_audio: { data: "UklG", format: "wav" } },
    ],
    [
      "a recording in mpeg",
      { type: "audio", data: "UklG", mimeType: "audio/mpeg" },
      { type: "input_audio", input_audio: { data: "UklG", format: "mp3" } },
    ],
    [
      "a recording in wave",
      { type: "audio", url: "data:audio/x-wav;base64,UklG" },
      { type: "input_audio", input_audio: { data: "UklG", format: "wav" } },
    ],
    [
      "a recording by address",
      { type: "audio", url: "https://x.y/a.mp3" },
      { type: "file", file: { file_data: "https://x.y/a.mp3" } },
    ],
    [
      "a document",
      { type: "file", data: "JVBE", mimeType: "application/pdf", metadata: { filename: "a.pdf" } },
      { type: "file", file: { file_data: "data:application/pdf;base64,JVBE", filename: "a.pdf" } },
    ],
    ["OpenAI's document", { type: "file", file: { file_id: "f1" } }, { type: "file", file: { file_id: "f1" } }],
    [
      "a film",
      { type: "video", data: "AAAA", mimeType: "video/mp4" },
      { type: "file", file: { file_data: "data:video/mp4;base64,AAAA" } },
    ],
    [
      "a dialect's own",
      { type: "non_standard", value: { type: "native", dialect: "anthropic", value: { type: "document" } } },
      { type: "native", dialect: "anthropic", value: { type: "document" } },
    ],
    ["a thought, which stands elsewhere", { type: "reasoning", reasoning: "hm" }, undefined],
  ])("%s", (_name, block, expected) => {
    expect(encodeContent([block as { type: string }], "content")).toEqual(expected === undefined ? [] : [expected]);
  });

  it.each<[string, object, RegExp]>([
    ["of no kind that is known", { type: "hologram" }, /content\[0\].*"hologram"/],
    ["with data that nobody named", { type: "image", data: PNG }, /content\[0\].*mimeType/],
    ["with nothing in it", { type: "image" }, /content\[0\].*none of/],
    ["of text without one", { type: "text" }, /content\[0\].*without a text/],
    ["that stands for no dialect", { type: "non_standard", value: { a: 1 } }, /content\[0\].*native/],
  ])("a block %s is refused, with its place", (_name, block, message) => {
    expect(() => encodeContent([block as { type: string }], "content")).toThrow(message);
  });

  it("that a model made can be sent back as it was", () => {
    const base64 = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("base64"));
    const part = fc.oneof(
      fc
        .record({ type: fc.constant("image_url"), data: base64 })
        .map(({ data }) => ({ type: "image_url" as const, image_url: { url: `data:image/webp;base64,${data}` } })),
      fc.webUrl().map((url) => ({ type: "image_url" as const, image_url: { url } })),
      fc
        .record({ data: base64, format: fc.constantFrom("wav", "mp3", "flac") })
        .map((input_audio) => ({ type: "input_audio" as const, input_audio })),
      base64.map((data) => ({
        type: "file" as const,
        file: { file_data: `data:application/pdf;base64,${data}`, filename: "a.pdf" },
      })),
      fc.string({ minLength: 1 }).map((file_id) => ({ type: "file" as const, file: { file_id } })),
      fc.string().map((value) => ({ type: "native" as const, dialect: "google", value })),
    );
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.array(part, { minLength: 1 }),
        fc.boolean(),
        (text, parts: ContentPart[], blocks) => {
          const content = decodeContent({ text, parts }, blocks);
          expect(encodeContent(content, "content")).toEqual([{ type: "text", text }, ...parts]);
        },
      ),
    );
  });
});
