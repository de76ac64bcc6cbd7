import { describe, expect, test } from "vitest";
import type { ChatChunk } from "../../../src/chat.ts";
import type { StreamDecoder } from "../../../src/dialect.ts";
import { google } from "../../../src/dialects/google.ts";
import { contextFor } from "./support/contexts.ts";
import { ofChunks } from "./support/read-answer.ts";

const context = contextFor("gemini-3-flash-preview", { stream: true });

/** All chunks of some events, the last words among them. */
function read(...events: unknown[]): { chunks: ChatChunk[]; decoder: StreamDecoder } {
  const decoder = google.createStreamDecoder(context);
  const chunks: ChatChunk[] = [];
  for (const event of events) {
    const data = typeof event === "string" ? event : JSON.stringify(event);
    for (let chunk = decoder.push({ data }); chunk !== undefined; chunk = decoder.more?.()) chunks.push(chunk);
  }
  return { chunks: [...chunks, decoder.finish()], decoder };
}

const event = (parts: unknown[], others: object = {}) => ({
  candidates: [{ content: { role: "model", parts }, ...others }],
});

test("text, thoughts and signatures come as they are told, the end with usage at last", () => {
  const { chunks, decoder } = read(
    { ...event([{ text: "Hm.", thought: true }]), responseId: "r", modelVersion: "m" },
    event([{ text: "Hello" }]),
    event([{ text: " there" }], { groundingMetadata: { webSearchQueries: ["q"] } }),
    {
      ...event([{ text: "", thoughtSignature: "c2ln" }], { finishReason: "STOP" }),
      usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 3, thoughtsTokenCount: 4 },
    },
  );
  expect(decoder.ended).toBe(true);
  expect(chunks).toEqual([
    {
      reasoning: "Hm.",
      reasoningDetails: [{ type: "text", dialect: "google", text: "Hm." }],
      id: "r",
      modelServed: "m",
    },
    { content: "Hello" },
    { content: " there" },
    {
      reasoningDetails: [
        { type: "encrypted", dialect: "google", data: '{"text":"","thoughtSignature":"c2ln"}', id: "content[1]" },
      ],
    },
    {
      finishReason: "stop",
      finishReasonRaw: "STOP",
      annotations: [{ groundingMetadata: { webSearchQueries: ["q"] } }],
      id: "r",
      modelServed: "m",
      usage: expect.objectContaining({ totalInput: 2, output: 3, reasoning: 4, webSearches: 1 }),
    },
  ]);
  expect(decoder.finish()).toEqual(chunks.at(-1));
});

test("a stream put together and sent back has its signature in its place", () => {
  const { chunks } = read(
    event([{ text: "Hello" }]),
    event([{ text: " there" }]),
    event([{ text: "", thoughtSignature: "c2ln" }], { finishReason: "STOP" }),
  );
  const message = {
    role: "assistant" as const,
    content: ofChunks(chunks).text,
    reasoning_details: chunks.flatMap(({ reasoningDetails = [] }) => reasoningDetails),
  };
  const { body } = google.encodeRequest({ messages: [message] }, context);
  expect(body.contents).toEqual([
    { role: "model", parts: [{ text: "Hello there" }, { text: "", thoughtSignature: "c2ln" }] },
  ]);
});

test("calls come whole, with ids of their own where Google gave none", () => {
  const { chunks } = read(
    {
      ...event([
        { functionCall: { name: "f", args: { a: 1 } }, thoughtSignature: "s" },
        { functionCall: { name: "g", id: "x" } },
      ]),
      responseId: "r",
    },
    event([], { finishReason: "STOP" }),
  );
  expect(chunks[0]?.toolCalls).toEqual([
    { index: 0, id: "gcall_r_0", name: "f", arguments: '{"a":1}', signature: "s" },
    { index: 1, id: "x", name: "g", arguments: "{}" },
  ]);
  expect(chunks.at(-1)).toMatchObject({ finishReason: "tool_calls", finishReasonRaw: "STOP" });
});

test("an image comes whole, as a piece of content", () => {
  const { chunks } = read(
    event([{ inlineData: { mimeType: "image/png", data: "AAAA" }, thoughtSignature: "s" }], { finishReason: "STOP" }),
  );
  expect(chunks[0]).toEqual({
    parts: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }],
    reasoningDetails: [{ type: "encrypted", dialect: "google", signature: "s", id: "content[0]" }],
  });
});

describe("arguments in pieces", () => {
  const piece = (functionCall: object) => event([{ functionCall }]);
  const partial = (...partialArgs: object[]) => piece({ partialArgs, willContinue: true });
  const argumentsOf = (...pieces: object[]) => {
    const { chunks } = read(piece({ name: "f", willContinue: true }), ...pieces, event([], { finishReason: "STOP" }));
    return ofChunks(chunks).calls;
  };

  test("are put together by their paths", () => {
    const calls = argumentsOf(
      partial({ jsonPath: "$.who", stringValue: "An", willContinue: true }),
      partial({ jsonPath: "$.who", stringValue: "na" }, { jsonPath: "$.list[0].n", numberValue: 1.5 }),
      partial({ jsonPath: "$.list[1]", boolValue: false }, { jsonPath: "$['odd key'][0]", nullValue: "NULL_VALUE" }),
      partial({ jsonPath: "$.__proto__.x", stringValue: "own" }),
      piece({}),
    );
    expect(JSON.stringify(calls)).toBe(
      '[{"name":"f","args":{"who":"Anna","list":[{"n":1.5},false],"odd key":[null],"__proto__":{"x":"own"}}}]',
    );
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test("end where the next call begins, or the answer does", () => {
    const calls = argumentsOf(partial({ jsonPath: "$.a", stringValue: "1" }), piece({ name: "g", args: {} }));
    expect(calls).toEqual([
      { name: "f", args: { a: "1" } },
      { name: "g", args: {} },
    ]);
    expect(argumentsOf(partial({ jsonPath: "$.a", stringValue: "2" }))).toEqual([{ name: "f", args: { a: "2" } }]);
  });

  test.each(["a.b", "$", "$.a[", "$..a", "$.list[9999999]", `$${".a".repeat(40)}`])(
    "at the path %s are malformed",
    (jsonPath) => {
      expect(() =>
        argumentsOf(partial({ jsonPath: "$.list[0]", stringValue: "" }, { jsonPath, stringValue: "" })),
      ).toThrow(expect.objectContaining({ code: "malformed_answer" }));
    },
  );
});

test("several answers keep apart, also within one event", () => {
  const { chunks, decoder } = read(
    {
      candidates: [
        { index: 0, content: { parts: [{ text: "a" }] } },
        { index: 1, content: { parts: [{ text: "b" }] } },
      ],
    },
    { candidates: [{ index: 1, finishReason: "MAX_TOKENS" }] },
  );
  expect(decoder.ended).toBe(false);
  expect(chunks.slice(0, 3)).toEqual([
    { content: "a" },
    { index: 1, content: "b" },
    { index: 1, finishReason: "length", finishReasonRaw: "MAX_TOKENS" },
  ]);
  decoder.push({ data: JSON.stringify({ candidates: [{ index: 0, finishReason: "STOP" }] }) });
  expect(decoder.ended).toBe(true);
  expect(decoder.finish()).toMatchObject({ finishReason: "stop" });
});

test("an answer that begins late keeps its place and its reason, also where the first says no index", () => {
  const text = (said: string) => ({ content: { parts: [{ text: said }] } });
  const { chunks, decoder } = read(
    { candidates: [{ ...text("a") }] },
    { candidates: [{ ...text("b"), index: 1 }, { finishReason: "MAX_TOKENS" }] },
    { candidates: [{ ...text("c"), index: 2, finishReason: "SAFETY" }] },
    { candidates: [{ index: 1, finishReason: "STOP" }] },
  );
  expect(decoder.ended).toBe(true);
  expect(chunks).toEqual([
    { content: "a" },
    { index: 1, content: "b" },
    { index: 2, content: "c", finishReason: "content_filter", finishReasonRaw: "SAFETY" },
    { index: 1, finishReason: "stop", finishReasonRaw: "STOP" },
    { finishReason: "length", finishReasonRaw: "MAX_TOKENS" },
  ]);
});

test("candidates that never say an index are told apart by their order", () => {
  const text = (said: string) => ({ content: { parts: [{ text: said }] }, finishReason: "STOP" });
  const { chunks } = read({ candidates: [text("a"), text("b"), { ...text("d"), index: 3 }, text("c")] });
  expect(chunks.map(({ index = 0, content }) => [index, content])).toEqual([
    [0, "a"],
    [1, "b"],
    [3, "d"],
    [2, "c"],
    [0, undefined],
  ]);
});

test("a stream of which more answers were asked for awaits them, unless the prompt was refused", () => {
  const awaits = (event: object, answers?: number) => {
    const decoder = google.createStreamDecoder(answers === undefined ? context : { ...context, answers });
    decoder.push({ data: JSON.stringify(event) });
    return [decoder.ended, decoder.awaitsMore];
  };
  const first = event([{ text: "a" }], { finishReason: "STOP" });
  expect(awaits(first)).toEqual([true, false]);
  expect(awaits(first, 2)).toEqual([true, true]);
  expect(awaits({ candidates: [...first.candidates, { index: 1, finishReason: "STOP" }] }, 2)).toEqual([true, false]);
  expect(awaits({ promptFeedback: { blockReason: "SAFETY" } }, 2)).toEqual([true, false]);
});

test("a stream is whole only once every answer it began has ended", () => {
  expect(read().decoder.ended).toBe(false);
  expect(read({ usageMetadata: { promptTokenCount: 1 } }).decoder.ended).toBe(false);
  expect(read(event([{ text: "a" }])).decoder.ended).toBe(false);
});

test("a blocked prompt ends the stream as filtered", () => {
  const { chunks, decoder } = read({ promptFeedback: { blockReason: "SAFETY", blockReasonMessage: "No." } });
  expect(decoder.ended).toBe(true);
  expect(chunks).toEqual([{ refusal: "No." }, { finishReason: "content_filter", finishReasonRaw: "SAFETY" }]);
});

test.each([
  { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } },
  [{ error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } }],
])("an error in the middle is that error: %j", (body) => {
  expect(() => read(event([{ text: "a" }]), body)).toThrow(
    expect.objectContaining({ name: "CallError", code: "overloaded", retryable: true }),
  );
});

test.each(["{", "[]", "null", "7", '{"candidates":[null]}'])("the event %s is malformed", (data) => {
  expect(() => read(data)).toThrow(expect.objectContaining({ code: "malformed_answer" }));
});

test.each([{}, { candidates: 3 }, { candidates: [{}] }, event([null, 3, { text: 4 }])])(
  "%j brings nothing, and breaks nothing",
  (body) => {
    expect(() => read(body)).not.toThrow();
  },
);
