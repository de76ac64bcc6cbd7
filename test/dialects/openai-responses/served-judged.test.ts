import type { AIMessageChunk } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import OpenAI, { type APIError } from "openai";
import { afterAll, describe, expect, test } from "vitest";
import { responsesServed } from "../../../src/dialects/openai-responses/served.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { OPENAI_ERROR_CLASSES } from "../support/openai-error-classes.ts";
import { serveAnswers, servedAnswer } from "../support/serve.ts";
import { type Answered, aCall, aReply, lastChunk, recordedAnswers, saidIn } from "../support/served.ts";
import { CHUNKS, REPLY } from "../support/weather-answer.ts";

const all = withoutSharedData === undefined ? recordedAnswers() : [];
const server = await serveAnswers();
afterAll(() => server[Symbol.asyncDispose]());
const client = new OpenAI({ apiKey: "judge", baseURL: server.url, maxRetries: 0 });
const asked = { model: "asked", input: "Hello" };

function serve(answer: Pick<Answered, "reply" | "chunks">, call = aCall()): void {
  server.answer = servedAnswer(responsesServed, answer, call);
}

/** The answer as the official client has it. */
async function response(answer: Pick<Answered, "reply" | "chunks">): Promise<OpenAI.Responses.Response> {
  serve(answer);
  if (answer.reply !== undefined) return client.responses.create(asked);
  return client.responses.stream(asked).finalResponse();
}

describe.skipIf(withoutSharedData !== undefined)("the official client", () => {
  test.each(all)("reads $name as it was", async (answer) => {
    const said = saidIn(answer);
    const { text, refusal, calls, finish } = said.choices[0] as (typeof said.choices)[number];
    const read = await response(answer);
    expect(read).toMatchObject({
      id: "resp_1",
      object: "response",
      created_at: 1767323045,
      model: "asked",
      error: null,
    });
    expect(read.output_text).toBe(text);
    const parts = read.output.flatMap((item) => (item.type === "message" ? item.content : []));
    expect(parts.map((part) => (part.type === "refusal" ? part.refusal : "")).join("")).toBe(refusal);
    expect(callsIn(read)).toEqual(
      calls.map(({ id, name, arguments: given }) => ({ id: id === "" ? expect.any(String) : id, name, given })),
    );
    const isWhole = finish !== "length" && finish !== "content_filter";
    if (!isWhole) expect(read.status).toBe("incomplete");
    if (isWhole && answer.dialect !== "openai-responses") expect(read.status).toBe("completed");
    expect(read.incomplete_details?.reason).toBe(
      isWhole ? undefined : finish === "length" ? "max_output_tokens" : "content_filter",
    );
    const { usage } = said;
    if (usage === undefined) expect(read.usage).toBeNull();
    else {
      expect(read.usage).toMatchObject({
        input_tokens: usage.totalInput,
        output_tokens: usage.totalOutput,
        total_tokens: usage.totalInput + usage.totalOutput,
        input_tokens_details: { cached_tokens: usage.cacheRead + usage.audioCacheRead },
        output_tokens_details: { reasoning_tokens: usage.reasoning },
      });
    }
  });

  test.each(all.filter(({ chunks }) => chunks !== undefined))("puts $name together from its events", async (answer) => {
    serve(answer);
    let last: OpenAI.Responses.Response | undefined;
    let sequence = 0;
    const items: unknown[] = [];
    const ids = new Map<number, string | undefined>();
    for await (const event of await client.responses.create({ ...asked, stream: true })) {
      expect(event.sequence_number).toBe(sequence++);
      if (event.type === "response.output_item.added") ids.set(event.output_index, event.item.id ?? undefined);
      if ("item_id" in event) expect(event.item_id).toBe(ids.get(event.output_index));
      if (event.type === "response.output_item.done") {
        expect(event.item.id).toBe(ids.get(event.output_index));
        items[event.output_index] = event.item;
      }
      if (event.type === "response.completed" || event.type === "response.incomplete") last = event.response;
    }
    // What the deltas told, each item told, and the last event told once more is the same.
    expect(last?.output).toEqual(items);
  });

  test.each(Object.entries(OPENAI_ERROR_CLASSES))("raises for %s its %s", async (status, name) => {
    const error = { status: Number(status), code: "some_code", message: "what was wrong", field: "input[0]" };
    const body = JSON.stringify(responsesServed.encodeError(error));
    server.answer = { status: error.status, type: "application/json", body };
    const raised = await client.responses.create(asked).catch((caught: unknown) => caught as APIError);
    expect(raised.constructor.name).toBe(name);
    expect(raised).toMatchObject({ status: error.status, code: "some_code", param: "input[0]" });
    expect((raised as APIError).message).toBe(`${status} what was wrong`);
  });

  test("raises an error in the middle of a stream, with its code", async () => {
    const encoder = responsesServed.createStreamEncoder(aCall({ stream: true }));
    const error = { status: 529, code: "overloaded", message: "too\nmuch" };
    server.answer = { type: "text/event-stream", body: encoder.push({ content: "Hel" }) + encoder.fail(error) };
    const stream = client.responses.stream(asked);
    const texts: string[] = [];
    stream.on("response.output_text.delta", ({ snapshot }) => texts.push(snapshot));
    await expect(stream.finalResponse()).rejects.toMatchObject({
      code: "overloaded",
      type: "overloaded_error",
      message: "too\nmuch",
    });
    expect(texts).toEqual(["Hel"]);
  });
});

function callsIn({ output }: OpenAI.Responses.Response) {
  return output.flatMap((item) => {
    if (item.type === "function_call") return [{ id: item.call_id, name: item.name, given: item.arguments }];
    if (item.type !== "custom_tool_call") return [];
    return [{ id: item.call_id, name: item.name, given: JSON.stringify({ input: item.input }) }];
  });
}

test("LangChain reads the text, the calls and the usage, whole and streamed", async () => {
  const model = new ChatOpenAI({
    model: "asked",
    apiKey: "judge",
    maxRetries: 0,
    useResponsesApi: true,
    configuration: { baseURL: server.url },
  });
  serve({ reply: REPLY });
  const whole = await model.invoke("Hello");
  serve({ chunks: CHUNKS });
  let streamed: AIMessageChunk | undefined;
  for await (const chunk of await model.stream("Hello")) streamed = streamed?.concat(chunk) ?? chunk;
  for (const message of [whole, streamed as AIMessageChunk]) {
    expect(message.text).toBe("Sunny days");
    expect(message.tool_calls).toMatchObject([
      { id: "a", name: "weather", args: { city: "Oslo" } },
      { id: "b", name: "weather", args: {} },
    ]);
    expect(message.usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 9, total_tokens: 14 });
  }
});

test("a tool that is called with plain text is called with it, whole and streamed", async () => {
  const { request } = responsesServed.decodeRequest({
    ...asked,
    tools: [{ type: "custom", name: "patch", description: "Applies a patch" }],
  });
  const call = aCall({ request });
  const text = JSON.stringify({ input: '*** "patch"\n' });
  const said = { id: "a", type: "function" as const, function: { name: "patch", arguments: text } };
  const reply = aReply({
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: null },
        content: "",
        toolCalls: [said],
        finishReason: "tool_calls",
      },
    ],
  });
  const half = Math.floor(text.length / 2);
  const chunks = [
    { toolCalls: [{ index: 0, id: "a", name: "patch", arguments: text.slice(0, half) }] },
    { toolCalls: [{ index: 0, arguments: text.slice(half) }] },
    lastChunk({ finishReason: "tool_calls" }),
  ];
  serve({ reply }, call);
  const whole = await client.responses.create(asked);
  serve({ chunks }, call);
  const streamed = await client.responses.stream(asked).finalResponse();
  for (const { output, tools } of [whole, streamed]) {
    expect(output).toMatchObject([{ type: "custom_tool_call", call_id: "a", name: "patch", input: '*** "patch"\n' }]);
    expect(tools).toMatchObject([{ type: "custom", name: "patch" }]);
  }
});
