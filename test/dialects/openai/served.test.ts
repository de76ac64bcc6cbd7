import { describe, expect, test } from "vitest";
import { classify } from "../../../src/call-error/classify.ts";
import { CODE_MEANINGS } from "../../../src/call-error/codes.ts";
import { readWireError } from "../../../src/dialect/wire-error.ts";
import { openaiServed } from "../../../src/dialects/openai/served.ts";

const HELLO = { model: "m", messages: [{ role: "user", content: "Hello" }] };

describe("a request to the server", () => {
  test("is read with the model it asks for, and how it wants the answer", () => {
    const streamed = { ...HELLO, stream: true, stream_options: { include_usage: true } };
    expect(openaiServed.decodeRequest(streamed)).toEqual({
      request: { messages: HELLO.messages },
      model: "m",
      stream: true,
      includeUsage: true,
    });
    expect(openaiServed.decodeRequest(HELLO)).toMatchObject({ stream: false, includeUsage: false });
  });

  test.each([
    ["body", []],
    ["messages", { model: "m" }],
    ["messages", { model: "m", messages: [] }],
    ["model", { messages: HELLO.messages }],
    ["model", { ...HELLO, model: 7 }],
    ["stream", { ...HELLO, stream: "yes" }],
  ])("is refused by the name of %s where that is wrong", (field, body) => {
    expect(() => openaiServed.decodeRequest(body)).toThrow(
      expect.objectContaining({ name: "CallError", code: "invalid_request", field }),
    );
  });
});

describe("a refusal", () => {
  test.each(Object.keys(CODE_MEANINGS))("with our code %s is read back as what it was, by the next of us", (code) => {
    const statuses: Record<string, number> = {
      invalid_key: 401,
      missing_key: 401,
      forbidden: 403,
      payment_required: 402,
      quota_spent: 429,
      rate_limited: 429,
      overloaded: 503,
      model_not_found: 404,
      request_too_large: 413,
      conflict: 409,
      server_error: 500,
    };
    const status = statuses[code] ?? 400;
    const told = openaiServed.encodeError({ status, code, message: "words", field: "tools[0]" });
    const read = classify(readWireError(JSON.parse(JSON.stringify(told)), status), { status });
    expect(read).toMatchObject({ status, providerMessage: "words", field: "tools[0]" });
    const isNamed = code in statuses || /^(?:invalid_request|context_too_long|content_refused)$/.test(code);
    if (isNamed) expect(read.code).toBe(code === "missing_key" ? "invalid_key" : code);
  });

  test("says in OpenAI's words what its clients look for", () => {
    expect(openaiServed.encodeError({ status: 400, code: "context_too_long", message: "too long" })).toEqual({
      error: { message: "too long", type: "invalid_request_error", param: null, code: "context_length_exceeded" },
    });
  });
});
