import { describe, expect, it } from "vitest";
import { rulesFor } from "../../../src/dialects/anthropic/model-rules.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { anthropic as provider } from "../../../src/providers/anthropic.ts";

const user = (...content: object[]) => ({ role: "user", content });
const messages = [user({ type: "text", text: "hello" })];

function roundTrip(body: Record<string, unknown>, url?: string): unknown {
  const { request, model = "", stream } = anthropic.decodeRequest(body, url);
  return anthropic.encodeRequest(request, { model, provider, facts: {}, stream }).body;
}

describe("a body of the Messages API", () => {
  it("is read in words of ours", () => {
    const { request, model, stream } = anthropic.decodeRequest({
      model: "claude-opus-4-6",
      max_tokens: 100,
      stream: true,
      system: "Be brief.",
      messages: [
        user(
          { type: "tool_result", tool_use_id: "a", content: "one", is_error: true },
          { type: "text", text: "go on" },
        ),
      ],
      tools: [{ name: "f", input_schema: { type: "object" }, cache_control: { type: "ephemeral" } }],
      tool_choice: { type: "any", disable_parallel_tool_use: true },
      thinking: { type: "adaptive" },
      output_config: { effort: "low" },
      temperature: 1,
      stop_sequences: ["END"],
      metadata: { user_id: "u" },
    });
    expect({ model, stream }).toEqual({ model: "claude-opus-4-6", stream: true });
    expect(request).toEqual({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "tool", tool_call_id: "a", content: "one", is_error: true },
        { role: "user", content: [{ type: "text", text: "go on" }] },
      ],
      tools: [
        {
          type: "function",
          function: { name: "f", parameters: { type: "object" } },
          cache_control: { type: "ephemeral" },
        },
      ],
      tool_choice: "required",
      parallel_tool_calls: false,
      reasoning_effort: "low",
      max_tokens: 100,
      temperature: 1,
      stop: ["END"],
      user: "u",
    });
  });

  it.each([
    ["the place where it is to be computed", { inference_geo: "us" }],
    ["a budget in tokens", { thinking: { type: "enabled", budget_tokens: 1_500 } }],
    ["thinking beside effort", { thinking: { type: "disabled" }, output_config: { effort: "high" } }],
    [
      "a format beside what is new",
      {
        output_config: {
          format: { type: "json_schema", schema: { type: "object", additionalProperties: false } },
          task_budget: 1,
        },
      },
    ],
    ["an open schema", { output_config: { format: { type: "json_schema", schema: { type: "object" } } } }],
    [
      "what the API refuses",
      {
        temperature: 2,
        top_p: "x",
        stop_sequences: [" "],
        metadata: { a: 1 },
        tools: [{ name: "x", input_schema: true }, 7],
      },
    ],
    [
      "fields of its own",
      { container: "c", context_management: { edits: [] }, service_tier: "auto", cache_control: { type: "ephemeral" } },
    ],
    ["a choice without tools", { tool_choice: { type: "auto" } }],
    [
      "named and native tools",
      {
        tools: [{ type: "web_search_20260209", name: "web_search" }],
        tool_choice: { type: "tool", name: "web_search" },
      },
    ],
    [
      "system blocks",
      {
        system: [
          { type: "text", text: "a", cache_control: { type: "ephemeral" } },
          { type: "text", text: "b" },
        ],
      },
    ],
  ])("with %s comes out as it went in", (_, more) => {
    const body = { model: "claude-opus-4-6", max_tokens: 4_000, messages, ...more };
    expect(roundTrip(body)).toEqual(body);
  });

  it("with any kind of block comes out as it went in", () => {
    const source = (type: string, more: object) => ({ type, ...more });
    const turns = [
      user(
        {
          type: "image",
          source: source("base64", { media_type: "image/png", data: "AA==" }),
          cache_control: { type: "ephemeral" },
        },
        { type: "image", source: source("url", { url: "https://a.example/b.png" }) },
        { type: "image", source: source("file", { file_id: "f" }) },
        { type: "document", source: source("base64", { media_type: "application/pdf", data: "AA==" }), title: "a.pdf" },
        {
          type: "document",
          source: source("text", { media_type: "text/plain", data: "hé" }),
          title: null,
          context: "c",
        },
        { type: "document", source: source("content", { content: [] }) },
        { type: "search_result", source: "s", title: "t", content: [] },
        { type: "text", text: "x", brand_new: 1 },
      ),
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature: "s" },
          { type: "text", text: "a", citations: [{ type: "char_location" }] },
          { type: "redacted_thinking", data: "d" },
          { type: "tool_use", id: "t", name: "f", input: { a: 1 }, caller: { type: "direct" } },
          { type: "server_tool_use", id: "s", name: "web_search", input: {} },
          { type: "text", text: "b" },
        ],
      },
      user({ type: "tool_result", tool_use_id: "t" }),
      { role: "assistant", content: "prefilled" },
    ];
    const body = { model: "claude-opus-4-6", max_tokens: 10, messages: turns };
    expect(roundTrip(body)).toEqual(body);
  });

  it.each([
    [
      "https://b.example/model/us.anthropic.claude-3-5-sonnet-20240620-v1%3A0/invoke",
      "us.anthropic.claude-3-5-sonnet-20240620-v1:0",
      false,
    ],
    [
      "https://b.example/model/anthropic.claude-opus-4-6/invoke-with-response-stream",
      "anthropic.claude-opus-4-6",
      true,
    ],
    ["https://v.example/v1/publishers/anthropic/models/claude-opus-4-6@1:streamRawPredict", "claude-opus-4-6@1", true],
  ])("in the form of a cloud names its model in the address %s", (url, model, stream) => {
    const body = { anthropic_version: "bedrock-2023-05-31", max_tokens: 10, messages };
    expect(anthropic.decodeRequest(body, url)).toMatchObject({ model, stream });
    expect(roundTrip(body, url)).toEqual(body);
  });

  it.each([
    [null, "body"],
    [{ messages: "x" }, "messages"],
    [{ messages: [1] }, "messages[0]"],
    [{ messages: [{ role: "robot", content: "x" }] }, "messages[0].role"],
    [{ messages: [{ role: "user" }] }, "messages[0].content"],
    [{ messages: [{ role: "assistant", content: [1] }] }, "messages[0].content[0]"],
    [{ messages: [user({ type: "tool_result" })] }, "messages[0].content[0].tool_use_id"],
    [{ messages, system: 7 }, "system"],
  ])("that is %j is refused, naming the field", (body, field) => {
    expect(() => anthropic.decodeRequest(body)).toThrow(
      expect.objectContaining({ code: "invalid_request", fault: "request", field }),
    );
  });
});

describe("the rules of a model", () => {
  it.each([
    ["claude-3-haiku-20240307", "none", true],
    ["claude-3-7-sonnet-20250219", "budget", true],
    ["claude-sonnet-4-20250514", "budget", true],
    ["anthropic/claude-opus-4.1", "budget", true],
    ["claude-haiku-4-5-20251001", "budget", true],
    ["eu.anthropic.claude-sonnet-4-6-v1:0", "adaptive", true],
    ["claude-opus-4-7", "adaptive", false],
    ["claude-mythos-preview", "adaptive", false],
    ["claude-opus-9-9", "adaptive", false],
    ["kimi-k2", "budget", true],
  ])("%s: thinking %s, sampling %s", (model, thinking, takesSampling) => {
    expect(rulesFor(model, {})).toMatchObject({ thinking, takesSampling });
  });
});
