import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatChunk } from "../../../src/chat.ts";
import { anthropicServed, encodeModels } from "../../../src/dialects/anthropic/served.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { aCall, aReply, contextOf, lastChunk, recordedAnswers } from "../support/served.ts";

interface Told {
  type: string;
  index?: number;
  [field: string]: unknown;
}

/** The events of a stream, each once its framing is seen to be right. */
function events(chunks: readonly ChatChunk[], call = aCall({ stream: true })): Told[] {
  const encoder = anthropicServed.createStreamEncoder(call);
  const text = chunks.map((chunk) => encoder.push(chunk)).join("");
  return text
    .split("\n\n")
    .slice(0, -1)
    .map((event) => {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
      const told = JSON.parse(data ?? "") as Told;
      expect(told.type).toBe(name);
      return told;
    });
}

/** The blocks as their events tell them: `start 0 text`, `0 text_delta`, `stop 0`. */
function outline(chunks: readonly ChatChunk[]): string[] {
  return events(chunks).flatMap(({ type, index, content_block: block, delta }) => {
    if (type === "content_block_start") return [`start ${index} ${(block as Told).type}`];
    if (type === "content_block_delta") return [`${index} ${(delta as Told).type}`];
    return type === "content_block_stop" ? [`stop ${index}`] : [];
  });
}

const END = lastChunk({ finishReason: "stop" });
const wrong = (body: unknown) => () => anthropicServed.decodeRequest(body);
const messages = [{ role: "user", content: "Hello" }];

describe("a stream", () => {
  const all = withoutSharedData === undefined ? recordedAnswers() : [];

  test.skipIf(withoutSharedData !== undefined).each(all.filter(({ chunks }) => chunks !== undefined))(
    "of $name has a beginning, one block after the other, and an end",
    ({ chunks = [] }) => {
      const told = events(chunks);
      const types = told.map(({ type }) => type);
      expect(types[0]).toBe("message_start");
      expect(types.slice(-2)).toEqual(["message_delta", "message_stop"]);
      let next = 0;
      let isOpen = false;
      for (const { type, index } of told.slice(1, -2)) {
        expect(index).toBe(next);
        expect(isOpen).toBe(type !== "content_block_start");
        isOpen = type !== "content_block_stop";
        if (!isOpen) next++;
      }
      expect(isOpen).toBe(false);
    },
  );

  test("closes each block before the next, also where calls come in turns", () => {
    const chunks = [
      { content: "a" },
      { toolCalls: [{ index: 0, id: "x", name: "f", arguments: '{"a":' }] },
      { toolCalls: [{ index: 1, id: "y", name: "g", arguments: "{}" }], content: "b" },
      { toolCalls: [{ index: 0, arguments: "1}" }] },
      { content: "c" },
      END,
    ];
    expect(outline(chunks)).toEqual([
      ...["start 0 text", "0 text_delta", "stop 0"],
      ...["start 1 tool_use", "1 input_json_delta", "1 input_json_delta", "stop 1"],
      ...["start 2 text", "2 text_delta", "stop 2"],
      ...["start 3 tool_use", "3 input_json_delta", "stop 3"],
      ...["start 4 text", "4 text_delta", "stop 4"],
    ]);
  });

  test("tells signatures at the end of their thinking, and what nobody may read as a block of its own", () => {
    const chunks: ChatChunk[] = [
      { reasoning: "hm" },
      { reasoningDetails: [{ type: "text", dialect: "anthropic", text: "hm", signature: "s" }] },
      { reasoningDetails: [{ type: "encrypted", dialect: "anthropic", data: "d" }] },
      { reasoningDetails: [{ type: "text", dialect: "anthropic", text: "", signature: "t" }] },
      END,
    ];
    expect(outline(chunks)).toEqual([
      ...["start 0 thinking", "0 thinking_delta", "0 signature_delta", "stop 0"],
      ...["start 1 redacted_thinking", "stop 1"],
      ...["start 2 thinking", "2 signature_delta", "stop 2"],
    ]);
  });

  const cited = { type: "char_location", cited_text: "x", document_index: 0 };
  const page = { type: "url_citation", url_citation: { url: "https://example.com", title: "E" } };

  test("tells Anthropic's sources before their text, which is a block of its own", () => {
    expect(outline([{ content: "a" }, { annotations: [cited] }, { content: "b" }, END])).toEqual([
      ...["start 0 text", "0 text_delta", "stop 0"],
      ...["start 1 text", "1 citations_delta", "1 text_delta", "stop 1"],
    ]);
  });

  test("tells the sources of others after their text", () => {
    expect(outline([{ content: "a" }, { annotations: [page] }, END])).toEqual([
      ...["start 0 text", "0 text_delta", "0 citations_delta", "stop 0"],
    ]);
  });

  test("shows an image as Markdown does, and only the first of several answers", () => {
    const image = { type: "image_url", image_url: { url: "https://example.com/a.png" } } as const;
    const told = events([{ parts: [image] }, { index: 1, content: "another" }, END]);
    expect(JSON.stringify(told)).toContain("![image](https://example.com/a.png)");
    expect(JSON.stringify(told)).not.toContain("another");
  });

  test("with nothing in it is still a message", () => {
    const told = events([END]);
    expect(told.map(({ type }) => type)).toEqual(["message_start", "message_delta", "message_stop"]);
    expect(told[1]).toMatchObject({ delta: { stop_reason: "end_turn" }, usage: { input_tokens: 0, output_tokens: 0 } });
  });

  test("has no line end that was not written by it", () => {
    const hostile = "a\r\n\r\ndata: x\u2028\u2029\u0085\n\nevent: error";
    const encoder = anthropicServed.createStreamEncoder(aCall({ model: hostile, id: hostile }));
    const call = { index: 0, id: hostile, name: hostile, arguments: hostile };
    const chunks = [{ content: hostile }, { reasoning: hostile }, { toolCalls: [call] }, { refusal: hostile }, END];
    const text =
      chunks.map((chunk) => encoder.push(chunk)).join("") + encoder.fail({ status: 500, code: "x", message: hostile });
    expect(text).not.toMatch(/[\r\u0085\u2028\u2029]/);
    for (const line of text.split("\n")) expect(line).toMatch(/^(?:event: \w+|data: \{.*\}|)$/);
  });
});

describe("how an answer ended", () => {
  const said = { index: 0, message: { role: "assistant" as const, content: "a" }, content: "a", toolCalls: [] };
  const reply = (more: object, raw: unknown = {}) =>
    anthropicServed.encodeReply(aReply({ choices: [{ ...said, finishReason: "stop", ...more }] }, { raw }), aCall());

  test.each([
    [{ finishReason: "stop", finishReasonRaw: "stop" }, "end_turn"],
    [{ finishReason: "length", finishReasonRaw: "length" }, "max_tokens"],
    [{ finishReason: "length", finishReasonRaw: "model_context_window_exceeded" }, "model_context_window_exceeded"],
    [{ finishReason: "other", finishReasonRaw: "pause_turn" }, "pause_turn"],
    [{ finishReason: "other", finishReasonRaw: "eos?" }, "end_turn"],
    [{ finishReason: "tool_calls" }, "end_turn"],
    [{ finishReason: "stop", finishReasonRaw: "tool_use" }, "end_turn"],
  ])("%j is %s", (ending, reason) => {
    expect(reply(ending)).toMatchObject({ stop_reason: reason, stop_sequence: null, stop_details: null });
  });

  test("the words that ended it are told", () => {
    const ending = { finishReason: "stop", finishReasonRaw: "stop_sequence" };
    expect(reply(ending, { stop_sequence: "END" })).toMatchObject({ stop_sequence: "END" });
    const call = aCall({ request: { messages: [], stop: ["ONE"] } });
    const chunks = [{ content: "a" }, lastChunk({ finishReason: "stop", finishReasonRaw: "stop_sequence" })];
    expect(events(chunks, call)).toContainEqual(
      expect.objectContaining({
        delta: expect.objectContaining({ stop_reason: "stop_sequence", stop_sequence: "ONE" }),
      }),
    );
  });

  test("a refusal tells why", () => {
    const message = { role: "assistant", content: "", refusal: "no" };
    const refused = reply({ finishReason: "content_filter", message, content: "" });
    expect(refused).toMatchObject({ stop_reason: "refusal", stop_details: { explanation: "no" }, content: [] });
    const spoken = reply({ finishReason: "stop", message, content: "" });
    expect(spoken).toMatchObject({ stop_reason: "end_turn", content: [{ type: "text", text: "no" }] });
  });
});

describe("a request", () => {
  test.each([
    [{ messages }, "model"],
    [{ model: "m" }, "messages"],
    [{ model: "m", messages: [] }, "messages"],
    [{ model: "m", messages, stream: "yes" }, "stream"],
    ["text", "body"],
  ])("%j is refused, naming %s", (body, field) => {
    expect(wrong(body)).toThrow(expect.objectContaining({ code: "invalid_request", field }));
  });

  test("says whether it streams, and which model it asks", () => {
    const asked = anthropicServed.decodeRequest({ model: "m", messages, max_tokens: 5, stream: true });
    expect(asked).toEqual({
      request: { messages, max_tokens: 5 },
      model: "m",
      stream: true,
      includeUsage: true,
    });
  });

  function restored(content: unknown[]): AssistantMessage {
    const { request } = anthropicServed.decodeRequest({
      model: "m",
      messages: [...messages, { role: "assistant", content }],
    });
    return request.messages[1] as AssistantMessage;
  }

  test("brings signatures of calls back to them, and keeps the order of all else", () => {
    const calls = [
      { id: "a", type: "function" as const, function: { name: "f", arguments: "{}" }, signature: "signed" },
    ];
    const message = { role: "assistant" as const, content: "x", tool_calls: calls };
    const choice = { index: 0, message, content: "x", toolCalls: calls, finishReason: "tool_calls" as const };
    const { content } = anthropicServed.encodeReply(aReply({ choices: [choice] }), aCall());
    const [carried, text, use] = content as unknown[];
    for (const blocks of [
      [carried, text, use],
      [text, use, carried],
      [text, carried, use],
    ]) {
      expect(restored(blocks)).toEqual({
        role: "assistant",
        content: [{ type: "text", text: "x" }],
        tool_calls: calls,
      });
    }
  });

  test("goes to Claude without thinking that nobody signed, and without sources that it would not know", () => {
    const citations = [
      { type: "web_search_result_location", url: "https://e.com", title: "E", cited_text: "", encrypted_index: "" },
    ];
    const message = restored([
      { type: "thinking", thinking: "hm", signature: "" },
      { type: "text", text: "x", citations },
    ]);
    const context = { ...contextOf("anthropic", anthropic, false), model: "claude-opus-4-6" };
    const { body } = anthropic.encodeRequest({ messages: [{ role: "user", content: "Hello" }, message] }, context);
    expect(body.messages).toContainEqual({ role: "assistant", content: [{ type: "text", text: "x" }] });
  });

  test("with Claude's own thinking is left as it is", () => {
    const thinking = { type: "thinking", thinking: "hm", signature: "s" };
    const [search, found] = [
      { type: "server_tool_use", id: "s" },
      { type: "web_search_tool_result", tool_use_id: "s" },
    ];
    const message = { role: "assistant", content: [{ type: "text", text: "x" }, thinking, search, found] };
    const body = { model: "m", messages: [...messages, message] };
    expect(anthropicServed.decodeRequest(body).request).toEqual(anthropic.decodeRequest(body).request);
  });
});

describe("a list of models", () => {
  const models = ["a", "b", "c", "d"].map((id) => ({ id }));
  const page = (query: Parameters<typeof encodeModels>[1]) => {
    const { data, ...rest } = encodeModels(models, query);
    return { ids: data.map(({ id }) => id).join(""), ...rest };
  };

  test("comes whole, or page by page in both directions", () => {
    expect(page({})).toEqual({ ids: "abcd", has_more: false, first_id: "a", last_id: "d" });
    expect(page({ limit: 2 })).toEqual({ ids: "ab", has_more: true, first_id: "a", last_id: "b" });
    expect(page({ limit: 2, after_id: "b" })).toEqual({ ids: "cd", has_more: false, first_id: "c", last_id: "d" });
    expect(page({ limit: 2, before_id: "d" })).toEqual({ ids: "bc", has_more: true, first_id: "b", last_id: "c" });
    expect(page({ after_id: "gone" })).toEqual({ ids: "", has_more: false, first_id: null, last_id: null });
  });
});
