import { expect, test } from "vitest";
import { openai } from "../../../src/dialects/openai.ts";
import { contextFor } from "./support/recordings.ts";

function decode(body: unknown, provider = "openai") {
  return openai.decodeReply(body, contextFor(provider));
}

function saying(message: object, rest: object = {}, body: object = {}) {
  return { id: "c", model: "m-1", choices: [{ index: 0, message, finish_reason: "stop", ...rest }], ...body };
}

test("an answer is its text, why it ended, who served it and what was used", () => {
  const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
  const reply = decode(saying({ role: "assistant", content: "Hello", refusal: null }, {}, { usage }));
  expect(reply).toMatchObject({ id: "c", modelServed: "m-1", usage: { totalInput: 3, totalOutput: 2 } });
  expect(reply.choices).toEqual([
    {
      index: 0,
      message: { role: "assistant", content: "Hello" },
      content: "Hello",
      toolCalls: [],
      finishReason: "stop",
      finishReasonRaw: "stop",
    },
  ]);
});

test("calls to tools stand in the message that is sent back, and no empty text beside them", () => {
  const call = { id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' } };
  const [choice] = decode(saying({ content: "", tool_calls: [call] }, { finish_reason: "tool_calls" })).choices;
  expect(choice).toMatchObject({ toolCalls: [call], finishReason: "tool_calls" });
  expect(choice?.message).toEqual({ role: "assistant", content: null, tool_calls: [call] });
});

test.each([
  ["without an id", { function: { name: "f", arguments: "{}" } }, { id: "call_0_0" }],
  [
    "with parsed arguments",
    { id: "a", function: { name: "f", arguments: { x: 1 } } },
    { function: { name: "f", arguments: '{"x":1}' } },
  ],
  [
    "with Gemini's signature",
    { id: "a", function: { name: "f", arguments: "{}" }, extra_content: { google: { thought_signature: "s" } } },
    { signature: "s" },
  ],
])("a call %s is read", (_, call, read) => {
  expect(decode(saying({ tool_calls: [call] })).choices[0]?.toolCalls).toMatchObject([read]);
});

test("the call of a function from before there were tools is one, and an empty one is none", () => {
  const read = (call: object) => decode(saying({ content: "", function_call: call })).choices[0]?.toolCalls;
  expect(read({ name: "f", arguments: "{}" })).toMatchObject([{ function: { name: "f", arguments: "{}" } }]);
  expect(read({ name: "", arguments: "" })).toEqual([]);
});

test.each([
  ["stop", "stop"],
  ["eos", "stop"],
  ["length", "length"],
  ["model_length", "length"],
  ["tool_calls", "tool_calls"],
  ["function_call", "tool_calls"],
  ["content_filter", "content_filter"],
  ["sensitive", "content_filter"],
  ["abort", "other"],
  ["constructor", "other"],
])("finish_reason %s means %s, and its own word is kept", (raw, meaning) => {
  expect(decode(saying({ content: "a" }, { finish_reason: raw })).choices[0]).toMatchObject({
    finishReason: meaning,
    finishReasonRaw: raw,
  });
});

test("where no reason is told, calls to tools speak for themselves", () => {
  const call = { id: "a", function: { name: "f", arguments: "{}" } };
  expect(decode(saying({ tool_calls: [call] }, { finish_reason: "" })).choices[0]?.finishReason).toBe("tool_calls");
  expect(decode(saying({ content: "a" }, { finish_reason: null })).choices[0]?.finishReason).toBe("other");
});

test.each([
  ["reasoning_content", { content: "4", reasoning_content: "hm" }],
  ["reasoning", { content: "4", reasoning: "hm" }],
  [
    "content",
    {
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
        { type: "text", text: "4" },
      ],
    },
  ],
])("thinking in %s is reasoning, and goes back from where it stood", (format, message) => {
  expect(decode(saying(message)).choices[0]).toMatchObject({
    content: "4",
    reasoning: "hm",
    message: { content: "4", reasoning_details: [{ type: "text", dialect: "openai", text: "hm", format }] },
  });
});

test("reasoning told only in details is told as text too", () => {
  const details = [
    { type: "reasoning.summary", summary: "hm", index: 0 },
    { type: "reasoning.encrypted", data: "x", index: 1 },
  ];
  expect(decode(saying({ content: "4", reasoning_details: details })).choices[0]).toMatchObject({
    reasoning: "hm",
    message: {
      reasoning_details: [
        { type: "summary", text: "hm" },
        { type: "encrypted", data: "x" },
      ],
    },
  });
});

test("tags of thinking within the text are text", () => {
  expect(decode(saying({ content: "<think>hm</think>4" })).choices[0]?.content).toBe("<think>hm</think>4");
});

test("refusal, sound, log probabilities and sources are kept; their empty shapes are not", () => {
  const logprobs = { content: [{ token: "a", logprob: -1 }], refusal: null };
  const full = decode(
    saying(
      { content: null, refusal: "No", audio: { id: "a", data: "AA==" }, annotations: [{ type: "url_citation" }] },
      { logprobs },
    ),
  );
  expect(full.choices[0]).toMatchObject({
    message: { content: null, refusal: "No", audio: { id: "a" } },
    logprobs,
    annotations: [{ type: "url_citation" }],
  });
  const empty = saying(
    { content: "a", refusal: "", audio: { id: "" }, annotations: [] },
    { logprobs: { content: null } },
  );
  const [choice] = decode(empty).choices;
  expect(choice?.message).toEqual({ role: "assistant", content: "a" });
  expect(Object.keys(choice ?? {})).not.toContain("logprobs");
  expect(Object.keys(choice ?? {})).not.toContain("annotations");
});

test("Perplexity's sources are found beside the answer", () => {
  const results = [{ title: "A", url: "https://example.com" }];
  const both = { search_results: results, citations: ["https://example.com"] };
  expect(decode(saying({ content: "a" }, {}, both)).choices[0]?.annotations).toEqual(results);
});

test("every one of several answers is read", () => {
  const choices = [
    { index: 0, message: { content: "a" }, finish_reason: "stop" },
    { index: 1, message: { content: "b" }, finish_reason: "length" },
  ];
  expect(decode({ choices }).choices.map(({ content, index }) => [index, content])).toEqual([
    [0, "a"],
    [1, "b"],
  ]);
});

test("a text completion is read as an answer", () => {
  expect(decode({ choices: [{ index: 0, text: "Once", finish_reason: "length" }] }).choices[0]).toMatchObject({
    content: "Once",
    finishReason: "length",
  });
});

test.each([
  ["a page", "<html>"],
  ["nothing", null],
  ["a list", []],
  ["no choices", { id: "c" }],
  ["an empty list of choices", { choices: [] }],
  ["a choice that is none", { choices: [null] }],
  ["a choice without a message", { choices: [{ index: 0 }] }],
])("%s is a malformed answer", (_, body) => {
  expect(() => decode(body)).toThrowError(
    expect.objectContaining({ code: "malformed_answer", fault: "target", retryable: true }),
  );
});

test.each([
  ["an error in place of an answer", { error: { message: "Rate limit reached", code: 429 } }, "rate_limited"],
  [
    "an error in one of the answers",
    { choices: [{ error: { message: "Overloaded", code: 503 }, message: { content: "" } }] },
    "overloaded",
  ],
])("%s with status 200 is thrown as what it means", (_, body, code) => {
  expect(() => decode(body, "openrouter")).toThrowError(expect.objectContaining({ code }));
});

test.each(["error", "network_error"])("an answer that ended with %s is no answer", (reason) => {
  expect(() => decode(saying({ content: "Hal" }, { finish_reason: reason }))).toThrowError(
    expect.objectContaining({ name: "CallError" }),
  );
});
