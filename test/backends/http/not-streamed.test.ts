import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createBackend } from "../../../src/builtins/backends.ts";
import type { ChatChunk } from "../../../src/chat.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { CANARIES, EVERY_DIALECT, SAID } from "../support/every-dialect.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };
const JSON_TYPE = "application/json";
const DIALECTS = ["openai", "openai-responses", "anthropic", "google", "ollama"];
const { key } = CANARIES;

/** What comes of a streamed call that is answered with status 200 and this body. */
async function streamed(dialect: string, body: string, type = JSON_TYPE) {
  const response = { status: 200, headers: { "content-type": type }, body: Buffer.from(body) };
  await using server = await startReplay({ response });
  const account = EVERY_DIALECT[dialect]?.account;
  const backend = createBackend({ provider: "", env: {}, ...account, name: "mine", baseUrl: server.url });
  const chunks: ChatChunk[] = [];
  let whole: unknown;
  try {
    for await (const chunk of backend.stream("m", ASKED)) chunks.push(chunk);
    return { chunks, error: undefined, whole };
  } catch (error) {
    whole = await backend.generate("m", ASKED).catch((other: unknown) => other);
    return { chunks, error, whole };
  } finally {
    await backend.close();
  }
}

const textOf = (chunks: readonly ChatChunk[]) => chunks.map(({ content = "" }) => content).join("");

describe("a stream that is answered with JSON", () => {
  it.each(DIALECTS)("of %s holds what the whole answer says, and that it did not stream", async (dialect) => {
    const { chunks, error } = await streamed(dialect, EVERY_DIALECT[dialect]?.whole ?? "");
    expect(error).toBeUndefined();
    expect(textOf(chunks)).toBe(SAID);
    expect(chunks.at(-1)).toMatchObject({ finishReason: "stop", modelServed: "m", usage: { totalOutput: 5 } });
    const adapted = chunks.at(-1)?.end?.adaptations.map(({ field }) => field);
    // Ollama streams the same objects it answers with.
    if (dialect === "ollama") expect(adapted).toEqual([]);
    else expect(adapted).toContain("stream");
  });

  it.each([
    ["an object", { error: { message: `slow: ${key}`, code: "rate_limit_exceeded" } }, "rate_limited"],
    ["a text", { error: `you are out of tokens: ${key}` }, undefined],
    [
      "a spent quota",
      { error: { message: "spent", type: "insufficient_quota", code: "insufficient_quota" } },
      undefined,
    ],
  ])("of an error, %s, fails as the same error of a call that does not stream", async (_, body, code) => {
    for (const dialect of DIALECTS) {
      // Its lines are JSON, and an error is one of them.
      if (dialect === "ollama") continue;
      for (const type of [JSON_TYPE, "text/event-stream"]) {
        const { chunks, error, whole } = await streamed(dialect, JSON.stringify(body, null, 2), type);
        expect(chunks).toEqual([]);
        expect(error).toMatchObject({ name: "CallError", target: "mine/m", ...(code !== undefined && { code }) });
        const { message, fault, retryable } = whole as Record<string, unknown>;
        expect(error).toMatchObject({ code: (whole as { code: string }).code, message, fault, retryable });
        expect(error).not.toMatchObject({ code: "stream_truncated" });
        expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(key);
      }
    }
  });

  it("of Google's error in a list of one fails as that error", async () => {
    const body = JSON.stringify([{ error: { code: 503, status: "UNAVAILABLE", message: "busy" } }]);
    const { chunks, error } = await streamed("google", body);
    expect(chunks).toEqual([]);
    expect(error).toMatchObject({ code: "overloaded", retryable: true, target: "mine/m" });
  });

  it("gives every answer that was asked for, with calls to tools, thinking and refusals", async () => {
    const call = { id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } };
    const { chunks } = await streamed(
      "openai",
      JSON.stringify({
        id: "x",
        model: "m-1",
        choices: [
          {
            index: 0,
            message: { content: "a", reasoning_content: "hm", tool_calls: [call] },
            finish_reason: "tool_calls",
          },
          { index: 1, message: { content: null, refusal: "no" }, finish_reason: "content_filter" },
        ],
      }),
    );
    expect(chunks).toMatchObject([
      {
        id: "x",
        modelServed: "m-1",
        content: "a",
        reasoning: "hm",
        toolCalls: [{ index: 0, id: "c1", name: "look", arguments: '{"at":1}' }],
      },
      { index: 1, refusal: "no", finishReason: "content_filter" },
      { finishReason: "tool_calls", finishReasonRaw: "tool_calls" },
    ]);
  });

  it("is read behind the blanks that keep a connection open", async () => {
    const { chunks } = await streamed("openai", `\n   \r\n${EVERY_DIALECT.openai?.whole}`);
    expect(textOf(chunks)).toBe(SAID);
  });

  it.each([
    ["<!doctype html><title>Sign in</title>", "text/html"],
    ['{"choices":[{"message":', JSON_TYPE],
  ])("or a page, and is no answer at all (%#), is malformed", async (body, type) => {
    const { chunks, error } = await streamed("openai", body, type);
    expect(chunks).toEqual([]);
    expect(error).toMatchObject({ code: "malformed_answer", retryable: true, fault: "target" });
    expect((error as Error).message).toContain(type);
  });
});

it("a stream with the type of JSON is read as the stream it is", async () => {
  const stream = EVERY_DIALECT.openai?.stream.toString() ?? "";
  const { chunks } = await streamed("openai", stream);
  expect(textOf(chunks)).toBe(SAID);
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.at(-1)?.end?.adaptations).toEqual([]);
});
