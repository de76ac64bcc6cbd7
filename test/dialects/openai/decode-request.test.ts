import { expect, test } from "vitest";
import { openai } from "../../../src/dialects/openai.ts";
import { contextFor } from "./support/recordings.ts";

const messages = [{ role: "user", content: "Hi" }];

function decode(body: object) {
  return openai.decodeRequest({ model: "m", messages, ...body });
}

test("model and stream stand beside the request", () => {
  expect(decode({ stream: true, temperature: 0 })).toEqual({
    model: "m",
    stream: true,
    request: { messages, temperature: 0 },
  });
});

test("fields without a word of ours, or of the wrong type, go into extra", () => {
  const body = {
    service_tier: "flex",
    temperature: "warm",
    tool_choice: { type: "custom" },
    response_format: { type: "grammar" },
  };
  expect(decode(body).request).toEqual({ messages, extra: body, extraDialect: "openai" });
});

test("null is as if absent", () => {
  expect(decode({ stop: null, tools: null, n: null, unheard_of: null }).request).toEqual({ messages });
});

test("whether usage is told is not the request's to say; other options of a stream are", () => {
  expect(decode({ stream_options: { include_usage: true } }).request).toEqual({ messages });
  expect(decode({ stream_options: { include_usage: true, include_obfuscation: false } }).request.extra).toEqual({
    stream_options: { include_obfuscation: false },
  });
});

test("Mistral's tool choice any is required", () => {
  expect(decode({ tool_choice: "any" }).request.tool_choice).toBe("required");
});

test("tools and parts of other kinds are native, and come out as they went in", () => {
  const tool = { type: "custom", custom: { name: "c" } };
  const part = { type: "document_url", document_url: "https://example.com/a.pdf" };
  const body = { tools: [tool], messages: [{ role: "user", content: [part] }] };
  const { request } = decode(body);
  expect(request.tools).toEqual([{ type: "native", dialect: "openai", value: tool }]);
  expect(request.messages[0]?.content).toEqual([{ type: "native", dialect: "openai", value: part }]);
  expect(openai.encodeRequest(request, contextFor("my-own", false, "m")).body).toMatchObject(body);
});

test("an image given as bare text is an image", () => {
  const content = [{ type: "image_url", image_url: "https://example.com/a.png" }, "and a word"];
  expect(decode({ messages: [{ role: "user", content }] }).request.messages[0]?.content).toEqual([
    { type: "image_url", image_url: { url: "https://example.com/a.png" } },
    { type: "text", text: "and a word" },
  ]);
});

test("an assistant's thinking becomes reasoning, wherever it stands", () => {
  const detail = { type: "text", dialect: "openai", text: "hm" };
  const read = (message: object) =>
    decode({ messages: [{ role: "assistant", content: "4", ...message }] }).request.messages[0];
  expect(read({ reasoning_content: "hm" })).toEqual({
    role: "assistant",
    content: "4",
    reasoning_details: [{ ...detail, format: "reasoning_content" }],
  });
  expect(
    read({
      content: [
        { type: "thinking", thinking: "hm" },
        { type: "text", text: "4" },
      ],
    }),
  ).toEqual({
    role: "assistant",
    content: [{ type: "text", text: "4" }],
    reasoning_details: [{ ...detail, format: "content" }],
  });
  expect(read({ reasoning_details: [{ type: "reasoning.encrypted", data: "x", id: "r" }] })).toMatchObject({
    reasoning_details: [{ type: "encrypted", dialect: "openai", data: "x", id: "r" }],
  });
});

test("calls without ids keep none on their way back", () => {
  const list = [
    { role: "assistant", tool_calls: [{ type: "function", function: { name: "f", arguments: "{}" } }] },
    { role: "tool", content: "ok" },
  ];
  const { request } = decode({ messages: list });
  expect(openai.encodeRequest(request, contextFor("my-own")).body.messages).toEqual(list);
});

test.each([
  ["a body that is no object", "hello", "body"],
  ["messages that are no list", { messages: "hello" }, "messages"],
  ["a message that is none", { messages: [null] }, "messages[0]"],
  ["a role nobody has", { messages: [{ role: "narrator", content: "" }] }, "messages[0].role"],
  ["a user who says nothing", { messages: [{ role: "user", content: null }] }, "messages[0].content"],
  ["content that is a number", { messages: [{ role: "user", content: 4 }] }, "messages[0].content"],
  [
    "a call without a name",
    { messages: [{ role: "assistant", tool_calls: [{ function: {} }] }] },
    "messages[0].tool_calls[0]",
  ],
])("%s is an invalid request that names the place", (_, body, field) => {
  expect(() => openai.decodeRequest(body)).toThrowError(expect.objectContaining({ code: "invalid_request", field }));
});
