import { createAnthropic } from "@ai-sdk/anthropic";
import Anthropic, { type APIError } from "@anthropic-ai/sdk";
import { ChatAnthropic } from "@langchain/anthropic";
import type { AIMessageChunk } from "@langchain/core/messages";
import { generateText, streamText } from "ai";
import { afterAll, describe, expect, test } from "vitest";
import {
  anthropicServed,
  encodeModel,
  encodeModels,
  encodeTokenCount,
} from "../../../src/dialects/anthropic/served.ts";
import { judgeMessage } from "../../support/judge-message.ts";
import { parsedArguments } from "../../support/judges.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { serveAnswers, servedAnswer } from "../support/serve.ts";
import { type Answered, aCall, recordedAnswers, saidIn } from "../support/served.ts";
import { CHUNKS, REPLY } from "../support/weather-answer.ts";

const all = withoutSharedData === undefined ? recordedAnswers() : [];
const server = await serveAnswers();
afterAll(() => server[Symbol.asyncDispose]());
const client = new Anthropic({ apiKey: "judge", baseURL: server.url, maxRetries: 0 });
const asked = { model: "asked", max_tokens: 10, messages: [{ role: "user" as const, content: "Hello" }] };

function serve(answer: Pick<Answered, "reply" | "chunks">): void {
  server.answer = servedAnswer(anthropicServed, answer, aCall({ stream: answer.reply === undefined, inputTokens: 5 }));
}

describe.skipIf(withoutSharedData !== undefined)("the official client", () => {
  test.each(all)("reads $name as it was", async (answer) => {
    serve(answer);
    const said = saidIn(answer);
    const { text, reasoning, refusal, calls, finish } = said.choices[0] as (typeof said.choices)[number];
    const read = await judgeMessage({ url: server.url, stream: answer.reply === undefined });
    const isRefused = finish === "content_filter";
    expect(read).toMatchObject({ id: "msg_1", model: "asked", reasoning });
    expect(read.text.replace(/!\[image\]\([^)]*\)/g, "")).toBe(isRefused || text !== "" ? text : refusal);
    expect(read.refusal ?? "").toBe(isRefused ? refusal : "");
    expect(read.toolCalls.map(({ name, arguments: given }) => ({ name, given }))).toEqual(
      calls.map(({ name, arguments: given }) => ({ name, given: inputOf(given, answer.reply === undefined) })),
    );
    if (finish === "length") expect(read.finishReason).toBe("length");
    else if (isRefused) expect(read.finishReason).toBe("content_filter");
    else if (answer.dialect !== "anthropic") expect(read.finishReason).toBe(calls.length > 0 ? "tool_calls" : "stop");
    expect(read.usage?.input).toBe(said.usage?.totalInput ?? 0);
    expect(read.usage?.output).toBe(said.usage?.totalOutput ?? 0);
    expect(read.usage?.reasoning).toBe(said.usage?.reasoning ?? 0);
  });

  const CLASSES = {
    400: ["BadRequestError", "invalid_request_error"],
    401: ["AuthenticationError", "authentication_error"],
    402: ["PaymentRequiredError", "billing_error"],
    403: ["PermissionDeniedError", "permission_error"],
    404: ["NotFoundError", "not_found_error"],
    408: ["RequestTimeoutError", "timeout_error"],
    409: ["ConflictError", "conflict_error"],
    413: ["ContentTooLargeError", "request_too_large"],
    422: ["UnprocessableEntityError", "invalid_request_error"],
    429: ["RateLimitError", "rate_limit_error"],
    500: ["InternalServerError", "api_error"],
    503: ["ServiceUnavailableError", "overloaded_error"],
    504: ["GatewayTimeoutError", "timeout_error"],
    529: ["OverloadedError", "overloaded_error"],
  };

  test.each(Object.entries(CLASSES))("raises for %s its own class", async (status, [name, type]) => {
    const error = { status: Number(status), code: "some_code", message: "what was wrong" };
    const body = JSON.stringify(anthropicServed.encodeError(error));
    server.answer = { status: error.status, type: "application/json", body };
    const raised = await client.messages.create(asked).catch((caught: unknown) => caught as APIError);
    expect(raised.constructor.name).toBe(name);
    expect(raised).toMatchObject({
      status: error.status,
      type,
      apiMessage: "what was wrong",
      errorCode: "some_code",
    });
  });

  test("raises an error in the middle of a stream, with its type", async () => {
    const encoder = anthropicServed.createStreamEncoder(aCall({ stream: true }));
    const error = { status: 529, code: "overloaded", message: "too\nmuch" };
    server.answer = { type: "text/event-stream", body: encoder.push({ content: "Hel" }) + encoder.fail(error) };
    const stream = client.messages.stream(asked);
    await expect(stream.finalMessage()).rejects.toMatchObject({ type: "overloaded_error", apiMessage: "too\nmuch" });
    expect(stream.currentMessage?.content).toMatchObject([{ type: "text", text: "Hel" }]);
  });

  test("reads a count", async () => {
    server.answer = { type: "application/json", body: JSON.stringify(encodeTokenCount(42)) };
    expect(await client.messages.countTokens({ model: "asked", messages: asked.messages })).toEqual({
      input_tokens: 42,
    });
  });

  test("reads a list of models, and one of them", async () => {
    const models = [
      { id: "fast", name: "Fast", releaseDate: "2025-09-29", contextWindow: 200_000, maxOutputTokens: 8_000 },
      { id: "openai/gpt-4o", lifecycle: { status: "deprecated" as const, retiresAt: "2026-05-01" } },
    ];
    server.answer = { type: "application/json", body: JSON.stringify(encodeModels(models)) };
    const listed: Anthropic.ModelInfo[] = [];
    for await (const model of client.models.list()) listed.push(model);
    expect(listed).toMatchObject([
      {
        id: "fast",
        display_name: "Fast",
        created_at: "2025-09-29T00:00:00Z",
        max_input_tokens: 200_000,
        max_tokens: 8_000,
      },
      {
        id: "openai/gpt-4o",
        display_name: "openai/gpt-4o",
        created_at: "1970-01-01T00:00:00Z",
        lifecycle: "deprecated",
        retires_at: "2026-05-01T00:00:00Z",
      },
    ]);
    server.answer = { type: "application/json", body: JSON.stringify(encodeModel(models[1] as (typeof models)[1])) };
    expect(await client.models.retrieve("openai/gpt-4o")).toMatchObject({ type: "model", id: "openai/gpt-4o" });
  });
});

/** Arguments as the client has them; those that were cut are wrapped, or read as far as they go. */
function inputOf(text: string, isStream: boolean): unknown {
  const parsed = text === "" ? {} : parsedArguments(text);
  if (typeof parsed === "object") return parsed;
  return isStream ? expect.anything() : { INVALID_JSON: text };
}

describe.skipIf(withoutSharedData !== undefined)("the AI SDK, which checks every field", () => {
  const model = createAnthropic({ apiKey: "judge", baseURL: server.url })("asked");
  const prompt = { model, prompt: "Hello", maxRetries: 0, maxOutputTokens: 10 };

  // Its ids were taken out when it was recorded: results no longer stand by their searches, as this client requires.
  const isBroken = ({ name }: Answered) => name.endsWith("web-search-with-dynamic-filtering-succeeds.0.json");

  test.each(all.filter((answer) => !isBroken(answer)))("reads $name as it was", async (answer) => {
    serve(answer);
    const { text, refusal, finish, calls } = saidIn(answer).choices[0] as ReturnType<typeof saidIn>["choices"][number];
    const told = answer.reply === undefined ? streamText({ ...prompt, onError: () => {} }) : await generateText(prompt);
    const isSpoken = text === "" && finish !== "content_filter";
    expect((await told.text).replace(/!\[image\]\([^)]*\)/g, "")).toBe(isSpoken ? refusal : text);
    // Those it knows to be made by Anthropic's own tools it tells apart.
    if (answer.dialect !== "anthropic")
      expect((await told.toolCalls).map((call) => call.toolName)).toEqual(calls.map(({ name }) => name));
  });
});

const CALLS = [
  { id: "a", name: "weather", args: { city: "Oslo" } },
  { id: "b", name: "weather", args: {} },
];

describe("other clients of the dialect", () => {
  test("LangChain reads the text, the calls and the usage, whole and streamed", async () => {
    const model = new ChatAnthropic({ model: "asked", apiKey: "judge", maxRetries: 0, anthropicApiUrl: server.url });
    serve({ reply: REPLY });
    const whole = await model.invoke("Hello");
    serve({ chunks: CHUNKS });
    let streamed: AIMessageChunk | undefined;
    for await (const chunk of await model.stream("Hello")) streamed = streamed?.concat(chunk) ?? chunk;
    for (const message of [whole, streamed as AIMessageChunk]) {
      expect(message.text).toBe("Sunny days");
      expect(message.tool_calls).toMatchObject(CALLS);
      expect(message.usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 9, total_tokens: 14 });
    }
  });

  test("the AI SDK reads the thinking, the text, the calls and the usage, whole and streamed", async () => {
    const model = createAnthropic({ apiKey: "judge", baseURL: server.url })("asked");
    serve({ reply: REPLY });
    const whole = await generateText({ model, prompt: "Hello", maxRetries: 0, maxOutputTokens: 10 });
    serve({ chunks: CHUNKS });
    const stream = streamText({ model, prompt: "Hello", maxRetries: 0, maxOutputTokens: 10 });
    const streamed = {
      text: await stream.text,
      reasoningText: await stream.reasoningText,
      toolCalls: await stream.toolCalls,
      finishReason: await stream.finishReason,
      usage: await stream.usage,
    };
    for (const { text, reasoningText, toolCalls, finishReason, usage } of [whole, streamed]) {
      expect({ text, reasoningText, finishReason }).toEqual({
        text: "Sunny days",
        reasoningText: "let me see",
        finishReason: "tool-calls",
      });
      expect(toolCalls.map(({ toolCallId: id, toolName: name, input: args }) => ({ id, name, args }))).toEqual(CALLS);
      expect(usage).toMatchObject({ inputTokens: 5, outputTokens: 9, totalTokens: 14 });
    }
  });
});
