import { expect, test } from "vitest";
import { openai } from "../../../src/dialects/openai.ts";
import { ofStream } from "./support/read-answer.ts";
import { contextFor } from "./support/recordings.ts";

/** Events of one answer, each with a delta. */
function events(...deltas: object[]) {
  return deltas.map((delta) => event({ choices: [{ index: 0, delta }] }));
}

function event(body: unknown) {
  return { data: JSON.stringify(body) };
}

const finish = (reason: string, index = 0) => event({ choices: [{ index, delta: {}, finish_reason: reason }] });
const done = { data: "[DONE]" };
const call = (piece: object) => ({ tool_calls: [piece] });

function read(list: { data: string }[], provider = "openai") {
  return ofStream(list, contextFor(provider, true));
}

test("text comes in pieces, and finish reason, model and usage at the end", () => {
  const { chunks, last, ended } = read([
    event({ id: "c", model: "m-1", choices: [{ index: 0, delta: { role: "assistant", content: "" } }] }),
    event({ id: "c", model: "m-1", choices: [{ index: 0, delta: { content: "Hel" } }] }),
    event({ id: "c", model: "m-1", choices: [{ index: 0, delta: { content: "lo" } }] }),
    finish("stop"),
    event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }),
    done,
  ]);
  expect(chunks).toEqual([
    { content: "Hel", id: "c", modelServed: "m-1" },
    { content: "lo" },
    { finishReason: "stop", finishReasonRaw: "stop" },
  ]);
  expect(last).toMatchObject({ finishReason: "stop", finishReasonRaw: "stop", modelServed: "m-1", id: "c" });
  expect(last.usage).toMatchObject({ totalInput: 3, totalOutput: 2 });
  expect(ended).toBe(true);
});

test("a stream without its end marker has not ended", () => {
  expect(read([...events({ content: "Hel" }), finish("stop")]).ended).toBe(false);
});

test.each(["perplexity", "gpustack", "a server of my own"])("a finish reason ends a stream of %s", (provider) => {
  expect(read(events({ content: "Hel" }), provider).ended).toBe(false);
  expect(read([...events({ content: "Hel" }), finish("stop")], provider).ended).toBe(true);
});

test("with several answers, such a stream has ended when each of them has", () => {
  const both = [
    event({
      choices: [
        { index: 0, delta: { content: "a" } },
        { index: 1, delta: { content: "b" } },
      ],
    }),
  ];
  expect(read([...both, finish("stop", 0)], "my-own").ended).toBe(false);
  expect(read([...both, finish("stop", 0), finish("length", 1)], "my-own").ended).toBe(true);
});

test("such a stream awaits the answers that were asked for, whatever has ended already", () => {
  const awaits = (said: { data: string }[], answers?: number) => {
    const decoder = openai.createStreamDecoder({ ...contextFor("my-own", true), ...(answers && { answers }) });
    for (const one of said) decoder.push(one);
    return [decoder.ended, decoder.awaitsMore];
  };
  const first = [...events({ content: "a" }), finish("stop")];
  expect(awaits(first)).toEqual([true, false]);
  expect(awaits(first, 2)).toEqual([true, true]);
  expect(awaits([...first, done], 2)).toEqual([true, false]);
});

test("answers that share one event are given one by one", () => {
  const { chunks } = read([
    event({
      choices: [
        { index: 0, delta: { content: "a" } },
        { index: 1, delta: { content: "b" } },
      ],
    }),
    done,
  ]);
  expect(chunks).toEqual([{ content: "a" }, { index: 1, content: "b" }]);
});

test.each([
  ["nothing came", []],
  ["only a role came", events({ role: "assistant", content: "" })],
])("a stream whose marker comes when %s is no answer", (_, begun) => {
  expect(() => read([...begun, done])).toThrowError(expect.objectContaining({ code: "malformed_answer" }));
});

test("an empty answer is one where it is said why it ended", () => {
  expect(read([...events({ role: "assistant", content: "" }), finish("stop"), done]).last.finishReason).toBe("stop");
});

// As Snowflake's streams do.
test("an answer of which nobody says why it ended is whole, and its reason is not made up", () => {
  const read = ofStream([...events({ content: "Hi" }), done], contextFor("snowflake", true));
  expect(read).toMatchObject({ ended: true, last: { finishReason: "other" } });
  expect(read.last).not.toHaveProperty("finishReasonRaw");
});

test("calls to tools speak for themselves where no reason is told, unless one is cut", () => {
  const whole = call({ index: 0, id: "a", function: { name: "f", arguments: '{"x":1}' } });
  const bare = call({ index: 1, id: "b", function: { name: "g", arguments: "" } });
  const cut = call({ index: 2, id: "c", function: { name: "h", arguments: '{"y":' } });
  expect(read([...events(whole, bare), done]).last).toEqual({ finishReason: "tool_calls" });
  const broken = expect.objectContaining({ code: "stream_truncated", retryable: true, fault: "target" });
  expect(() => read([...events(whole, cut), done])).toThrowError(broken);
  expect(read([...events(whole, cut), finish("tool_calls"), done]).last.finishReason).toBe("tool_calls");
});

const whole = (name: string, text: string) => ({ name, arguments: JSON.parse(text) });

test.each([
  [
    "by the book",
    [
      call({ index: 0, id: "a", type: "function", function: { name: "f", arguments: "" } }),
      call({ index: 0, function: { arguments: '{"x":' } }),
      call({ index: 0, function: { arguments: "1}" } }),
      call({ index: 1, id: "b", type: "function", function: { name: "g", arguments: "{}" } }),
    ],
  ],
  [
    "without an index",
    [
      call({ id: "a", function: { name: "f", arguments: '{"x":1}' } }),
      call({ id: "b", function: { name: "g", arguments: "{}" } }),
    ],
  ],
  [
    "all with index 0",
    [
      call({ index: 0, id: "a", function: { name: "f", arguments: '{"x":1}' } }),
      call({ index: 0, id: "b", function: { name: "g", arguments: "{}" } }),
    ],
  ],
  [
    "with the id in every piece",
    [
      call({ index: 0, id: "a", function: { name: "f", arguments: '{"x"' } }),
      call({ index: 0, id: "a", function: { name: "f", arguments: ":1}" } }),
      call({ index: 1, id: "b", function: { name: "g", arguments: "{}" } }),
    ],
  ],
  [
    "with empty ids and names in later pieces",
    [
      call({ index: 0, id: "a", function: { name: "f", arguments: "" } }),
      call({ index: 0, id: "", function: { name: "", arguments: '{"x":1}' } }),
      call({ index: 1, id: "b", function: { name: "g", arguments: "{}" } }),
    ],
  ],
  [
    "with arguments that are parsed already",
    [
      call({ index: 0, id: "a", function: { name: "f", arguments: { x: 1 } } }),
      call({ index: 1, id: "b", function: { name: "g", arguments: {} } }),
    ],
  ],
  [
    "numbered from one",
    [
      call({ index: 1, id: "a", function: { name: "f", arguments: '{"x":1}' } }),
      call({ index: 2, id: "b", function: { name: "g", arguments: "{}" } }),
    ],
  ],
])("calls to tools are put together when they come %s", (_, deltas) => {
  const { reading, chunks } = read([...events(...deltas), finish("tool_calls"), done]);
  expect(reading.choices[0]?.calls).toEqual([whole("f", '{"x":1}'), whole("g", "{}")]);
  const ids = chunks
    .flatMap(({ toolCalls = [] }) => toolCalls)
    .flatMap(({ index, id }) => (id === undefined ? [] : [[index, id]]));
  expect(ids).toEqual([
    [0, "a"],
    [1, "b"],
  ]);
});

test("a call without an id gets one", () => {
  const { chunks } = read(events(call({ index: 0, function: { name: "f", arguments: "{}" } })));
  expect(chunks[0]?.toolCalls).toEqual([{ index: 0, id: "call_0_0", name: "f", arguments: "{}" }]);
});

test.each([
  ["reasoning_content", { reasoning_content: "hm" }, { content: "", reasoning_content: "m" }],
  ["reasoning", { reasoning: "hm" }, { reasoning: "m" }],
  [
    "content",
    { content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }] },
    { content: [{ type: "thinking", thinking: [{ type: "text", text: "m" }] }] },
  ],
])("thinking in %s streams as reasoning and comes whole at the end, to be sent back", (format, one, two) => {
  const { chunks, reading } = read([...events(one, two, { content: "Yes" }), finish("stop"), done]);
  expect(chunks.map(({ reasoning }) => reasoning)).toEqual(["hm", "m", undefined, undefined]);
  expect(chunks.at(-1)?.reasoningDetails).toEqual([{ type: "text", dialect: "openai", text: "hmm", format }]);
  expect(reading.choices[0]?.text).toBe("Yes");
});

test("details that come by themselves after plain reasoning repeat it, and are only kept to be sent back", () => {
  const details = (text: string) => ({ reasoning_details: [{ type: "reasoning.text", index: 0, text }] });
  const { chunks } = read([
    ...events({ reasoning: "a" }, { reasoning: "b", ...details("b") }, details("ab"), { content: "Hi" }),
    finish("stop"),
    done,
  ]);
  expect(chunks.map(({ reasoning = "" }) => reasoning).join("")).toBe("ab");
  expect(chunks.at(-1)?.reasoningDetails).toEqual([{ type: "text", dialect: "openai", text: "bab" }]);
});

test("details say which dialect they came from, where a gateway has translated them", () => {
  const value = { type: "server_tool_use", id: "t" };
  const detail = { type: "reasoning.item", index: 0, dialect: "anthropic", value };
  const { chunks } = read([...events({ reasoning_details: [detail] }, { content: "Hi" }), finish("stop"), done]);
  expect(chunks.at(-1)?.reasoningDetails).toEqual([{ type: "item", dialect: "anthropic", value }]);
});

test("pieces of structured reasoning are joined by their index, with signature and form", () => {
  const piece = (detail: object) => ({ reasoning_details: [{ index: 0, format: "anthropic-claude-v1", ...detail }] });
  const { chunks } = read([
    ...events(
      { reasoning: "a", ...piece({ type: "reasoning.text", text: "a" }) },
      { reasoning: "b", ...piece({ type: "reasoning.text", text: "b" }) },
      piece({ type: "reasoning.text", signature: "sig" }),
      { reasoning_details: [{ type: "reasoning.encrypted", index: 1, data: "xyz", id: "r1" }] },
    ),
    finish("stop"),
    done,
  ]);
  expect(chunks.map(({ reasoning }) => reasoning)).toEqual(["a", "b", undefined]);
  expect(chunks.at(-1)?.reasoningDetails).toEqual([
    { type: "text", dialect: "openai", text: "ab", signature: "sig", format: "anthropic-claude-v1" },
    { type: "encrypted", dialect: "openai", data: "xyz", id: "r1" },
  ]);
});

test("refusal, sound, log probabilities and sources are handed on", () => {
  const logprobs = { content: [{ token: "a", logprob: -0.1 }] };
  const { chunks, last } = read([
    event({
      citations: ["https://example.com"],
      choices: [{ index: 0, delta: { refusal: "No", audio: { id: "a" } }, logprobs }],
    }),
    done,
  ]);
  expect(chunks).toEqual([{ refusal: "No", audio: { id: "a" }, logprobs }]);
  expect(last.annotations).toEqual(["https://example.com"]);
});

test("an answer whole in one event is read from its message", () => {
  const body = { choices: [{ index: 0, message: { content: "All of it" }, finish_reason: "stop" }] };
  expect(read([event(body), done]).reading.choices[0]?.text).toBe("All of it");
});

test("a text completion's pieces are content", () => {
  const list = [event({ choices: [{ index: 0, text: "Once" }] }), event({ choices: [{ index: 0, text: "." }] }), done];
  expect(read(list).reading.choices[0]?.text).toBe("Once.");
});

test.each([
  ["an error alone", { error: { message: "Overloaded", code: 503 } }, "overloaded"],
  ["an error beside a choice", { error: { message: "Rate limit reached", code: 429 }, choices: [] }, "rate_limited"],
  ["an error as text", { error: "the model runner has crashed" }, undefined],
  ["a finish reason that is one", { choices: [{ index: 0, delta: {}, finish_reason: "error" }] }, undefined],
])("%s in the middle of a stream is thrown", (_, body, code) => {
  const decoder = openai.createStreamDecoder(contextFor("openrouter", true));
  decoder.push(event({ choices: [{ index: 0, delta: { content: "Hel" } }] }));
  expect(() => decoder.push(event(body))).toThrowError(
    expect.objectContaining({ name: "CallError", ...(code === undefined ? {} : { code }) }),
  );
});

test.each(["{", "null", "[1]", "words"])("an event that is no object of JSON (%s) is malformed", (data) => {
  const decoder = openai.createStreamDecoder(contextFor("openai", true));
  expect(() => decoder.push({ data })).toThrowError(expect.objectContaining({ code: "malformed_answer" }));
});

test("usage told in every event counts once, as last told", () => {
  const told = (tokens: number) => ({ usage: { prompt_tokens: 5, completion_tokens: tokens } });
  const { last } = read([
    event({ ...told(1), choices: [{ index: 0, delta: { content: "a" } }] }),
    event({ ...told(2), choices: [{ index: 0, delta: { content: "b" } }] }),
    event({ usage: null, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
    done,
  ]);
  expect(last.usage).toMatchObject({ totalInput: 5, totalOutput: 2 });
});

test("the last words can be asked for twice", () => {
  const decoder = openai.createStreamDecoder(contextFor("openai", true));
  for (const piece of [...events({ reasoning: "hm" }), done]) decoder.push(piece);
  const first = decoder.finish();
  expect(first.reasoningDetails).toHaveLength(1);
  expect(decoder.finish()).toEqual(first);
});
