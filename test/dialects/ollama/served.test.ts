import type { AIMessageChunk } from "@langchain/core/messages";
import { ChatOllama } from "@langchain/ollama";
import { Ollama } from "ollama";
import { afterAll, describe, expect, test } from "vitest";
import type { ChatChoice } from "../../../src/chat.ts";
import { ollamaServed } from "../../../src/dialects/ollama/served.ts";
import { ollama } from "../../../src/dialects/ollama.ts";
import { serveAnswers } from "../support/serve.ts";
import { aCall, aChoice, aReply, lastChunk, written } from "../support/served.ts";

const server = await serveAnswers();
afterAll(() => server[Symbol.asyncDispose]());
const client = new Ollama({ host: server.url });
const asked = { model: "asked", messages: [{ role: "user", content: "Hello" }] };

describe("a request to the server", () => {
  test("streams unless it is told not to, and wants to know what was used", () => {
    expect(ollamaServed.decodeRequest(asked)).toEqual({
      request: { messages: asked.messages },
      model: "asked",
      stream: true,
      includeUsage: true,
    });
    expect(ollamaServed.decodeRequest({ ...asked, stream: false }).stream).toBe(false);
  });

  test.each([
    ["messages", []],
    ["messages", { model: "m", prompt: "Hello" }],
    ["messages", { model: "m", messages: [] }],
    ["model", { messages: asked.messages }],
    ["stream", { ...asked, stream: "no" }],
  ])("is refused by the name of %s where that is wrong", (field, body) => {
    expect(() => ollamaServed.decodeRequest(body)).toThrow(
      expect.objectContaining({ name: "CallError", code: "invalid_request", field }),
    );
  });
});

const CALL = { type: "function" as const, id: "a", function: { name: "weather", arguments: '{"city":"Oslo"}' } };

describe("an answer", () => {
  const replied = (choice: Partial<ChatChoice>) =>
    ollamaServed.encodeReply(aReply({ choices: [aChoice(choice)] }), aCall());

  test.each([
    ["stop", undefined, "stop"],
    ["tool_calls", "tool_use", "stop"],
    ["length", "max_tokens", "length"],
    ["content_filter", "SAFETY", "content_filter"],
    ["other", "pause_turn", "pause_turn"],
    ["other", undefined, "stop"],
  ] as const)("that ended with %s (%s) is done for the reason %s", (finishReason, finishReasonRaw, word) => {
    expect(replied({ finishReason, ...(finishReasonRaw && { finishReasonRaw }) }).done_reason).toBe(word);
  });

  test("leaves out a call whose arguments are no object, or were cut off: it must not be made with others", () => {
    const call = (text: string) => ({ ...CALL, function: { name: "f", arguments: text } });
    const bad = [call('{"cut'), call("[1]"), call("null")];
    expect(replied({ toolCalls: [...bad, CALL, call("")] }).message).toMatchObject({
      tool_calls: [
        { id: "a", function: { index: 0, name: "weather", arguments: { city: "Oslo" } } },
        { id: "a", function: { index: 1, name: "f", arguments: {} } },
      ],
    });
    expect(replied({ toolCalls: [call("")], finishReason: "length" }).message).not.toHaveProperty("tool_calls");
  });

  test("holds images in base64 and log probabilities", () => {
    const content = [{ type: "image_url" as const, image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } }];
    const logprobs = { content: [{ token: "Hi", logprob: -0.1 }] };
    const message = { role: "assistant" as const, content };
    expect(replied({ message, logprobs })).toMatchObject({
      message: { content: "Hi", images: ["iVBORw0KGgo="] },
      logprobs: logprobs.content,
    });
    const [line] = written(ollamaServed, [{ parts: content, logprobs }]).split("\n");
    expect(JSON.parse(line ?? "")).toMatchObject({ message: { images: ["iVBORw0KGgo="] }, logprobs: logprobs.content });
  });
});

describe("a stream", () => {
  test("tells calls whole, in their order, however their pieces came", () => {
    const lines = written(ollamaServed, [
      { toolCalls: [{ index: 1, id: "b", name: "g", arguments: "{}" }] },
      { toolCalls: [{ index: 0, id: "a", name: "f", arguments: '{"x"' }] },
      { index: 1, content: "another answer" },
      { content: "Hi" },
      { toolCalls: [{ index: 0, arguments: ":1}" }] },
      lastChunk({ finishReason: "tool_calls" }),
    ]);
    const told = lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(told.map(({ message, done }) => ({ ...message, done }))).toEqual([
      { role: "assistant", content: "Hi", done: false },
      {
        role: "assistant",
        content: "",
        tool_calls: [
          { id: "a", function: { index: 0, name: "f", arguments: { x: 1 } } },
          { id: "b", function: { index: 1, name: "g", arguments: {} } },
        ],
        done: false,
      },
      { role: "assistant", content: "", done: true },
    ]);
  });

  test.each([
    [{ finishReason: "other", finishReasonRaw: "load" }, "load"],
    [{ finishReason: "length", finishReasonRaw: "max_tokens" }, "length"],
    [{}, "stop"],
  ] as const)("that ended with %j is done for the reason %s", (words, reason) => {
    const line =
      written(ollamaServed, [{ content: "Hi" }, lastChunk(words)])
        .trimEnd()
        .split("\n")
        .at(-1) ?? "";
    expect(JSON.parse(line)).toMatchObject({ done: true, done_reason: reason });
  });

  test("is one line a piece to every reader, whatever a model writes", () => {
    const nasty = 'a\nb\rc\u0085e\u2028f\u2029g\u0000"\\\ud800\n{"done":true}\n';
    const encoder = ollamaServed.createStreamEncoder(aCall({ model: nasty }));
    const chunks = [
      { content: nasty },
      { reasoning: nasty },
      { toolCalls: [{ index: 0, id: nasty, name: nasty, arguments: JSON.stringify({ [nasty]: nasty }) }] },
      lastChunk({ finishReason: "other", finishReasonRaw: nasty }),
    ];
    const text =
      chunks.map((chunk) => encoder.push(chunk)).join("") +
      encoder.fail({ status: 500, code: "server_error", message: nasty });
    const lines = text.split(/[\r\n\u0085\u2028\u2029]/);
    expect(lines.pop()).toBe("");
    const read = lines.map((line) => JSON.parse(line));
    expect(read).toHaveLength(5);
    expect(read[0].message.content).toBe(nasty);
    expect(read[4]).toEqual({ error: nasty, code: "server_error" });
  });

  test("that fails raises the client's error with our words", async () => {
    const encoder = ollamaServed.createStreamEncoder(aCall());
    const failed = encoder.fail({ status: 529, code: "overloaded", message: "too much" });
    server.answer = { type: "application/x-ndjson", body: encoder.push({ content: "Hel" }) + failed };
    const parts: string[] = [];
    const reading = async () => {
      for await (const { message } of await client.chat({ ...asked, stream: true })) parts.push(message.content);
    };
    await expect(reading()).rejects.toThrow("too much");
    expect(parts).toEqual(["Hel"]);
  });
});

describe("a refusal", () => {
  test.each([400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503, 529])(
    "of status %d raises the client's error",
    async (status) => {
      const error = { status, code: "some_code", message: "what was wrong", field: "messages[0]" };
      server.answer = { status, type: "application/json", body: JSON.stringify(ollamaServed.encodeError(error)) };
      await expect(client.chat({ ...asked })).rejects.toMatchObject({
        name: "ResponseError",
        status_code: status,
        error: "what was wrong",
      });
      expect(ollama.decodeError(ollamaServed.encodeError(error), status)).toEqual({
        status,
        code: "some_code",
        message: "what was wrong",
        param: "messages[0]",
      });
    },
  );
});

test("LangChain reads the text, the thinking, the calls and the usage of a stream", async () => {
  const usage = {
    ...{ input: 5, output: 9, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, reasoning: 0, audioInput: 0 },
    ...{ audioOutput: 0, audioCacheRead: 0, imageInput: 0, imageOutput: 0, totalInput: 5, totalOutput: 9 },
  };
  server.answer = {
    type: "application/x-ndjson",
    body: written(ollamaServed, [
      { reasoning: "hm" },
      { content: "Sunny" },
      { content: " days" },
      { toolCalls: [{ index: 0, id: "a", name: "weather", arguments: '{"city":"Oslo"}' }] },
      lastChunk({ finishReason: "tool_calls", usage }),
    ]),
  };
  const model = new ChatOllama({ model: "asked", baseUrl: server.url, maxRetries: 0 });
  let message: AIMessageChunk | undefined;
  for await (const chunk of await model.stream("Hello")) message = message?.concat(chunk) ?? chunk;
  expect(message?.text).toBe("Sunny days");
  expect(message?.additional_kwargs.reasoning_content).toBe("hm");
  expect(message?.tool_calls).toMatchObject([{ name: "weather", args: { city: "Oslo" } }]);
  expect(message?.usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 9, total_tokens: 14 });
});
