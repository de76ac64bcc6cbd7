import { describe, expect, it } from "vitest";
import { decodeConverse } from "../../../src/backends/bedrock/decode-reply.ts";
import { createConverseDecoder } from "../../../src/backends/bedrock/decode-stream.ts";

const SERVER_CALL = {
  toolUse: { toolUseId: "t", name: "nova_code_interpreter", input: { snippet: "1" }, type: "server_tool_use" },
};

function answer(content: unknown[], more: object = {}) {
  return { output: { message: { role: "assistant", content } }, stopReason: "end_turn", ...more };
}

describe("an answer of Converse", () => {
  it("is read whole, with what its provider wants back", () => {
    const { choices, usage } = decodeConverse(
      answer(
        [
          { reasoningContent: { reasoningText: { text: "Hm.", signature: "s" } } },
          { reasoningContent: { redactedContent: new Uint8Array([1, 2]) } },
          { text: "I add." },
          SERVER_CALL,
          { toolUse: { toolUseId: "a", name: "add", input: { x: 1 } } },
        ],
        {
          stopReason: "tool_use",
          serviceTier: { type: "flex" },
          usage: {
            inputTokens: 3,
            outputTokens: 9,
            cacheReadInputTokens: 100,
            cacheWriteInputTokens: 50,
            cacheDetails: [
              { ttl: "1h", inputTokens: 20 },
              { ttl: "5m", inputTokens: 30 },
            ],
          },
        },
      ),
    );
    expect(usage).toMatchObject({
      input: 3,
      cacheRead: 100,
      cacheWrite: 30,
      cacheWrite1h: 20,
      totalInput: 153,
      output: 9,
      serviceTier: "flex",
    });
    expect(choices).toEqual([
      {
        index: 0,
        content: "I add.",
        reasoning: "Hm.",
        toolCalls: [{ id: "a", type: "function", function: { name: "add", arguments: '{"x":1}' } }],
        finishReason: "tool_calls",
        finishReasonRaw: "tool_use",
        annotations: [SERVER_CALL],
        message: {
          role: "assistant",
          content: [
            { type: "text", text: "I add." },
            { type: "native", dialect: "bedrock", value: SERVER_CALL },
          ],
          tool_calls: [{ id: "a", type: "function", function: { name: "add", arguments: '{"x":1}' } }],
          reasoning_details: [
            { type: "text", dialect: "bedrock", text: "Hm.", signature: "s" },
            { type: "encrypted", dialect: "bedrock", data: "AQI=" },
          ],
        },
      },
    ]);
  });

  it.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["guardrail_intervened", "content_filter"],
    ["content_filtered", "content_filter"],
    ["malformed_tool_use", "other"],
  ])("that ended with %s ended with %s", (stopReason, finishReason) => {
    expect(decodeConverse(answer([{ text: "" }], { stopReason })).choices[0]?.finishReason).toBe(finishReason);
  });

  it("is the arguments of the tool that was made to be called", () => {
    const call = { toolUse: { toolUseId: "a", name: "City", input: { city: "Paris" } } };
    const { choices } = decodeConverse(answer([call], { stopReason: "tool_use" }), "City");
    expect(choices[0]).toMatchObject({ content: '{"city":"Paris"}', toolCalls: [], finishReason: "stop" });
  });

  it("is an error where it is none, and never trips over wrong types", () => {
    for (const broken of [undefined, null, {}, { output: null }, { output: { message: "x" } }]) {
      expect(() => decodeConverse(broken)).toThrow(expect.objectContaining({ code: "malformed_answer" }));
    }
    const odd = [null, 1, { text: 5 }, { toolUse: null }, { toolUse: {} }, { reasoningContent: {} }];
    const { choices } = decodeConverse(answer(odd, { usage: "x", stopReason: 5 }));
    expect(choices[0]).toMatchObject({ content: "", toolCalls: [{ id: "", function: { name: "", arguments: "{}" } }] });
  });
});

describe("a stream of Converse", () => {
  const delta = (contentBlockIndex: number, piece: object) => ({
    contentBlockDelta: { contentBlockIndex, delta: piece },
  });
  const stop = (contentBlockIndex: number) => ({ contentBlockStop: { contentBlockIndex } });
  const start = (contentBlockIndex: number, toolUse: object) => ({
    contentBlockStart: { contentBlockIndex, start: { toolUse } },
  });

  it("brings text, thinking with its signature, and calls in their order", () => {
    const decoder = createConverseDecoder();
    const events = [
      { messageStart: { role: "assistant" } },
      delta(0, { reasoningContent: { text: "Hm" } }),
      delta(0, { reasoningContent: { signature: "s" } }),
      stop(0),
      delta(1, { text: "I add." }),
      stop(1),
      start(2, { toolUseId: "a", name: "add" }),
      delta(2, { toolUse: { input: '{"x"' } }),
      delta(2, { toolUse: { input: ":1}" } }),
      stop(2),
      start(3, { toolUseId: "b", name: "now" }),
      delta(3, { toolUse: { input: "" } }),
      stop(3),
    ];
    expect(events.flatMap((event) => decoder.push(event) ?? [])).toEqual([
      { reasoning: "Hm" },
      { reasoningDetails: [{ type: "text", dialect: "bedrock", text: "Hm", signature: "s" }] },
      { content: "I add." },
      { toolCalls: [{ index: 0, id: "a", name: "add" }] },
      { toolCalls: [{ index: 0, arguments: '{"x"' }] },
      { toolCalls: [{ index: 0, arguments: ":1}" }] },
      { toolCalls: [{ index: 1, id: "b", name: "now" }] },
      { toolCalls: [{ index: 1, arguments: "{}" }] },
    ]);
    expect(decoder.ended).toBe(false);
    decoder.push({ messageStop: { stopReason: "tool_use" } });
    decoder.push({ metadata: { usage: { inputTokens: 1, outputTokens: 2 } } });
    expect(decoder.ended).toBe(true);
    expect(decoder.finish()).toMatchObject({ finishReason: "tool_calls", usage: { totalInput: 1, totalOutput: 2 } });
  });

  it("tells what Bedrock did itself as annotations, and gives the forced tool's arguments as content", () => {
    const decoder = createConverseDecoder("City");
    const events = [
      start(0, { toolUseId: "t", name: "nova_code_interpreter", type: "server_tool_use" }),
      delta(0, { toolUse: { input: '{"snippet":"1"}' } }),
      stop(0),
      { contentBlockStart: { contentBlockIndex: 1, start: { toolResult: { toolUseId: "t" } } } },
      delta(1, { toolResult: [{ json: { out: "1" } }] }),
      stop(1),
      start(2, { toolUseId: "c", name: "City" }),
      delta(2, { toolUse: { input: '{"city":"Paris"}' } }),
      stop(2),
      { messageStop: { stopReason: "tool_use" } },
    ];
    expect(events.flatMap((event) => decoder.push(event) ?? [])).toEqual([
      { annotations: [SERVER_CALL] },
      { annotations: [{ toolResult: { toolUseId: "t", content: [{ json: { out: "1" } }] } }] },
      { content: '{"city":"Paris"}' },
    ]);
    expect(decoder.finish().finishReason).toBe("stop");
  });
});
