import { describe, expect, test } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import { readEvents, readReply } from "./support/read-answer.ts";
import { contextOf } from "./support/recordings.ts";
import { smallEvents, smallResponse } from "./support/small-stream.ts";

const whole = contextOf(false);
const streamed = contextOf(true);

function decoded(fields: Record<string, unknown>) {
  return openaiResponses.decodeReply({ ...smallResponse, ...fields }, whole);
}

function read(events: readonly Record<string, unknown>[]) {
  return readEvents(
    events.map((event) => ({ data: JSON.stringify(event) })),
    streamed,
  );
}

describe("an answer", () => {
  test("has text, calls, thoughts, sources, finish reason and who served it", () => {
    const { id, modelServed, choices } = decoded({});
    expect([id, modelServed]).toEqual(["resp_1", "gpt-5-2025-08-07"]);
    expect(choices).toMatchObject([
      {
        content: "Grüße 🌍",
        reasoning: "Look it up.",
        toolCalls: [{ id: "call_1", function: { name: "weather", arguments: '{"city":"Köln"}' } }],
        finishReason: "tool_calls",
        finishReasonRaw: "completed",
        annotations: [{ url: "https://a.example" }],
      },
    ]);
  });

  test("tells its usage in disjoint parts, searches and the tier", () => {
    expect(decoded({}).usage).toMatchObject({
      input: 30,
      cacheRead: 60,
      cacheWrite: 10,
      output: 30,
      reasoning: 20,
      totalInput: 100,
      totalOutput: 50,
      webSearches: 1,
      serviceTier: "flex",
    });
  });

  test("streams in as the same answer", () => {
    expect(read(smallEvents)).toEqual(readReply(decoded({})));
  });

  test("goes back as the items it came as, thought and search and all", () => {
    const message = decoded({}).choices[0]?.message;
    if (message === undefined) throw new Error("no message");
    const { body, adaptations } = openaiResponses.encodeRequest({ messages: [message] }, whole);
    const [thought, search, said, call] = smallResponse.output;
    const text = { type: "output_text", text: "Grüße 🌍", annotations: [] };
    expect(body.input).toEqual([thought, search, { ...said, content: [text] }, call]);
    expect(adaptations).toEqual([]);
  });

  test("with a message that says nothing keeps its words with the one that says them", () => {
    const message = (id: string, content: unknown[]) => ({ type: "message", id, role: "assistant", content });
    const text = { type: "output_text", text: "Hi", annotations: [] };
    const output = [message("msg_1", []), message("msg_2", [text])];
    const reply = decoded({ output }).choices[0]?.message;
    if (reply === undefined) throw new Error("no message");
    expect(reply.content).toBe("Hi");
    expect(openaiResponses.encodeRequest({ messages: [reply] }, whole).body.input).toEqual(output);
  });

  test("without thoughts is a message anybody understands", () => {
    const output = smallResponse.output.slice(2);
    expect(decoded({ output }).choices[0]?.message).toEqual({
      role: "assistant",
      content: "Grüße 🌍",
      tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Köln"}' } }],
    });
  });

  test("that its provider does not keep brings thoughts back by their encrypted text alone", () => {
    const bare = { id: "rs_1", type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] };
    const message = decoded({ store: false, output: [bare] }).choices[0]?.message;
    if (message === undefined) throw new Error("no message");
    const { body, adaptations } = openaiResponses.encodeRequest({ messages: [message] }, whole);
    expect(body.input).toBeUndefined();
    expect(adaptations).toMatchObject([{ field: "messages[0].reasoning_details" }]);
  });

  test.each([
    [{ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } }, "length", "max_output_tokens"],
    [{ status: "incomplete", incomplete_details: { reason: "content_filter" } }, "content_filter", "content_filter"],
    [{ status: "cancelled" }, "other", "cancelled"],
    [{ status: "completed", output: [] }, "stop", "completed"],
    [{ output: [{ type: "mcp_approval_request", id: "mcpr_1" }] }, "other", "mcp_approval_request"],
    [{ output: [{ type: "shell_call" }, { type: "shell_call_output" }] }, "stop", "completed"],
  ])("of %j ends with %s", (fields, reason, raw) => {
    expect(decoded(fields).choices[0]).toMatchObject({ finishReason: reason, finishReasonRaw: raw });
  });

  test("that refuses says so beside its content", () => {
    const output = [{ type: "message", role: "assistant", content: [{ type: "refusal", refusal: "No." }] }];
    const choice = decoded({ output }).choices[0];
    expect(choice?.message).toEqual({ role: "assistant", content: null, refusal: "No." });
    expect(choice?.content).toBe("");
  });

  test("of a custom tool is a call whose text stands in JSON, and goes back as text", () => {
    const item = { type: "custom_tool_call", call_id: "call_9", name: "sql", input: 'SELECT "a"\n' };
    const message = decoded({ output: [item] }).choices[0]?.message;
    expect(message?.tool_calls?.[0]?.function.arguments).toBe(JSON.stringify({ input: item.input }));
    const answer = { role: "tool" as const, tool_call_id: "call_9", content: "1 row" };
    const { body } = openaiResponses.encodeRequest({ messages: message === undefined ? [] : [message, answer] }, whole);
    expect(body.input).toEqual([item, { type: "custom_tool_call_output", call_id: "call_9", output: "1 row" }]);
  });

  test("with an image has it among its parts, and gives it back to the item it came from", () => {
    const item = { type: "image_generation_call", id: "ig_1", status: "completed", result: "iVBORw0KGgo=" };
    const message = decoded({ output: [item] }).choices[0]?.message;
    expect(message?.content).toEqual([
      { type: "image_url", image_url: { url: `data:image/png;base64,${item.result}` } },
    ]);
    const { body } = openaiResponses.encodeRequest({ messages: message === undefined ? [] : [message] }, whole);
    expect(body.input).toEqual([item]);
  });

  test("has the cost its provider tells, in dollars", () => {
    const { usage } = smallResponse;
    expect(decoded({ usage: { ...usage, cost_in_usd_ticks: 7_909_000 } }).usage?.reportedCost).toBe("0.0007909");
    expect(decoded({ usage: { ...usage, cost_in_usd_ticks: 20_000_000_000 } }).usage?.reportedCost).toBe("2");
    expect(decoded({ usage: { ...usage, cost: 0.025265 } }).usage?.reportedCost).toBe("0.025265");
  });

  test("that tells thoughts beside the output counts them once more", () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 5,
      total_tokens: 22,
      output_tokens_details: { reasoning_tokens: 7 },
    };
    expect(decoded({ usage }).usage).toMatchObject({ output: 5, reasoning: 7, totalOutput: 12 });
    expect(decoded({ usage }).usage?.suspect).toBeUndefined();
  });

  test.each([null, "text", [], {}, { output: null }, { error: null, output: "x" }])("is not %j", (body) => {
    expect(() => openaiResponses.decodeReply(body, whole)).toThrow(CallError);
  });

  test("of nonsense never breaks the reader", () => {
    const odd = [null, 1, {}, { type: "message", content: [null, 3, { type: "output_text", text: 5 }] }];
    const output = [...odd, { type: "reasoning", summary: "x" }, { type: "function_call", name: null, arguments: 4 }];
    const { choices } = decoded({ output, usage: { input_tokens: "many" }, id: 5, model: null });
    expect(choices[0]).toMatchObject({
      content: "",
      toolCalls: [{ id: "call_0", function: { name: "", arguments: "" } }],
    });
  });

  test("that failed is its provider's error", () => {
    const error = { code: "rate_limit_exceeded", message: "slow down" };
    expect(() => decoded({ status: "failed", error })).toThrow(expect.objectContaining({ code: "rate_limited" }));
    expect(() => decoded({ status: "failed", error: null })).toThrow(CallError);
  });
});

describe("a stream", () => {
  test("without deltas brings everything at the end of its items, once", () => {
    const ends = smallEvents.filter(
      ({ type }) => !String(type).includes("delta") && !String(type).includes("annotation"),
    );
    expect(read(ends)).toEqual(readReply(decoded({})));
  });

  test("of nothing but its last event brings everything then", () => {
    expect(read(smallEvents.slice(-1))).toEqual(readReply(decoded({})));
  });

  test("whose last event holds no output has said everything before", () => {
    const events = smallEvents.with(-1, { type: "response.completed", response: { ...smallResponse, output: [] } });
    expect(read(events)).toEqual(readReply(decoded({})));
  });

  test("whose items come without places is read in the order they come", () => {
    expect(read(smallEvents.map(({ output_index, ...event }) => event))).toEqual(readReply(decoded({})));
  });

  test("has not ended before its last event", () => {
    expect(read(smallEvents.slice(0, -1)).ended).toBe(false);
    expect(read([...smallEvents.slice(0, -1), { type: "response.incomplete", response: {} }]).ended).toBe(true);
  });

  test("pieces a custom tool's text together as JSON", () => {
    const item = { type: "custom_tool_call", call_id: "call_9", name: "sql", input: 'a"b\n' };
    const { judgement } = read([
      { type: "response.output_item.added", output_index: 0, item: { ...item, input: "" } },
      { type: "response.custom_tool_call_input.delta", output_index: 0, delta: 'a"' },
      { type: "response.custom_tool_call_input.delta", output_index: 0, delta: "b\n" },
      { type: "response.output_item.done", output_index: 0, item },
      { type: "response.completed", response: {} },
    ]);
    expect(judgement.toolCalls).toEqual([{ id: "call_9", name: "sql", arguments: { input: item.input } }]);
  });

  test.each([
    { type: "error", code: "server_error", message: "sorry", param: null },
    { type: "error", error: { type: "server_error", code: "server_error", message: "sorry" } },
    { type: "response.failed", response: { error: { code: "server_error", message: "sorry" } } },
    { error: { code: "server_error", message: "sorry" } },
  ])("with %j is that error", (event) => {
    expect(() => read([event])).toThrow(expect.objectContaining({ code: "server_error", retryable: true }));
  });

  test("that is no JSON is a malformed answer", () => {
    const decoder = openaiResponses.createStreamDecoder(streamed);
    expect(() => decoder.push({ data: "{oops" })).toThrow(expect.objectContaining({ code: "malformed_answer" }));
  });

  test.each([
    null,
    3,
    [],
    {},
    { type: 5 },
    { type: "response.output_text.delta" },
    { type: "response.output_item.done" },
  ])("passes over %j", (event) => {
    const decoder = openaiResponses.createStreamDecoder(streamed);
    expect(decoder.push({ data: JSON.stringify(event) })).toBeUndefined();
    expect(decoder.push({ data: "[DONE]" })).toBeUndefined();
    expect(decoder.ended).toBe(false);
  });
});
