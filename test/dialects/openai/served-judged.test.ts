import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { AIMessageChunk } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, streamText } from "ai";
import OpenAI, { type APIError } from "openai";
import { afterAll, describe, expect, test } from "vitest";
import { openaiServed } from "../../../src/dialects/openai/served.ts";
import { openaiCompletionsServed } from "../../../src/dialects/openai/served-completions.ts";
import type { ServedDialect } from "../../../src/served-dialect.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { OPENAI_ERROR_CLASSES } from "../support/openai-error-classes.ts";
import { serveAnswers, servedAnswer } from "../support/serve.ts";
import { type Answered, aCall, recordedAnswers, saidIn } from "../support/served.ts";
import { CHUNKS, REPLY } from "../support/weather-answer.ts";

const all = withoutSharedData === undefined ? recordedAnswers() : [];
const server = await serveAnswers();
afterAll(() => server[Symbol.asyncDispose]());
const client = new OpenAI({ apiKey: "judge", baseURL: server.url, maxRetries: 0 });
const asked = { model: "asked", messages: [{ role: "user" as const, content: "Hello" }] };

function serve(answer: Pick<Answered, "reply" | "chunks">, served: ServedDialect = openaiServed): void {
  server.answer = servedAnswer(served, answer);
}

/** The answer as the official client puts it together, from a stream by its own helper. */
async function completion(answer: Pick<Answered, "reply" | "chunks">): Promise<OpenAI.ChatCompletion> {
  serve(answer);
  return answer.reply === undefined
    ? await client.chat.completions.stream({ ...asked, stream_options: { include_usage: true } }).finalChatCompletion()
    : await client.chat.completions.create(asked);
}

describe.skipIf(withoutSharedData !== undefined)("the official client", () => {
  test.each(all)("reads $name as it was", async (answer) => {
    const { choices, usage } = saidIn(answer);
    const read = await completion(answer);
    expect(read).toMatchObject({ id: "chatcmpl-1", object: "chat.completion", model: "asked", created: 1767323045 });
    expect(
      read.choices.map(({ index, message, finish_reason: finish }) => ({
        index,
        role: message.role,
        text: message.content ?? "",
        refusal: message.refusal ?? "",
        calls: (message.tool_calls ?? []).map((call) =>
          call.type === "function" ? { id: call.id, type: call.type, ...call.function } : call,
        ),
        finish,
      })),
    ).toMatchObject(
      choices.map(({ text, refusal, calls, finish }, index) => ({
        index,
        role: "assistant",
        text,
        refusal,
        calls: calls.map(({ id, name, arguments: given }) => ({ id, type: "function", name, arguments: given })),
        finish: finish === "other" || finish === undefined ? "stop" : finish,
      })),
    );
    expect(read.usage ?? undefined).toEqual(
      usage === undefined
        ? undefined
        : expect.objectContaining({
            prompt_tokens: usage.totalInput,
            completion_tokens: usage.totalOutput,
            total_tokens: usage.totalInput + usage.totalOutput,
          }),
    );
  });

  test.each(all.filter(({ chunks }) => chunks !== undefined))("streams $name as a text completion", async (answer) => {
    serve(answer, openaiCompletionsServed);
    const text: string[] = [];
    let tokens: number | undefined;
    const stream = await client.completions.create({ model: "asked", prompt: "Hello", stream: true });
    for await (const { object, choices, usage } of stream) {
      expect(object).toBe("text_completion");
      for (const choice of choices) text[choice.index] = (text[choice.index] ?? "") + choice.text;
      tokens = usage?.total_tokens ?? tokens;
    }
    const said = saidIn(answer);
    expect(text).toEqual(said.choices.map((choice) => choice.text || choice.refusal));
    expect(tokens).toBe(said.usage && said.usage.totalInput + said.usage.totalOutput);
  });

  test.each(Object.entries(OPENAI_ERROR_CLASSES))("raises for %s its %s", async (status, name) => {
    const error = { status: Number(status), code: "some_code", message: "what was wrong", field: "messages[0]" };
    server.answer = {
      status: error.status,
      type: "application/json",
      body: JSON.stringify(openaiServed.encodeError(error)),
    };
    const raised = await client.chat.completions.create(asked).catch((caught: unknown) => caught as APIError);
    expect(raised.constructor.name).toBe(name);
    expect(raised).toMatchObject({ status: error.status, code: "some_code", param: "messages[0]" });
    expect((raised as APIError).message).toBe(`${status} what was wrong`);
  });

  test("raises an error in the middle of a stream, with its code", async () => {
    const encoder = openaiServed.createStreamEncoder(aCall({ stream: true }));
    const error = { status: 529, code: "overloaded", message: "too\nmuch" };
    server.answer = { type: "text/event-stream", body: encoder.push({ content: "Hel" }) + encoder.fail(error) };
    const stream = client.chat.completions.stream(asked);
    await expect(stream.finalChatCompletion()).rejects.toMatchObject({
      code: "overloaded",
      type: "overloaded_error",
      message: "too\nmuch",
    });
    expect(stream.currentChatCompletionSnapshot?.choices[0]?.message.content).toBe("Hel");
  });
});

const CALLS = [
  { id: "a", name: "weather", args: { city: "Oslo" } },
  { id: "b", name: "weather", args: {} },
];

describe("other clients of the dialect", () => {
  test("LangChain reads the text, the calls and the usage, whole and streamed", async () => {
    const model = new ChatOpenAI({
      model: "asked",
      apiKey: "judge",
      maxRetries: 0,
      configuration: { baseURL: server.url },
    });
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

  test("the AI SDK reads the text, the thinking, the calls with their signatures and the usage, whole and streamed", async () => {
    const model = createOpenAICompatible({ name: "judge", baseURL: server.url, includeUsage: true })("asked");
    serve({ reply: REPLY });
    const whole = await generateText({ model, prompt: "Hello", maxRetries: 0 });
    serve({ chunks: CHUNKS });
    const stream = streamText({ model, prompt: "Hello", maxRetries: 0 });
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
      expect(JSON.stringify(toolCalls[1]?.providerMetadata)).toContain('"signed"');
      expect(usage).toMatchObject({ inputTokens: 5, outputTokens: 9, totalTokens: 14 });
    }
  });
});
