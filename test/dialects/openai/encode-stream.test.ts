import { describe, expect, test } from "vitest";
import type { ChatChunk } from "../../../src/chat.ts";
import { openaiServed } from "../../../src/dialects/openai/served.ts";
import { openai } from "../../../src/dialects/openai.ts";
import { aCall, contextOf, lastChunk, readStream, saidInChunks, written } from "../support/served.ts";

/** The events of a stream, parsed; the end marker as it is. */
function events(chunks: readonly ChatChunk[], call = aCall({ stream: true })) {
  return written(openaiServed, chunks, call)
    .split("\n\n")
    .filter((event) => event !== "")
    .map((event) => {
      const data = event.slice("data: ".length);
      // biome-ignore lint/suspicious/noExplicitAny: what the tests look at is anybody's JSON.
      return data === "[DONE]" ? data : (JSON.parse(data) as any);
    });
}

describe("a streamed answer", () => {
  test("tells the role once, then text, then the end, usage where it is wanted, and the marker", () => {
    const usage = openai.decodeReply(
      { choices: [{ message: { content: "" } }], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
      contextOf("openai", openai, false),
    ).usage;
    const chunks = [
      { content: "Hel" },
      { content: "lo" },
      lastChunk({ finishReason: "stop", ...(usage && { usage }) }),
    ];
    const told = events(chunks, aCall({ stream: true, includeUsage: false }));
    expect(told.map((event) => event.choices?.[0] ?? event)).toEqual([
      { index: 0, delta: { role: "assistant", content: "Hel" }, finish_reason: null },
      { index: 0, delta: { content: "lo" }, finish_reason: null },
      { index: 0, delta: {}, finish_reason: "stop" },
      "[DONE]",
    ]);
    expect(told[1]).toEqual({
      id: "chatcmpl-1",
      object: "chat.completion.chunk",
      created: 1767323045,
      model: "asked",
      choices: [told[1].choices[0]],
    });
    const wanted = events(chunks);
    expect(wanted.slice(0, 3).map((event) => event.usage)).toEqual([null, null, null]);
    expect(wanted[3]).toMatchObject({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } });
    expect(wanted[4]).toBe("[DONE]");
  });

  test("says that its end is not the provider's word where that said none", () => {
    const [, end] = events([{ content: "a" }, lastChunk({ finishReason: "other" })]);
    expect(end.choices[0]).toEqual({ index: 0, delta: {}, finish_reason: "stop", native_finish_reason: null });
    const [, told] = events([{ content: "a" }, lastChunk({ finishReason: "other", finishReasonRaw: "pause" })]);
    expect(told.choices[0]).toMatchObject({ finish_reason: "stop", native_finish_reason: "pause" });
  });

  test("that says nothing still has a role and an end", () => {
    expect(events([lastChunk({ finishReason: "length" })])).toMatchObject([
      { choices: [{ delta: { role: "assistant", content: "" }, finish_reason: "length" }] },
      "[DONE]",
    ]);
  });

  test("says nothing for a chunk that says nothing", () => {
    const encoder = openaiServed.createStreamEncoder(aCall());
    expect(encoder.push({ content: "Hi" })).not.toBe("");
    expect(encoder.push({ content: "" })).toBe("");
    expect(encoder.push({ id: "x", modelServed: "y" })).toBe("");
  });

  test("tells what comes with a piece of text beside it", () => {
    const logprobs = { content: [{ token: "Hi", logprob: -0.1 }] };
    const source = {
      type: "url_citation",
      url_citation: { url: "https://a.example", title: "a", start_index: 0, end_index: 2 },
    };
    const told = events([
      { content: "Oh" },
      { content: "a", logprobs },
      { content: "b", annotations: [source] },
      { content: "c", reasoning: "d", refusal: "e", audio: { id: "f" } },
      { content: "g", finishReason: "length" },
    ]);
    expect(told.slice(1).map((event) => event.choices[0])).toEqual([
      { index: 0, delta: { content: "a" }, logprobs, finish_reason: null },
      { index: 0, delta: { content: "b", annotations: [source] }, finish_reason: null },
      {
        index: 0,
        delta: { content: "c", reasoning_content: "d", refusal: "e", audio: { id: "f" } },
        finish_reason: null,
      },
      { index: 0, delta: { content: "g" }, finish_reason: "length" },
    ]);
  });

  test("tells each of several answers its role and its end, once", () => {
    const told = events([
      { index: 1, content: "b" },
      { content: "a" },
      { index: 2, content: "c" },
      { index: 1, finishReason: "length", finishReasonRaw: "length" },
      { finishReason: "stop", finishReasonRaw: "stop" },
      lastChunk({ finishReason: "stop" }),
    ]);
    const choices = told.flatMap((event) => event.choices ?? []);
    expect(choices.filter(({ delta }) => delta.role !== undefined).map(({ index }) => index)).toEqual([1, 0, 2]);
    expect(choices.flatMap(({ index, finish_reason: finish }) => (finish === null ? [] : [[index, finish]]))).toEqual([
      [1, "length"],
      [0, "stop"],
      [2, "stop"],
    ]);
  });

  test("tells a call's id, type and name with its first piece alone", () => {
    const told = events([
      { toolCalls: [{ index: 0, id: "a", name: "f", arguments: "{" }] },
      {
        toolCalls: [
          { index: 0, arguments: "}" },
          { index: 1, id: "b", name: "g" },
        ],
      },
    ]);
    expect(told.map((event) => event.choices[0].delta.tool_calls)).toEqual([
      [{ index: 0, id: "a", type: "function", function: { name: "f", arguments: "{" } }],
      [
        { index: 0, function: { arguments: "}" } },
        { index: 1, id: "b", type: "function", function: { name: "g", arguments: "" } },
      ],
    ]);
  });

  test("tells signed thinking once more as it must come back, which is not read as thought twice", () => {
    const details = [
      { type: "text", dialect: "anthropic", text: "hmm", signature: "s1" },
      { type: "encrypted", dialect: "anthropic", data: "xyz" },
    ] as const;
    const later = [
      { type: "text", dialect: "anthropic", text: "and", signature: "s2" },
      { type: "item", dialect: "anthropic", value: { type: "server_tool_use", id: "t" } },
    ] as const;
    const chunks = [
      { reasoning: "h" },
      { reasoning: "mm" },
      { reasoningDetails: details },
      { content: "Hi" },
      lastChunk({ finishReason: "stop", reasoningDetails: later }),
    ];
    const encoder = openaiServed.createStreamEncoder(aCall());
    const text = chunks.map((chunk) => encoder.push(chunk)).join("");
    const read = readStream(openai, text, contextOf("openai", openai, true));
    expect(saidInChunks(read).choices[0]).toMatchObject({ text: "Hi", reasoning: "hmm" });
    expect(read.flatMap(({ reasoningDetails = [] }) => reasoningDetails)).toEqual([...details, ...later]);
  });

  test("is one line an event to every reader, whatever a model writes", () => {
    const nasty = 'a\nb\rc\r\nd\u0085e\u2028f\u2029g\u0000"\\\ud800\n\ndata: [DONE]\n\n';
    const encoder = openaiServed.createStreamEncoder(aCall({ model: nasty }));
    const chunks = [
      { content: nasty },
      { content: nasty },
      { reasoning: nasty, refusal: nasty },
      { toolCalls: [{ index: 0, id: nasty, name: nasty, arguments: nasty, signature: nasty }] },
      { annotations: [{ url: nasty }], audio: { id: nasty }, logprobs: { content: [nasty] } },
      lastChunk({ finishReason: "other", finishReasonRaw: nasty }),
    ];
    const text =
      chunks.map((chunk) => encoder.push(chunk)).join("") + encoder.fail({ status: 500, code: nasty, message: nasty });
    for (const event of text.split("\n\n").slice(0, -1)) {
      expect(event).toMatch(/^data: (?:\[DONE\]|\{[^\r\n\u0085\u2028\u2029]*\})$/);
      if (!event.endsWith("[DONE]")) JSON.parse(event.slice(6));
    }
    expect(JSON.parse(text.split("\n\n")[1]?.slice(6) ?? "").choices[0].delta.content).toBe(nasty);
  });
});
