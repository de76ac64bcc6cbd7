import { describe, expect, it } from "vitest";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { anthropic as provider } from "../../../src/providers/anthropic.ts";
import { encode, lookUp, refusal } from "../../support/encode-for-anthropic.ts";

describe("tools", () => {
  it("become Anthropic's, native ones as they are", () => {
    const search = { type: "web_search_20260209", name: "web_search" };
    const tools = [
      { ...lookUp, cache_control: { type: "ephemeral" } },
      { type: "function", function: { name: "bare", description: "d", strict: true } },
      { type: "native", dialect: "anthropic", value: search },
    ] as const;
    expect(encode({ tools }).body.tools).toEqual([
      { name: "look_up", input_schema: { type: "object", properties: {} }, cache_control: { type: "ephemeral" } },
      { name: "bare", description: "d", input_schema: { type: "object", properties: {} }, strict: true },
      search,
    ]);
    expect(encode({ tools }, "claude-opus-4-1").adapted).toEqual(["tools[1].function.strict"]);
  });

  it.each([
    ["auto", undefined, { type: "auto" }],
    ["none", undefined, { type: "none" }],
    ["required", false, { type: "any", disable_parallel_tool_use: true }],
    [{ type: "function", function: { name: "look_up" } }, undefined, { type: "tool", name: "look_up" }],
    [undefined, false, { type: "auto", disable_parallel_tool_use: true }],
    [undefined, true, undefined],
  ] as const)("are chosen by %j with parallel calls %j", (choice, parallel, expected) => {
    const { body } = encode({
      tools: [lookUp],
      ...(choice === undefined ? {} : { tool_choice: choice }),
      ...(parallel === undefined ? {} : { parallel_tool_calls: parallel }),
    });
    expect(body.tool_choice).toEqual(expected);
  });

  it("are narrowed to the allowed ones, and not forced on a model that refuses it", () => {
    const other = { type: "function", function: { name: "other" } } as const;
    const allowed = { mode: "required", tools: [{ type: "function", function: { name: "other" } }] } as const;
    const { body, adapted } = encode({
      tools: [lookUp, other],
      tool_choice: { type: "allowed_tools", allowed_tools: { mode: allowed.mode, tools: [...allowed.tools] } },
    });
    expect(body).toMatchObject({ tools: [{ name: "other" }], tool_choice: { type: "any" } });
    expect(adapted).toEqual(["tools[0]"]);
    expect(() => encode({ tools: [lookUp], tool_choice: "required" }, "claude-opus-5-5")).toThrow(
      refusal("tool_choice"),
    );
  });
});

describe("a response format", () => {
  const schema = { type: "object", properties: { a: { type: "integer", minimum: 1 } }, required: ["a"] };
  const format = { type: "json_schema", json_schema: { name: "answer", schema } } as const;

  it("is a schema of Anthropic's, closed, its limits told in words", () => {
    const { body, adapted } = encode({ response_format: format, reasoning_effort: "low" }, "claude-opus-4-6");
    expect(body.output_config).toEqual({
      effort: "low",
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          properties: { a: { type: "integer", description: "minimum: 1" } },
          required: ["a"],
          additionalProperties: false,
        },
      },
    });
    expect(adapted).toEqual(["response_format.json_schema.schema"]);
    expect(schema).not.toHaveProperty("additionalProperties");
  });

  it("is a tool the model must call where it knows no schemas, and an answer when it comes back", () => {
    const { body, adapted } = encode({ response_format: format }, "claude-opus-4-1");
    const [tool] = body.tools as { name: string }[];
    expect(body.tool_choice).toEqual({ type: "tool", name: tool?.name });
    expect(adapted).toEqual(["response_format"]);
    const block = { type: "tool_use", id: "t", name: tool?.name, input: { a: 1 } };
    const answer = { type: "message", content: [block], stop_reason: "tool_use" };
    const context = { model: "m", provider, facts: {}, stream: false };
    expect(anthropic.decodeReply(answer, context).choices[0]).toMatchObject({
      content: '{"a":1}',
      toolCalls: [],
      finishReason: "stop",
    });
    const decoder = anthropic.createStreamDecoder(context);
    const events = [
      { type: "content_block_start", index: 0, content_block: { ...block, input: {} } },
      { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '{"a":1}' } },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "tool_use" } },
    ];
    expect(events.map((event) => decoder.push({ data: JSON.stringify(event) })?.content ?? "").join("")).toBe(
      '{"a":1}',
    );
    expect(decoder.finish().finishReason).toBe("stop");
  });

  it("without a schema is asked for in words, and plain text not at all", () => {
    expect(encode({ response_format: { type: "json_object" } })).toMatchObject({
      adapted: ["response_format"],
      body: { system: expect.stringContaining("JSON") },
    });
    expect(encode({ response_format: { type: "text" } })).toMatchObject({ adapted: [] });
  });
});
