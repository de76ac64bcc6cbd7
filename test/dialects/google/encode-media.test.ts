import { describe, expect, test } from "vitest";
import type { ChatRequest, ContentPart } from "../../../src/chat.ts";
import { vertex } from "./support/contexts.ts";
import { encode, withPart } from "./support/encode.ts";

const picture = "data:image/png;base64,iVBORw0KGgo=";

describe("media", () => {
  test("in data: URLs goes inline", () => {
    expect(withPart({ type: "image_url", image_url: { url: picture } })).toEqual({
      inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" },
    });
    expect(withPart({ type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } })).toEqual({
      inlineData: { mimeType: "audio/mpeg", data: "AAAA" },
    });
    expect(withPart({ type: "file", file: { file_data: "data:text/plain,a%20b" } })).toEqual({
      inlineData: { mimeType: "text/plain", data: "YSBi" },
    });
  });

  test("at an address is fetched by Google where it does that", () => {
    const url = "https://example.com/a.png?x=1";
    const fileData = { mimeType: "image/png", fileUri: url };
    expect(withPart({ type: "image_url", image_url: { url } })).toEqual({ fileData });
    expect(withPart({ type: "image_url", image_url: { url } }, "gemini-2.0-flash", { provider: vertex })).toEqual({
      fileData,
    });
    expect(
      withPart({ type: "file", file: { file_id: "files/abc" }, mime_type: "video/mp4" }, "gemini-2.0-flash"),
    ).toEqual({
      fileData: { mimeType: "video/mp4", fileUri: "files/abc" },
    });
  });

  test.each([
    ["gemini-2.5-flash", "http://example.com/a.png", "data: URL"],
    ["gemini-2.0-flash", "https://example.com/a.png", "fetches no addresses"],
    ["gemini-2.5-flash", "file:///etc/passwd", "https:// addresses alone"],
    ["gemini-2.5-flash", "data:nothing", "no comma"],
  ])("for %s at %s is refused with what to do", (model, url, message) => {
    expect(() => withPart({ type: "image_url", image_url: { url } }, model)).toThrow(message);
  });

  test("of an unknown type is refused by Vertex AI alone, which must be told", () => {
    const part: ContentPart = { type: "image_url", image_url: { url: "https://example.com/a" } };
    expect(withPart(part)).toEqual({ fileData: { fileUri: "https://example.com/a" } });
    expect(() => withPart(part, undefined, { provider: vertex })).toThrow("mime_type");
  });

  test("is refused for a model that is known to take none", () => {
    const facts = { capabilities: { vision: false, audio: false, pdf: false } };
    const asked = { type: "image_url", image_url: { url: picture } } as const;
    expect(() => withPart(asked, "gemma-3-1b", { facts })).toThrow(
      "messages[0].content[0]: gemma-3-1b takes no images",
    );
  });

  test("in a tool's result goes inside it from Gemini 3 on, and after it before", () => {
    const messages: ChatRequest["messages"] = [
      { role: "assistant", tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{}" } }] },
      {
        role: "tool",
        tool_call_id: "a",
        content: [
          { type: "text", text: "see" },
          { type: "image_url", image_url: { url: picture } },
        ],
      },
    ];
    const blob = { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } };
    const result = { id: "a", name: "f", response: { output: "see" } };
    const parts = (model: string) => encode({ messages }, model).turns[1]?.parts;
    expect(parts("gemini-3-flash")).toEqual([{ functionResponse: { ...result, parts: [blob] } }]);
    expect(parts("gemini-2.5-flash")).toEqual([{ functionResponse: result }, blob]);
    expect(encode({ messages }, "gemini-2.5-flash").fields).toEqual(["messages[1].content"]);
  });
});
