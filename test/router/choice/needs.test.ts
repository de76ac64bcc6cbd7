import { describe, expect, it } from "vitest";
import type { ChatRequest, ContentPart } from "../../../src/chat.ts";
import { needsOf } from "../../../src/router/choice/needs.ts";

const TOOL = { type: "function", function: { name: "look" } } as const;
const HELLO: ChatRequest = { messages: [{ role: "user", content: "Hello" }] };

function withPart(part: ContentPart): ChatRequest {
  return {
    messages: [
      { role: "system", content: "Look." },
      { role: "user", content: [{ type: "text", text: "?" }, part] },
    ],
  };
}

describe("what a request needs", () => {
  it.each<[string, ChatRequest, string[]]>([
    ["plain text", HELLO, []],
    ["tools", { ...HELLO, tools: [TOOL] }, ["tools"]],
    ["tools it must call", { ...HELLO, tools: [TOOL], tool_choice: "required" }, ["tools"]],
    ["tools it may not call", { ...HELLO, tools: [TOOL], tool_choice: "none" }, []],
    ["no tools", { ...HELLO, tools: [] }, []],
    [
      "a tool its provider runs",
      { ...HELLO, tools: [{ type: "native", dialect: "anthropic", value: { type: "web_search_20250305" } }] },
      [],
    ],
    ["several calls at a time", { ...HELLO, tools: [TOOL], parallel_tool_calls: true }, ["tools"]],
    ["an object", { ...HELLO, response_format: { type: "json_object" } }, ["jsonMode"]],
    ["text", { ...HELLO, response_format: { type: "text" } }, []],
    [
      "a schema and tools",
      { ...HELLO, tools: [TOOL], response_format: { type: "json_schema", json_schema: { name: "a" } } },
      ["tools", "jsonSchema"],
    ],
    ["an effort of thinking", { ...HELLO, reasoning_effort: "high" }, []],
    ["a spoken answer", { ...HELLO, modalities: ["text", "audio"] }, ["audio"]],
    ["an image", withPart({ type: "image_url", image_url: { url: "https://a.example/b.png" } }), ["vision"]],
    ["a recording", withPart({ type: "input_audio", input_audio: { data: "AA", format: "wav" } }), ["audio"]],
    ["a PDF by its type", withPart({ type: "file", file: { file_data: "data:application/pdf;base64,AA" } }), ["pdf"]],
    ["a PDF by its name", withPart({ type: "file", file: { file_data: "AA", filename: "A.PDF" } }), ["pdf"]],
    ["a PDF by its address", withPart({ type: "file", file: { file_data: "https://a.example/b.pdf?c=1" } }), ["pdf"]],
    [
      "a text file",
      withPart({ type: "file", file: { file_data: "data:text/plain;base64,AA", filename: "a.pdf" } }),
      [],
    ],
    ["an image as a file", withPart({ type: "file", file: { file_data: "data:image/png;base64,AA" } }), ["vision"]],
    ["a film as a file", withPart({ type: "file", file: { file_data: "data:video/mp4;base64,AA" } }), ["videoInput"]],
    ["a file uploaded before", withPart({ type: "file", file: { file_id: "file-1" } }), []],
  ])("with %s", (_what, request, needs) => {
    expect(needsOf(request)).toEqual(needs);
  });

  it("counts what a tool showed as well", () => {
    const image = { type: "image_url", image_url: { url: "data:image/png;base64,AA" } } as const;
    const request: ChatRequest = { messages: [{ role: "tool", tool_call_id: "1", content: [image] }] };
    expect(needsOf(request)).toEqual(["vision"]);
  });

  it("is the same frozen list for requests that need the same", () => {
    const needs = needsOf({ ...HELLO, tools: [TOOL] });
    expect(needsOf({ messages: [], tools: [TOOL] })).toBe(needs);
    expect(Object.isFrozen(needs)).toBe(true);
  });
});
