import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatChunk, ChatMessage } from "../../../src/chat.ts";
import { responsesServed } from "../../../src/dialects/openai-responses/served.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import type { ServedError } from "../../../src/served-dialect.ts";
import { aCall, aReply, contextOf, lastChunk } from "../support/served.ts";

const END = lastChunk({ finishReason: "stop" });
const asked = { model: "m", input: "Hello" };
const wrong = (body: unknown) => () => responsesServed.decodeRequest(body);

interface Told {
  type: string;
  [field: string]: unknown;
}

/** The events of a stream, each once its framing and its number are seen to be right. */
function events(chunks: readonly ChatChunk[], call = aCall({ stream: true })): Told[] {
  const encoder = responsesServed.createStreamEncoder(call);
  const text = chunks.map((chunk) => encoder.push(chunk)).join("");
  return text
    .split("\n\n")
    .slice(0, -1)
    .map((event, place) => {
      const [, name, data] = /^event: ([\w.]+)\ndata: (.*)$/.exec(event) ?? [];
      const told = JSON.parse(data ?? "") as Told;
      expect(told).toMatchObject({ type: name, sequence_number: place });
      return told;
    });
}

const outline = (chunks: readonly ChatChunk[]) => events(chunks).map(({ type }) => type.replace("response.", ""));

describe("a stream", () => {
  test("tells thinking, text, refusal and calls, each item closed before the next", () => {
    const chunks: ChatChunk[] = [
      { reasoning: "hm" },
      { content: "a" },
      { content: "b", logprobs: { content: [{ token: "b", logprob: -1 }] } },
      { refusal: "no" },
      { toolCalls: [{ index: 0, id: "x", name: "f", arguments: "{}" }] },
      END,
    ];
    expect(outline(chunks)).toEqual([
      ...["created", "in_progress"],
      ...["output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta"],
      ...["reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done"],
      ...["output_item.added", "content_part.added", "output_text.delta", "output_text.delta"],
      ...["output_text.done", "content_part.done", "content_part.added", "refusal.delta"],
      ...["refusal.done", "content_part.done", "output_item.done"],
      ...["output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done"],
      "completed",
    ]);
  });

  test("tells a source at the text it is of, also where it comes before", () => {
    const source = { type: "url_citation", url: "https://example.com", title: "E", start_index: 0, end_index: 1 };
    const foreign = { type: "web_search_result_location", url: "https://example.com/b", title: null, cited_text: "x" };
    const told = events([{ annotations: [foreign] }, { content: "a" }, { annotations: [source] }, END]);
    const sources = told.filter(({ type }) => type === "response.output_text.annotation.added");
    expect(sources).toMatchObject([
      { annotation_index: 0, annotation: { type: "url_citation", url: "https://example.com/b" } },
      { annotation_index: 1, annotation: source },
    ]);
    expect(told.at(-1)).toMatchObject({ response: { output: [{ content: [{ annotations: [{}, source] }] }] } });
  });

  test("tells an image as an item, and only the first of several answers", () => {
    const image = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } } as const;
    const told = events([{ parts: [image] }, { index: 1, content: "another" }, END]);
    expect(told.at(-1)).toMatchObject({ response: { output: [{ type: "image_generation_call", result: "AAAA" }] } });
    expect(JSON.stringify(told)).not.toContain("another");
  });

  test("that was cut short is incomplete, and says why", () => {
    const told = events([{ content: "a" }, lastChunk({ finishReason: "length" })]);
    expect(told.at(-1)).toMatchObject({
      type: "response.incomplete",
      response: {
        status: "incomplete",
        incomplete_details: { reason: "max_output_tokens" },
        output: [{ status: "incomplete" }],
      },
    });
  });

  test("repeats what was asked", () => {
    const { request } = responsesServed.decodeRequest({
      ...asked,
      instructions: "Be brief",
      tools: [{ type: "function", name: "f", parameters: { type: "object" }, strict: true }],
      tool_choice: { type: "function", name: "f" },
      temperature: 0.5,
      max_output_tokens: 9,
      metadata: { a: "b" },
      reasoning: { effort: "low", summary: "auto" },
      text: { format: { type: "json_object" }, verbosity: "low" },
    });
    const echoed = {
      model: "asked",
      instructions: "Be brief",
      tools: [{ type: "function", name: "f", parameters: { type: "object" }, strict: true }],
      tool_choice: { type: "function", name: "f" },
      temperature: 0.5,
      max_output_tokens: 9,
      metadata: { a: "b" },
      reasoning: { effort: "low", summary: "auto" },
      text: { format: { type: "json_object" }, verbosity: "low" },
      previous_response_id: null,
    };
    for (const { response } of [events([END], aCall({ request })).at(0) as Told])
      expect(response).toMatchObject(echoed);
    const choice = {
      index: 0,
      message: { role: "assistant" as const, content: "a" },
      content: "a",
      toolCalls: [],
      finishReason: "stop" as const,
    };
    expect(responsesServed.encodeReply(aReply({ choices: [choice] }), aCall({ request }))).toMatchObject(echoed);
  });

  test("has no line end that was not written by it", () => {
    const hostile = "a\r\n\r\ndata: x\u2028\u2029\u0085\n\nevent: error";
    const encoder = responsesServed.createStreamEncoder(aCall({ model: hostile, id: hostile }));
    const call = { index: 0, id: hostile, name: hostile, arguments: hostile };
    const chunks = [{ content: hostile }, { reasoning: hostile }, { toolCalls: [call] }, { refusal: hostile }, END];
    const error: ServedError = { status: 500, code: "x", message: hostile };
    const text = chunks.map((chunk) => encoder.push(chunk)).join("") + encoder.fail(error);
    expect(text).not.toMatch(/[\r\u0085\u2028\u2029]/);
    for (const line of text.split("\n")) expect(line).toMatch(/^(?:event: [\w.]+|data: \{.*\}|)$/);
  });
});

describe("a request", () => {
  test.each([
    [{ input: "Hello" }, "model"],
    [{ model: "m" }, "input"],
    [{ model: "m", input: [] }, "input"],
    [{ model: "m", input: ["Hello"] }, "input[0]"],
    [{ ...asked, stream: 1 }, "stream"],
    ["text", "body"],
  ])("%j is refused, naming %s", (body, field) => {
    expect(wrong(body)).toThrow(expect.objectContaining({ code: "invalid_request", field }));
  });

  test.each([
    [{ previous_response_id: "resp_1" }, "previous_response_id"],
    [{ conversation: { id: "conv_1" } }, "conversation"],
    [{ background: true }, "background"],
    [{ store: true }, "store"],
    [{ input: [{ type: "item_reference", id: "msg_1" }] }, "input[0]"],
  ])("with %j needs a memory that is not there", (fields, field) => {
    expect(wrong({ ...asked, ...fields })).toThrow(expect.objectContaining({ code: "unsupported_request", field }));
  });

  test("that says it needs none is taken", () => {
    const none = { previous_response_id: null, conversation: null, background: false, store: false, temperature: null };
    expect(responsesServed.decodeRequest({ ...asked, ...none, stream: true })).toEqual({
      request: {
        messages: [{ role: "user", content: "Hello" }],
        extra: { store: false },
        extraDialect: "openai-responses",
      },
      model: "m",
      stream: true,
      includeUsage: true,
    });
  });

  const calls = [{ id: "a", type: "function" as const, function: { name: "f", arguments: "{}" }, signature: "signed" }];
  const message = { role: "assistant" as const, content: "x", tool_calls: calls };
  const choice = { index: 0, message, content: "x", toolCalls: calls, finishReason: "tool_calls" as const };

  function sentBack(output: unknown): readonly ChatMessage[] {
    const answer = { type: "function_call_output", call_id: "a", output: "done" };
    return responsesServed.decodeRequest({ model: "m", input: [...(output as unknown[]), answer] }).request.messages;
  }

  test("brings what was served back without the ids that were made for it, and with the signatures of calls", () => {
    const { output } = responsesServed.encodeReply(aReply({ choices: [choice] }), aCall()) as { output: unknown };
    const [turn] = sentBack(output) as [AssistantMessage];
    expect(turn.tool_calls).toEqual(calls);
    expect(turn.reasoning_details).toBeUndefined();
    expect(JSON.stringify(turn)).not.toContain("modelmall");
  });

  test("sends OpenAI its own items as they were, also after a stream", () => {
    const thought = { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "hm" }] };
    const text = { type: "output_text", text: "x", annotations: [] };
    const said = { type: "message", id: "msg_1", role: "assistant", status: "completed", content: [text] };
    const used = { type: "function_call", id: "fc_1", call_id: "a", name: "f", arguments: "{}", status: "completed" };
    const output = [thought, said, used];
    const context = contextOf("openai", openaiResponses, true);
    const decoder = openaiResponses.createStreamDecoder(context);
    const pushed = [
      { type: "response.created", response: {} },
      { type: "response.reasoning_summary_text.delta", output_index: 0, summary_index: 0, delta: "hm" },
      ...output.map((item, index) => ({ type: "response.output_item.done", output_index: index, item })),
      { type: "response.completed", response: { status: "completed", output } },
    ].flatMap((event) => decoder.push({ data: JSON.stringify(event) }) ?? []);
    const chunks = [...pushed, lastChunk(decoder.finish())];
    const served = (events(chunks).at(-1) as { response?: { output: unknown } }).response;
    const { body } = openaiResponses.encodeRequest({ messages: sentBack(served?.output) }, context);
    expect(body.input).toMatchObject([...output, { type: "function_call_output", call_id: "a" }]);
  });

  test("shows thinking that nobody else could read to providers that take plain text", () => {
    const shown = { ...choice, reasoning: "hm", message: { ...message, tool_calls: [] }, toolCalls: [] };
    const { output } = responsesServed.encodeReply(aReply({ choices: [shown] }), aCall()) as { output: unknown };
    expect((sentBack(output) as [AssistantMessage])[0].reasoning_details).toEqual([
      { type: "text", dialect: "openai", text: "hm", format: "reasoning_content" },
    ]);
  });
});
