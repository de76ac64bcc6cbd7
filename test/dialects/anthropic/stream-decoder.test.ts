import { describe, expect, it } from "vitest";
import type { ChatChunk } from "../../../src/chat.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { citation, content, context, decode, found, search, usage } from "../../support/anthropic-answer.ts";

describe("a stream", () => {
  const start = {
    type: "message_start",
    message: { id: "msg_1", model: "m", content: [], usage: { ...usage, output_tokens: 1 } },
  };
  const block = (index: number, first: object, ...deltas: object[]) => [
    { type: "content_block_start", index, content_block: first },
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ];
  const end = [
    {
      type: "message_delta",
      delta: { stop_reason: "tool_use", stop_sequence: null },
      usage: { output_tokens: 20, input_tokens: null },
    },
    { type: "message_stop" },
  ];

  function read(events: readonly object[]) {
    const decoder = anthropic.createStreamDecoder(context);
    const chunks = events.flatMap(
      (event): ChatChunk | ChatChunk[] => decoder.push({ data: JSON.stringify(event) }) ?? [],
    );
    return { decoder, chunks };
  }

  it("brings the pieces of what the whole reply says", () => {
    const { decoder, chunks } = read([
      start,
      { type: "ping" },
      ...block(
        0,
        { type: "thinking", thinking: "", signature: "" },
        { type: "thinking_delta", thinking: "h" },
        { type: "thinking_delta", thinking: "m" },
        { type: "signature_delta", signature: "s1" },
      ),
      ...block(1, { type: "redacted_thinking", data: "d1" }),
      ...block(
        2,
        { ...search, input: {} },
        { type: "input_json_delta", partial_json: '{"query":' },
        { type: "input_json_delta", partial_json: '"q"}' },
      ),
      ...block(3, found),
      ...block(4, { type: "text", text: "" }, { type: "text_delta", text: "so " }),
      ...block(
        5,
        { type: "text", text: "" },
        { type: "citations_delta", citation },
        { type: "text_delta", text: "it is" },
      ),
      ...block(
        6,
        { type: "tool_use", id: "t1", name: "f", input: {} },
        { type: "input_json_delta", partial_json: '{"a":[1]}' },
      ),
      { type: "brand_new_event", index: 3 },
      ...end,
    ]);
    const whole = decode({ id: "msg_1", model: "m", content, stop_reason: "tool_use", usage });
    const [choice] = whole.choices;
    expect(chunks[0]).toEqual({ id: "msg_1", modelServed: "m" });
    expect(chunks.map((chunk) => chunk.content ?? "").join("")).toBe(choice?.content);
    expect(chunks.map((chunk) => chunk.reasoning ?? "").join("")).toBe(choice?.reasoning);
    expect(chunks.flatMap((chunk) => chunk.reasoningDetails ?? [])).toEqual(choice?.message.reasoning_details);
    expect(chunks.flatMap((chunk) => chunk.annotations ?? [])).toEqual(choice?.annotations);
    expect(chunks.flatMap((chunk) => chunk.toolCalls ?? [])).toEqual([
      { index: 0, id: "t1", name: "f" },
      { index: 0, arguments: '{"a":[1]}' },
    ]);
    expect(decoder.ended).toBe(true);
    expect(decoder.finish()).toEqual({
      id: "msg_1",
      modelServed: "m",
      finishReason: "tool_calls",
      finishReasonRaw: "tool_use",
      usage: whole.usage,
    });
  });

  it("gives a call without arguments an empty object, and one whose input came at its start that input", () => {
    const { chunks } = read([
      start,
      ...block(0, { type: "tool_use", id: "a", name: "f", input: {} }, { type: "input_json_delta", partial_json: "" }),
      ...block(1, { type: "tool_use", id: "b", name: "g", input: { x: 1 } }),
    ]);
    const texts = chunks.flatMap((chunk) => chunk.toolCalls ?? []).filter((call) => call.arguments !== undefined);
    expect(texts).toEqual([
      { index: 0, arguments: "{}" },
      { index: 1, arguments: '{"x":1}' },
    ]);
  });

  it("names who called a tool where that is not the model itself, and of which toolset it is", () => {
    const caller = { type: "code_execution_20250825", tool_id: "srvtoolu_1" };
    const byCode = { type: "tool_use", id: "a", name: "f", input: { x: 1 }, caller };
    const ofSet = {
      type: "tool_use",
      id: "b",
      name: "g",
      input: {},
      caller: { type: "direct" },
      toolset_name: "browser",
    };
    const { chunks } = read([start, ...block(0, byCode), ...block(1, ofSet)]);
    const firsts = chunks.flatMap((chunk) => chunk.toolCalls ?? []).filter(({ id }) => id !== undefined);
    expect(firsts).toEqual([
      { index: 0, id: "a", name: "f", caller },
      { index: 1, id: "b", name: "g", toolset_name: "browser" },
    ]);
    const whole = decode({ content: [byCode, ofSet], stop_reason: "tool_use", usage }).choices[0]?.toolCalls;
    expect(whole).toEqual([
      { id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' }, caller },
      { id: "b", type: "function", function: { name: "g", arguments: "{}" }, toolset_name: "browser" },
    ]);
    const sent = anthropic.encodeRequest(
      { messages: [{ role: "assistant", content: null, tool_calls: whole ?? [] }] },
      { ...context, model: "claude-opus-4-6" },
    );
    const { caller: _, ...kept } = ofSet;
    expect(sent.body.messages).toEqual([{ role: "assistant", content: [byCode, kept] }]);
  });

  it("tells where it was computed, unless the model does not", () => {
    const geoOf = (inference_geo: unknown) => {
      const told = { ...start, message: { ...start.message, usage: { ...usage, inference_geo } } };
      const { decoder } = read([told, ...end]);
      const whole = decode({ content: [], stop_reason: "end_turn", usage: { ...usage, inference_geo } });
      expect(decoder.finish().usage?.inferenceGeo).toBe(whole.usage?.inferenceGeo);
      return whole.usage?.inferenceGeo;
    };
    expect(geoOf("us")).toBe("us");
    expect(geoOf("global")).toBe("global");
    for (const none of ["not_available", null, undefined, 7, ""]) expect(geoOf(none)).toBeUndefined();
  });

  it("reads blocks that stand in its first event", () => {
    const message = { ...start.message, stop_reason: "tool_use", content: [{ type: "text", text: "so" }, content[6]] };
    const { chunks, decoder } = read([{ type: "message_start", message }, { type: "message_stop" }]);
    expect(chunks[0]).toMatchObject({
      content: "so",
      toolCalls: [
        { index: 0, id: "t1", name: "f" },
        { index: 0, arguments: '{"a":[1]}' },
      ],
    });
    expect(decoder.finish().finishReason).toBe("tool_calls");
  });

  it("has not ended before message_stop", () => {
    const { decoder } = read([
      start,
      ...block(0, { type: "text", text: "" }, { type: "text_delta", text: "so" }),
      ...end.slice(0, 1),
    ]);
    expect(decoder.ended).toBe(false);
  });

  it("fails by an error event as by an error, and by what is no event", () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    expect(() => read([start, error])).toThrow(expect.objectContaining({ code: "overloaded", retryable: true }));
    const decoder = anthropic.createStreamDecoder(context);
    const bare = JSON.stringify({ error: { type: "api_error", message: "x" } });
    expect(() => decoder.push({ event: "error", data: bare })).toThrow(expect.objectContaining({ name: "CallError" }));
    for (const data of ["{", "null", "[]", '"x"']) {
      expect(() => decoder.push({ data })).toThrow(expect.objectContaining({ code: "malformed_answer" }));
    }
  });

  it("of wrong types is read as far as it goes", () => {
    const odd = [
      { type: "content_block_delta", index: 9, delta: { type: "text_delta", text: "x" } },
      { type: "content_block_delta", index: 9 },
      { type: "content_block_stop" },
      { type: "message_delta" },
      { type: "message_delta", delta: 1, usage: 2 },
      ...block(0, { type: "text" }, { type: "text_delta", text: null }, { type: "citations_delta" }),
    ];
    expect(read(odd).chunks).toEqual([]);
  });
});
