import { describe, expect, it } from "vitest";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { citation, content, context, decode, found, search, usage } from "../../support/anthropic-answer.ts";

describe("a reply", () => {
  it("tells text, thinking, calls, sources and usage", () => {
    const reply = decode({ id: "msg_1", model: "claude-opus-4-6", content, stop_reason: "tool_use", usage });
    expect(reply).toMatchObject({ id: "msg_1", modelServed: "claude-opus-4-6" });
    expect(reply.choices[0]).toEqual({
      index: 0,
      content: "so it is",
      reasoning: "hm",
      toolCalls: [{ id: "t1", type: "function", function: { name: "f", arguments: '{"a":[1]}' } }],
      finishReason: "tool_calls",
      finishReasonRaw: "tool_use",
      annotations: [search, found, citation],
      message: {
        role: "assistant",
        content: [
          { type: "text", text: "so " },
          { type: "text", text: "it is", citations: [citation] },
        ],
        tool_calls: [{ id: "t1", type: "function", function: { name: "f", arguments: '{"a":[1]}' } }],
        reasoning_details: [
          { type: "text", dialect: "anthropic", text: "hm", signature: "s1" },
          { type: "encrypted", dialect: "anthropic", data: "d1" },
          { type: "item", dialect: "anthropic", value: search },
          { type: "item", dialect: "anthropic", value: found },
        ],
      },
    });
    expect(reply.usage).toMatchObject({
      input: 10,
      cacheRead: 5,
      cacheWrite: 3,
      cacheWrite1h: 4,
      totalInput: 22,
      output: 12,
      reasoning: 8,
      totalOutput: 20,
      webSearches: 2,
      serviceTier: "priority",
    });
  });

  it("goes back with its blocks in the order they came", () => {
    const mixed = [
      content[0],
      search,
      content[4],
      found,
      content[6],
      { type: "thinking", thinking: "", signature: "s2" },
    ];
    const message = decode({ content: mixed }).choices[0]?.message;
    const hello = { role: "user", content: "hello" } as const;
    const { body } = anthropic.encodeRequest({ messages: [hello, message ?? hello] }, context);
    const [, turn] = body.messages as { content: object[] }[];
    expect(turn?.content).toEqual([
      content[0],
      search,
      { type: "text", text: "so " },
      found,
      { type: "tool_use", id: "t1", name: "f", input: { a: [1] } },
      { type: "thinking", thinking: "", signature: "s2" },
    ]);
  });

  it.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["refusal", "content_filter"],
    ["pause_turn", "other"],
    ["brand_new", "other"],
  ])("that ended by %s ended by %s in our words", (raw, reason) => {
    expect(decode({ stop_reason: raw }).choices[0]).toMatchObject({ finishReason: reason, finishReasonRaw: raw });
  });

  it("tells why the model refused", () => {
    const refused = decode({ stop_reason: "refusal", stop_details: { type: "refusal", explanation: "no" } });
    expect(refused.choices[0]?.message).toMatchObject({ content: "", refusal: "no" });
  });

  it("names the model that stood in, counts compaction, and keeps other models' tokens apart", () => {
    const round = (type: string, input: number, output: number, model?: string) => ({
      type,
      input_tokens: input,
      output_tokens: output,
      ...(model === undefined ? {} : { model }),
    });
    const told = {
      input_tokens: 412,
      output_tokens: 264,
      iterations: [
        round("message", 408, 0, "claude-fable-5"),
        round("compaction", 1_000, 50),
        round("advisor_message", 70, 30, "claude-opus-4-7"),
        round("fallback_message", 412, 264, "claude-opus-4-8"),
      ],
    };
    const reply = decode({ model: "claude-fable-5", usage: told });
    expect(reply.modelServed).toBe("claude-opus-4-8");
    expect(reply.usage).toMatchObject({ totalInput: 1_412, totalOutput: 314 });
    expect(reply.usage?.otherModels).toMatchObject([{ model: "claude-opus-4-7", usage: { input: 70, output: 30 } }]);
  });

  it.each([[null], ["text"], [[]], [{}], [{ content: "text" }]])("that is %j is malformed", (body) => {
    expect(() => anthropic.decodeReply(body, context)).toThrow(expect.objectContaining({ code: "malformed_answer" }));
  });

  it("of wrong types is read as far as it goes", () => {
    const odd = [null, 1, { type: "text", text: 1 }, { type: "tool_use" }, { type: "thinking" }, { type: 7 }];
    const reply = decode({
      id: 1,
      model: null,
      content: odd,
      stop_reason: 3,
      usage: { input_tokens: "x", cache_creation: 1, iterations: [null] },
    });
    expect(reply.choices[0]).toMatchObject({
      content: "",
      toolCalls: [{ id: "", function: { name: "", arguments: "{}" } }],
    });
    expect(reply.usage?.totalInput).toBe(0);
  });

  it("that is an error is thrown as what it is", () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    expect(() => anthropic.decodeReply(error, context)).toThrow(expect.objectContaining({ code: "overloaded" }));
    expect(anthropic.decodeError(error, 529)).toMatchObject({
      status: 529,
      type: "overloaded_error",
      message: "Overloaded",
    });
  });
});
