import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { EVENTS, type Serve, startUpstream } from "../router/support/upstream.ts";
import { keyOf } from "../router/support/wired.ts";
import { aWiredGateway } from "./support/a-wired-gateway.ts";
import { gathered } from "./support/gathered.ts";

const messages = [{ role: "user" as const, content: "hello" }];
const HEAD = { id: "chatcmpl-theirs", object: "chat.completion.chunk", created: 1_700_000_000, model: "gpt-4o-2024" };
const USAGE = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8, their_own: 7 };

const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
const piece = (delta: object, more: object = {}, finish: string | null = null) =>
  event({ ...HEAD, ...more, choices: [{ index: 0, delta, finish_reason: finish }] });
const named = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

const streaming =
  (...pieces: readonly string[]): Serve =>
  (outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.end(pieces.join(""));
  };

/** A gateway before one provider, and what a client without a library is told by it. */
async function aPassage(serve: Serve, provider: "openai" | "anthropic" = "openai") {
  const upstream = await startUpstream(serve);
  const isOpenai = provider === "openai";
  const gateway = await aWiredGateway({ a: { url: `${upstream.url}${isOpenai ? "/v1" : ""}`, provider } });
  const streamed = async (more: object = {}) => {
    const path = isOpenai ? "/v1/chat/completions" : "/v1/messages";
    const answer = await gateway.ask(path, { json: { model: "m", stream: true, messages, max_tokens: 9, ...more } });
    return answer.text();
  };
  return { ...gateway, streamed, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

const dataIn = (text: string) => Array.from(text.matchAll(/^data: (\{.*)$/gm), ([, data = ""]) => JSON.parse(data));
const START = {
  message: {
    id: "msg_theirs",
    type: "message",
    role: "assistant",
    model: "claude-of-theirs",
    content: [],
    usage: { input_tokens: 5, output_tokens: 1 },
    of_its_own: { a: 1 },
  },
};
const BEGUN = named("message_start", START);
const OPENED = named("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
const said = (text: string, more: object = {}) =>
  named("content_block_delta", { index: 0, delta: { type: "text_delta", text, ...more } });
const ENDED = [
  named("content_block_stop", { index: 0 }),
  named("message_delta", { delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 3 } }),
  named("message_stop", {}),
];

describe("a stream of OpenAI's to a client of OpenAI's", () => {
  it("brings every field of the provider's own, under the name that was asked for", async () => {
    const own = { service_tier: "flex", system_fingerprint: "fp_1", x_groq: { id: "req_1" } };
    const details = [{ type: "reasoning.text", text: "hm", signature: "s" }];
    await using gateway = await aPassage(
      streaming(
        piece({ role: "assistant", content: "" }, own),
        piece({ reasoning_details: details, reasoning: "hm" }, own),
        piece({ content: "all is " }, own),
        piece({ content: "well" }, own),
        piece({}, own, "stop"),
        event({ ...HEAD, choices: [], usage: USAGE }),
        EVENTS.done,
      ),
    );
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "none", maxRetries: 0 });
    const stream = await client.chat.completions.create({
      model: "m",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await gathered(stream);
    expect(chunks).toHaveLength(6);
    for (const chunk of chunks) expect(chunk).toMatchObject({ ...HEAD, model: "m" });
    for (const chunk of chunks.slice(0, 5)) expect(chunk).toMatchObject(own);
    expect(chunks[1]?.choices[0]?.delta).toEqual({ reasoning_details: details, reasoning: "hm" });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("all is well");
    expect(chunks[4]?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks[5]).toMatchObject({ choices: [], usage: USAGE });
    expect(gateway.told).toEqual(["a/gpt-4o ok"]);
  });

  it("tells no usage where none was asked for, and tells it once where every event does", async () => {
    await using gateway = await aPassage(
      streaming(
        piece({ role: "assistant", content: "all" }, { usage: null }),
        piece({ content: "usage" }, { usage: { ...USAGE, completion_tokens: 1 } }),
        piece({}, { usage: USAGE }, "stop"),
        EVENTS.done,
      ),
    );
    const without = dataIn(await gateway.streamed());
    expect(without.map(({ choices }) => choices[0].delta.content)).toEqual(["all", "usage", undefined]);
    for (const one of without) expect(one).not.toHaveProperty("usage");
    const told = dataIn(await gateway.streamed({ stream_options: { include_usage: true } }));
    expect(told.map(({ usage }) => usage)).toEqual([null, null, null, USAGE]);
    expect(told.at(-1)).toMatchObject({ choices: [], model: "m" });
  });

  it("says the model's name itself wherever the provider says it, and where it does not", async () => {
    const event = (body: string) => `data: {${body},"choices":[{"index":0,"delta":{"content":"x"}}]}\n\n`;
    const spellings = [
      '"id":"a\\"b","model":"theirs"',
      '"id": "a", "model": "theirs"',
      '"deep":{"model":"deep"},"model":"theirs"',
      '"model":"theirs","model":"theirs"',
      '"id":"without"',
    ];
    await using gateway = await aPassage(streaming(...spellings.map(event), EVENTS.finish, EVENTS.done));
    const all = dataIn(await gateway.streamed());
    expect(all.map(({ model }) => model)).toEqual(spellings.map(() => "m").concat("m"));
    expect(all[2].deep).toEqual({ model: "deep" });
  });

  it("is put right where the provider does not keep to OpenAI's ways", async () => {
    const call = { id: "c1", function: { name: "f", arguments: "{}" } };
    await using gateway = await aPassage(
      streaming(piece({ role: "assistant", content: "a" }), piece({ tool_calls: [call] }), piece({}, {}, "eos")),
    );
    // No end marker came: it may not be told as whole.
    const cut = await gateway.streamed();
    expect(cut).not.toContain("[DONE]");
    expect(dataIn(cut).at(-1)).toHaveProperty("error");
    const [, called, ended] = dataIn(cut);
    expect(called.choices[0].delta.tool_calls).toMatchObject([{ ...call, index: 0, type: "function" }]);
    expect(ended.choices[0]).toMatchObject({ finish_reason: "stop", native_finish_reason: "eos" });
  });

  it("shows no secret of the account's in a field nobody reads, and can become nobody's prototype", async () => {
    const evil = `data: {"__proto__":{"a":1},"\\u005f_proto__":{"a":1},${JSON.stringify(HEAD).slice(1, -1)},"choices":[{"index":0,"delta":{"content":"x","__proto__":{}}}]}\n\n`;
    await using gateway = await aPassage(
      streaming(piece({ content: "a" }, { debug: `Bearer ${keyOf("a")}` }), evil, EVENTS.finish, EVENTS.done),
    );
    const text = await gateway.streamed();
    expect(text).not.toContain(keyOf("a"));
    expect(text).not.toContain("proto__");
    expect(dataIn(text)[0].debug).toBe("Bearer …");
  });

  it("ends by one error and no end marker, and brings nothing of a target that failed before its first content", async () => {
    const failing = await startUpstream(streaming(piece({ role: "assistant" }, { id: "of-a" }), EVENTS.error));
    const cutting = await startUpstream(streaming(piece({ content: "x" }, { id: "of-b" }), EVENTS.error, EVENTS.done));
    const backends = { a: { url: `${failing.url}/v1` }, b: { url: `${cutting.url}/v1` } };
    await using gateway = await aWiredGateway(backends, { route: "retry: { attempts: 2 }" });
    const json = { model: "m", stream: true, messages };
    const text = await (await gateway.ask("/v1/chat/completions", { json })).text();
    expect(text).not.toContain("of-a");
    expect(text).not.toContain("[DONE]");
    const [first, second, ...others] = dataIn(text);
    expect(first).toMatchObject({ id: "of-b", model: "m" });
    expect(second).toHaveProperty("error");
    expect(others).toEqual([]);
  });
});

describe("a stream of Anthropic's to a client of Anthropic's", () => {
  it("brings every field of the provider's own, under the name that was asked for", async () => {
    await using gateway = await aPassage(
      streaming(BEGUN, OPENED, said("all is ", { of_its_own: 1 }), said("well"), ...ENDED),
      "anthropic",
    );
    const client = new Anthropic({ baseURL: gateway.url, apiKey: "none", maxRetries: 0 });
    const asked = { model: "m", max_tokens: 9, messages };
    const events = await gathered(await client.messages.create({ ...asked, stream: true }));
    expect(events[0]).toEqual({ type: "message_start", message: { ...START.message, model: "m" } });
    expect(events[2]).toMatchObject({ delta: { type: "text_delta", text: "all is ", of_its_own: 1 } });
    const message = await client.messages.stream(asked).finalMessage();
    expect(message).toMatchObject({ id: "msg_theirs", model: "m", stop_reason: "end_turn" });
    expect(message.content).toMatchObject([{ type: "text", text: "all is well" }]);
    expect(message.usage.output_tokens).toBe(3);
  });

  it("has the protocol's events alone, each on one line and under its own name, and one end", async () => {
    const delta =
      '{ "type":\t"content_block_delta",\ndata: "index":0,"delta":{"type":"text_delta","text":"a\u2028b\u0085"}}';
    await using gateway = await aPassage(
      streaming(
        BEGUN,
        named("execute", {}),
        OPENED,
        `event: execute\r\ndata: ${delta}\r\n\r\n`,
        said("\u2029\r\n"),
        ...ENDED,
        said("late"),
      ),
      "anthropic",
    );
    const lines = (await gateway.streamed()).split(/[\n\r\u0085\u2028\u2029]/).filter((line) => line !== "");
    const names = lines.filter((line) => line.startsWith("event: ")).map((line) => line.slice(7));
    expect(names).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    const all = dataIn(lines.join("\n"));
    expect(all.map(({ type }) => type)).toEqual(names);
    expect([all[2].delta.text, all[3].delta.text]).toEqual(["a\u2028b\u0085", "\u2029\r\n"]);
  });

  it("is translated where something else was asked than what the client meant", async () => {
    const call = { type: "tool_use", id: "t1", name: "modelmall_json_answer", input: {} };
    const answer = named("content_block_delta", {
      index: 0,
      delta: { type: "input_json_delta", partial_json: '{"a":1}' },
    });
    const begun = named("content_block_start", { index: 0, content_block: call });
    await using gateway = await aPassage(streaming(BEGUN, begun, answer, ...ENDED), "anthropic");
    const schema = { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } } as const;
    const request = { messages, response_format: schema, max_tokens: 9 };
    const chunks = await gathered(gateway.router.stream("a/claude-3-haiku-20240307", request, { raw: "anthropic" }));
    expect(chunks.map(({ content = "" }) => content).join("")).toBe('{"a":1}');
    expect(chunks.filter(({ raw }) => raw !== undefined)).toEqual([]);
  });
});

it("is translated to a client of another dialect", async () => {
  await using gateway = await aPassage(
    streaming(piece({ content: "x" }, { of_its_own: 1 }), EVENTS.finish, EVENTS.done),
  );
  const answer = await gateway.ask("/v1/messages", { json: { model: "m", stream: true, messages, max_tokens: 9 } });
  const text = await answer.text();
  expect(text).toContain('"text":"x"');
  expect(text).not.toContain("of_its_own");
});
